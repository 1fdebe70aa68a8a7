// Direct routing: a receiver is named, and the request reaches the platform that serves it. Source: transport, "Message
// Routing", table "Party to Party (via Hub)"; "Unique message IDs"; status_codes, 4xxx.

import { versionOf } from '@interchange/ocpi/versions'
import { describe, expect, test } from 'vitest'
import { offersInterface } from '../../packages/server/src/roles.ts'
import { outcome, versions } from '../stranger/conversation.ts'
import { location, tariff, token } from '../stranger/objects.ts'
import type { Stranger } from '../stranger/stranger.ts'
import { until } from '../support/until.ts'
import { at, CPO, converse, EMSP, HUB, join, logged, network, routing } from './network.ts'

const JSON_HEADERS = { 'Content-Type': 'application/json' }
const fine = (data: string) =>
  `{ "data" : ${data},\n "status_code":1000, "x_more":[1.10], "timestamp":"2026-06-29T22:39:09Z"}`

describe.each(versions)('direct routing in %s', (version) => {
  const met = network(version)

  test('R-ROUTE-05 R-ROUTE-04 R-ID-05 R-ID-06 both directions: the same routing headers and correlation id, a new request id, the answer swapped', async () => {
    for (const [who, from, whom, to] of [
      [met.cpo, CPO, met.emsp, EMSP],
      [met.emsp, EMSP, met.cpo, CPO],
    ] as const) {
      const module = who === met.cpo ? 'tokens' : 'locations'
      const url = at(who, module, 'SENDER')
      const { said, heard, ids } = await converse(who, 'GET', url, {
        at: whom,
        to,
        answer: { raw: fine('[]'), headers: JSON_HEADERS },
      })
      expect(heard).toHaveLength(1)
      expect(routing(heard[0]!)).toEqual({
        from: `${from.country_code}-${from.party_id}`,
        to: `${to.country_code}-${to.party_id}`,
      })
      expect(heard[0]!.headers['x-request-id']).not.toBe(ids.requestId)
      expect(heard[0]!.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      expect(routing(said)).toEqual({
        from: `${to.country_code}-${to.party_id}`,
        to: `${from.country_code}-${from.party_id}`,
      })
      expect(said.headers).toMatchObject({ 'x-request-id': ids.requestId, 'x-correlation-id': ids.correlationId })
      expect(said.text).toBe(fine('[]'))
    }
  })

  test('R-ROUTE-31 every request of every functional module passes through, body and answer letter by letter', async () => {
    const tables = versionOf(version)!.modules
    const passed: string[] = []
    for (const module of Object.values(tables).filter(({ kind }) => kind === 'functional')) {
      for (const side of ['SENDER', 'RECEIVER'] as const) {
        for (const endpoint of module[side]) {
          // These lead to URLs that were given out before; they have tests of their own.
          if (endpoint.urlFrom !== undefined) continue
          const isForCpo = offersInterface(['CPO'], module.id, side)
          const [who, from, whom, to] = isForCpo
            ? [met.emsp, EMSP, met.cpo, CPO]
            : ([met.cpo, CPO, met.emsp, EMSP] as const)
          const params: Record<string, string> = { ...from, command: 'NEWER_COMMAND' }
          const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `a%2F${name}`)
          const hasBody = ['POST', 'PUT', 'PATCH'].includes(endpoint.method)
          const text = '{ "last_updated":"2026-06-29T22:39:09Z", "price":2.50, "foo" : {"b":1e2} }'
          const { said, heard } = await converse(who, endpoint.method, `${at(who, module.id, side, path)}?x=a%26b`, {
            at: whom,
            to,
            ...(hasBody ? { text } : {}),
            answer: { http: 201, raw: fine('{"result":"X_NEW","n":1.50}'), headers: JSON_HEADERS },
          })
          expect([endpoint.name, said.http, said.text]).toEqual([
            endpoint.name,
            201,
            fine('{"result":"X_NEW","n":1.50}'),
          ])
          expect([heard.length, heard[0]!.method, heard[0]!.text]).toEqual([1, endpoint.method, hasBody ? text : ''])
          const base = side === 'SENDER' ? '/out' : '/in'
          expect(heard[0]!.path).toBe(
            `${base}/${module.id}${path === '' ? (base === '/in' ? '/' : '') : `/${path}`}?x=a%26b`,
          )
          passed.push(`${module.id} ${endpoint.name}`)
        }
      }
    }
    expect(passed.length).toBeGreaterThan(version === '2.3.0' ? 38 : 33)
  })

  test('R-ROUTE-07 T-39 refusals come back as they are, with HTTP status, code and data; party ids have no case', async () => {
    const raw =
      '{"status_code":2003,"status_message":"no","data":{"result":"REJECTED"},"timestamp":"2026-06-29T22:39:09Z"}'
    const { said, ids } = await converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER', 'LOC1'), {
      at: met.cpo,
      to: { country_code: 'be', party_id: 'bec' },
      answer: { http: 404, raw, headers: JSON_HEADERS },
    })
    expect([outcome(said), said.text]).toEqual(['404/2003', raw])
    expect(said.headers).toMatchObject({ 'x-request-id': ids.requestId, 'ocpi-to-party-id': 'BEM' })
  })

  test('R-ROUTE-09 an unknown receiver is 4001, with swapped headers', async () => {
    const to = { country_code: 'XX', party_id: 'ZZZ' }
    const { said, ids } = await converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER'), { at: met.cpo, to })
    expect(outcome(said)).toBe('200/4001')
    expect(routing(said)).toEqual({ from: 'XX-ZZZ', to: 'BE-BEM' })
    expect(said.headers['x-request-id']).toBe(ids.requestId)
  })

  test('R-ROUTE-12 what is no OCPI is 4000 with the reason; the original is in the message log', async () => {
    const html = '<html><head><title>502 Bad Gateway</title></head><body>nginx, token SECRET12345</body></html>'
    const { said, ids } = await converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER', 'LOC1'), {
      at: met.cpo,
      to: CPO,
      answer: { http: 502, raw: html, headers: { 'Content-Type': 'text/html' } },
    })
    expect(outcome(said)).toBe('200/4000')
    expect(said.envelope.status_message).toContain('HTTP 502')
    const found = await logged(met.hub, ids.correlationId, 2)
    expect(found.map(({ direction, partner }) => [direction, partner]).sort()).toEqual(
      [
        ['in', met.emspId],
        ['out', met.cpoId],
      ].sort(),
    )
    const leg = found.find(({ direction }) => direction === 'out')!
    const { body } = await met.hub.api('GET', `/exchanges/${leg.id}`)
    expect(body.response).toContain('<title>502 Bad Gateway</title>')
    expect(body.response).not.toContain('SECRET12345')
  })

  test('R-ROUTE-11 a receiver that refuses the hub itself, or hangs up, is not the caller to blame', async () => {
    const ask = (answer: () => never | { http: number; code: number }) =>
      converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER', 'LOC1'), { at: met.cpo, to: CPO, answer })
    expect(outcome((await ask(() => ({ http: 401, code: 2000 }))).said)).toBe('200/4003')
  })

  test('R-ROUTE-08 in the name of somebody else: refused, counted, and nobody hears of it', async () => {
    const url = at(met.emsp, 'commands', 'RECEIVER', 'STOP_SESSION')
    const headers = { 'OCPI-from-country-code': 'BE', 'OCPI-from-party-id': 'BEC' }
    const { said, heard } = await converse(met.emsp, 'POST', url, { at: met.cpo, to: CPO, body: {}, headers })
    expect([outcome(said), heard.length]).toEqual(['200/2001', 0])
    const foreign = at(met.cpo, 'locations', 'RECEIVER', 'FR', 'FAR', 'LOC1')
    const put = await converse(met.cpo, 'PUT', foreign, { at: met.emsp, to: EMSP, body: location('LOC1', version) })
    expect([outcome(put.said), put.heard.length]).toEqual(['404/2000', 0])
    const owned = { country_code: 'FR', party_id: 'FAR', id: 'C1' }
    const post = await converse(met.cpo, 'POST', at(met.cpo, 'cdrs', 'RECEIVER'), {
      at: met.emsp,
      to: EMSP,
      body: owned,
    })
    expect([outcome(post.said), post.heard.length]).toEqual(['200/2001', 0])
    const metrics = await (await fetch(`${met.hub.url}/metrics`)).text()
    expect(metrics).toMatch(new RegExp(`interchange_hub_refused_total\\{partner="${met.emspId}"\\} 1`))
  })

  test('half a receiver is 2001; broken JSON is 400; neither leaves the hub', async () => {
    const url = at(met.cpo, 'tariffs', 'RECEIVER', 'BE', 'BEC', '12')
    const half = await converse(met.cpo, 'PUT', url, {
      at: met.emsp,
      body: tariff('12', version),
      headers: { 'OCPI-to-party-id': 'BEM' },
    })
    expect([outcome(half.said), half.heard.length]).toEqual(['200/2001', 0])
    const broken = await converse(met.cpo, 'PUT', url, { at: met.emsp, to: EMSP, text: '{"id": ' })
    expect([outcome(broken.said), broken.heard.length]).toEqual(['400/2000', 0])
  })

  test('faults of what goes through are counted, and refused by nobody but the receiver', async () => {
    const url = at(met.cpo, 'tariffs', 'RECEIVER', 'BE', 'BEC', '12')
    const { said, heard } = await converse(met.cpo, 'PUT', url, {
      at: met.emsp,
      to: EMSP,
      text: '{"id":"12","currency":"EURO"}',
      answer: { code: 2001 },
    })
    expect([outcome(said), heard[0]!.text]).toEqual(['200/2001', '{"id":"12","currency":"EURO"}'])
    const metrics = await (await fetch(`${met.hub.url}/metrics`)).text()
    expect(metrics).toMatch(new RegExp(`interchange_findings_total\\{partner="${met.cpoId}",module="tariffs"\\} [1-9]`))
  })

  test('T-38 its own party as the receiver is refused, or as good as none where the partner is set to it', async () => {
    const put = () =>
      converse(met.emsp, 'PUT', at(met.emsp, 'tokens', 'RECEIVER', 'BE', 'BEM', 'T1'), {
        at: met.cpo,
        to: EMSP,
        body: { ...token('T1'), ...EMSP },
      })
    expect(outcome((await put()).said)).toBe('200/2001')
    const settings = { own_party_as_receiver: 'ignored' }
    expect((await met.hub.api('PATCH', `/partners/${met.emspId}`, { settings })).body.settings).toMatchObject(settings)
    // A token that is for nobody in particular is for all: the hub answers for them.
    expect(['200/1000', '201/1000']).toContain(outcome((await put()).said))
    await met.hub.api('PATCH', `/partners/${met.emspId}`, { settings: { own_party_as_receiver: 'refused' } })
  })

  test('R-ROUTE-02 T-40 configuration modules are never routed, whatever the headers say', async () => {
    const { said, heard } = await converse(met.emsp, 'GET', met.emsp.credentialsUrl, { at: met.cpo, to: CPO })
    expect([outcome(said), heard.length]).toEqual(['200/1000', 0])
    expect(Object.keys(said.headers).filter((name) => name.startsWith('ocpi-'))).toEqual([])
  })

  test('R-ROUTE-16 R-ROUTE-17 what is for one party is not told to all', async () => {
    const url = at(met.cpo, 'sessions', 'RECEIVER', 'BE', 'BEC', 'S1')
    const { said, heard } = await converse(met.cpo, 'PUT', url, { at: met.emsp, to: HUB, body: { id: 'S1' } })
    expect([outcome(said), heard.length]).toEqual(['200/2001', 0])
  })
})

describe('a receiver that is not there', () => {
  const met = network('2.2.1', '2.3.0', { FORWARD_TIMEOUT: '1 s' })
  const ask = (whom: Stranger, answer?: () => Promise<undefined>) =>
    converse(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER', 'LOC1'), {
      at: whom,
      to: whom.party,
      ...(answer ? { answer } : {}),
    })

  test('R-ROUTE-10 does not answer in time: 4002, well before the caller gives up', async () => {
    let over = () => {}
    const silence = new Promise<undefined>((resolve) => {
      over = () => resolve(undefined)
    })
    const { said, ids } = await ask(met.cpo, () => silence)
    over()
    expect(outcome(said)).toBe('200/4002')
    const legs = await logged(met.hub, ids.correlationId, 2)
    expect(legs.find(({ direction }) => direction === 'out')).toMatchObject({ http: null, why: 'no answer in time' })
  })

  test('R-ROUTE-10 dies between request and answer: 4002, since nobody knows what it did; then 4003', async () => {
    const { stranger } = await join(met.hub, {
      role: 'CPO',
      version: '2.3.0',
      party: { country_code: 'DE', party_id: 'DIE' },
    })
    const { said } = await ask(stranger, async () => {
      await stranger.stop()
      return undefined
    })
    expect(outcome(said)).toBe('200/4002')
    expect(outcome((await ask(stranger)).said)).toBe('200/4003')
  })

  test('R-ROUTE-11 is suspended, or refuses the hub: 4003 without being called', async () => {
    const joined = await join(met.hub, {
      role: 'CPO',
      version: '2.3.0',
      party: { country_code: 'DE', party_id: 'SUS' },
    })
    const { stranger, id } = joined
    const quiet = async () => {
      const { said, heard } = await ask(stranger)
      return [outcome(said), heard.length]
    }
    await met.hub.api('PATCH', `/partners/${id}`, { status: 'suspended' })
    expect(await quiet()).toEqual(['200/4003', 0])
    await met.hub.api('PATCH', `/partners/${id}`, { status: 'registered' })
    await met.hub.parts.service.setStatus(id, 'paused', 'a test says so')
    await until(() => met.hub.parts.directory.partner(id)?.status === 'paused')
    expect(await quiet()).toEqual(['200/4003', 0])
    await stranger.stop()
  })
})
