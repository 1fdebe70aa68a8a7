// Partners of different versions reach each other: through the canonical converters, there and back (docs/versions.md).

import { versionOf } from '@interchange/ocpi/versions'
import { describe, expect, test } from 'vitest'
import { check } from '../../packages/ocpi/src/define/validate.ts'
import { outcome } from '../stranger/conversation.ts'
import { cdr, type Json, location, session, tariff, token } from '../stranger/objects.ts'
import { at, CPO, converse, EMSP, network } from './network.ts'

describe.each([
  ['2.2.1', '2.3.0'],
  ['2.3.0', '2.2.1'],
] as const)('a CPO of %s and an eMSP of %s', (ours, theirs) => {
  const met = network(ours, theirs)

  /** Nothing that the definitions of a version find fault with. */
  const isWhole = (version: string, name: string, object: unknown) =>
    expect(check(versionOf(version)!, name, object).filter(({ severity }) => severity !== 'note')).toEqual([])

  test('what is pushed arrives in the words of the receiver, with its last_updated and unknown fields', async () => {
    for (const [module, name, path, object] of [
      ['locations', 'Location', ['BE', 'BEC', 'LOC1'], location('LOC1', ours)],
      ['tariffs', 'Tariff', ['BE', 'BEC', '12'], tariff('12', ours)],
      ['sessions', 'Session', ['BE', 'BEC', 'S1'], session('S1', EMSP, ours)],
    ] as const) {
      const { said, heard } = await converse(met.cpo, 'PUT', at(met.cpo, module, 'RECEIVER', ...path), {
        at: met.emsp,
        to: EMSP,
        body: { ...object, ...CPO, x_foo: { kept: 1 } },
        answer: { http: 201 },
      })
      expect([module, outcome(said)]).toEqual([module, '201/1000'])
      const got = heard[0]!.body as Json
      isWhole(theirs, name, got)
      expect([got.x_foo, got.last_updated]).toEqual([{ kept: 1 }, object.last_updated])
    }
    const { heard } = await converse(met.cpo, 'POST', at(met.cpo, 'cdrs', 'RECEIVER'), {
      at: met.emsp,
      to: EMSP,
      body: { ...cdr('C1', EMSP, ours), ...CPO },
      answer: { http: 201 },
    })
    isWhole(theirs, 'CDR', heard[0]!.body)
    const { total_cost } = heard[0]!.body as { total_cost: Json }
    expect(total_cost).toEqual(
      theirs === '2.2.1'
        ? { excl_vat: 4, incl_vat: 4.4 }
        : { before_taxes: 4, taxes: [expect.objectContaining({ amount: 0.4 })] },
    )
  })

  test('a list comes back in the words of who asked, with its pages and counts', async () => {
    const tariffs = ['1', '2'].map((id) => ({ ...tariff(id, ours), ...CPO }))
    const { said } = await converse(met.emsp, 'GET', at(met.emsp, 'tariffs', 'SENDER'), {
      at: met.cpo,
      to: CPO,
      answer: {
        data: tariffs,
        headers: { 'X-Total-Count': '9', 'X-Limit': '2', Link: `<${met.cpo.base}/out/tariffs?offset=2>; rel="next"` },
      },
    })
    const list = said.envelope.data as Json[]
    expect(list.map(({ id }) => id)).toEqual(['1', '2'])
    for (const item of list) isWhole(theirs, 'Tariff', item)
    expect(said.headers['x-total-count']).toBe('9')
    expect(said.headers.link).toContain(met.hub.url)
  })

  test('R-ROUTE-27 a command and its result, in both versions', async () => {
    const { said, heard } = await converse(met.emsp, 'POST', at(met.emsp, 'commands', 'RECEIVER', 'START_SESSION'), {
      at: met.cpo,
      to: CPO,
      body: { response_url: `${met.emsp.base}/in/results/v`, token: token('T1'), location_id: 'LOC1' },
      answer: { data: { result: 'ACCEPTED', timeout: 30, message: [{ language: 'en', text: 'ok' }] } },
    })
    expect([outcome(said), said.envelope.data]).toEqual(['200/1000', expect.objectContaining({ result: 'ACCEPTED' })])
    isWhole(ours, 'StartSession', heard[0]!.body)
    const { response_url: url } = heard[0]!.body as { response_url: string }
    expect(url).toContain(`/ocpi/${ours}/`)
    const result = await converse(met.cpo, 'POST', url, { at: met.emsp, body: { result: 'ACCEPTED' }, answer: {} })
    expect([outcome(result.said), result.heard[0]?.body]).toEqual(['200/1000', { result: 'ACCEPTED' }])
  })

  test('refusals keep status and code; what the answer says besides stays', async () => {
    const { said } = await converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER', 'LOC1'), {
      at: met.cpo,
      to: CPO,
      answer: {
        http: 404,
        raw: '{"status_code":2003,"status_message":"gone","x_y":1,"timestamp":"2026-06-29T22:39:09Z"}',
      },
    })
    expect([outcome(said), said.envelope]).toEqual([
      '404/2003',
      expect.objectContaining({ status_message: 'gone', x_y: 1 }),
    ])
  })
})

describe('what cannot be said in the version of the receiver', () => {
  const met = network('2.3.0', '2.2.1')

  test('a module it does not have: 4000 with the reason', async () => {
    const url = at(met.cpo, 'invoicereconciliation', 'SENDER')
    const { said, heard } = await converse(met.cpo, 'GET', url, { at: met.emsp, to: EMSP })
    expect([outcome(said), heard.length]).toEqual(['200/4000', 0])
    expect(said.envelope.status_message).toContain('OCPI 2.2.1')
  })

  test('what is no object of its kind: 4000, whatever is in it', async () => {
    const url = at(met.cpo, 'locations', 'RECEIVER', 'BE', 'BEC', 'L1')
    for (const [method, body] of [
      ['PATCH', null],
      ['PATCH', [1]],
      ['PUT', { evses: [null], opening_times: 5 }],
      ['PUT', 'text'],
    ] as const) {
      const { said } = await converse(met.cpo, method, url, {
        at: met.emsp,
        to: EMSP,
        text: JSON.stringify(body),
        answer: {},
      })
      expect(said.http).toBe(200)
      expect([1000, 2001, 4000]).toContain(said.envelope.status_code)
    }
  })

  test('what is lost is counted', async () => {
    const lossy = { ...location('LOC9', '2.3.0'), ...CPO, help_phone: '+3291234567' }
    const { said } = await converse(met.cpo, 'PUT', at(met.cpo, 'locations', 'RECEIVER', 'BE', 'BEC', 'LOC9'), {
      at: met.emsp,
      to: EMSP,
      body: lossy,
      answer: {},
    })
    expect(outcome(said)).toBe('200/1000')
    const metrics = await (await fetch(`${met.hub.url}/metrics`)).text()
    expect(metrics).toMatch(/interchange_hub_losses_total\{module="locations"\} [1-9]/)
  })
})
