// What would lead past the hub is rewritten: response_url, Link, Location. Source: 2.2.1 Commands and ChargingProfiles,
// "response_url"; transport, "Pagination"; CDRs, "Location" header. T-36: the specification leaves the how to the hub.

import { describe, expect, test } from 'vitest'
import { outcome, versions } from '../stranger/conversation.ts'
import { cdr, type Json, location, token } from '../stranger/objects.ts'
import type { Heard, Said } from '../stranger/stranger.ts'
import { startPlatform } from '../support/platforms.ts'
import { at, CPO, converse, EMSP, HUB, join, network, routing, startHub } from './network.ts'

const linkOf = ({ headers }: Said): string => /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? ''

const accepted = { data: { result: 'ACCEPTED', timeout: 30 } }

describe.each(versions)('in %s', (version) => {
  const met = network(version)

  /** `url`: where the eMSP wants the result. */
  const start = async (command: string, more: Json = {}) => {
    const original = `${met.emsp.base}/in/results/of-mine?a=1`
    const text = `{ "response_url" : ${JSON.stringify(original)}, "session_id":"S1", "x" : 1.50${Object.entries(more)
      .map(([name, value]) => `, ${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join('')} }`
    const { said, heard } = await converse(met.emsp, 'POST', at(met.emsp, 'commands', 'RECEIVER', command), {
      at: met.cpo,
      to: CPO,
      text,
      answer: accepted,
    })
    expect(outcome(said)).toBe('200/1000')
    const seen = heard[0]!.body as { response_url: string }
    expect(heard[0]!.text).toBe(text.replace(JSON.stringify(original), JSON.stringify(seen.response_url)))
    return { url: seen.response_url, original }
  }

  const report = (url: string, body: Json, from = met.cpo, answer = {}) =>
    converse(from, 'POST', url, { at: met.emsp, to: EMSP, body, answer })

  test.each([
    'START_SESSION',
    'STOP_SESSION',
    'RESERVE_NOW',
    'CANCEL_RESERVATION',
    'UNLOCK_CONNECTOR',
    'NEWER_COMMAND',
  ])(
    'R-ROUTE-27 %s: the CPO sees a URL of the hub, and its result reaches the response_url exactly once',
    async (command) => {
      const { url } = await start(command)
      expect(url.startsWith(`${met.hub.url}/ocpi/${version}/sender/commands/${command}/`)).toBe(true)
      expect(url.length).toBeLessThanOrEqual(255)
      expect(url).not.toContain(met.emsp.base)
      const first = await report(url, { result: 'ACCEPTED' })
      expect(outcome(first.said)).toBe('200/1000')
      expect(first.heard.map(({ path, text }) => [path, text])).toEqual([
        ['/in/results/of-mine?a=1', '{"result":"ACCEPTED"}'],
      ])
      expect(routing(first.heard[0]!)).toEqual({ from: 'BE-BEC', to: 'BE-BEM' })
      expect(routing(first.said)).toEqual({ from: 'BE-BEM', to: 'BE-BEC' })
      // A CPO that saw no answer sends it again.
      const again = await report(url, { result: 'ACCEPTED' })
      expect([outcome(again.said), again.heard.length]).toEqual(['200/1000', 0])
    },
  )

  test('R-ROUTE-27 a result that did not get through is taken again; two at once arrive once', async () => {
    const { url } = await start('START_SESSION')
    const failed = await report(url, { result: 'ACCEPTED' }, met.cpo, { http: 500, raw: 'oh' })
    expect(outcome(failed.said)).toBe('200/4000')
    const path = '/in/results/of-mine?a=1'
    const before = met.emsp.heard.filter((heard) => heard.path === path).length
    const both = await Promise.all(
      [1, 2].map(() => met.cpo.send('POST', url, { to: EMSP, body: { result: 'ACCEPTED' } })),
    )
    expect(both.map(outcome)).toEqual(['201/1000', '201/1000'])
    expect(met.emsp.heard.filter((heard) => heard.path === path).length - before).toBe(1)
  })

  test('a reservation that is taken back later arrives at the same response_url', async () => {
    const { url } = await start('RESERVE_NOW', { reservation_id: 'R1', expiry_date: '2100-01-01T00:00:00Z' })
    expect((await report(url, { result: 'ACCEPTED' })).heard.length).toBe(1)
    const { said, heard } = await report(url, { result: 'CANCELED_RESERVATION' })
    expect([outcome(said), heard.length]).toEqual(['200/1000', 1])
  })

  test('a forged result, of another partner or with an id of nobody, goes nowhere', async () => {
    const { url } = await start('START_SESSION')
    const { stranger } = await join(met.hub, {
      role: 'CPO',
      version,
      party: { country_code: 'FR', party_id: `EV${version[2]}` },
    })
    for (const forged of [url, `${url.slice(0, -4)}AAAA`]) {
      const { said, heard } = await report(forged, { result: 'ACCEPTED' }, stranger)
      expect([outcome(said), heard.length]).toEqual(['404/2000', 0])
    }
    await stranger.stop()
    const metrics = await (await fetch(`${met.hub.url}/metrics`)).text()
    expect(metrics).toContain('interchange_hub_refused_total')
    expect((await report(url, { result: 'ACCEPTED' })).heard.length).toBe(1)
  })

  test('R-ROUTE-27 charging profiles: the response_url in the query, or in the body of a PUT', async () => {
    const original = `${met.emsp.base}/in/results/profile`
    const profile = { charging_profile: { charging_rate_unit: 'A' }, response_url: original }
    for (const [method, query, body, path] of [
      ['GET', { duration: '900', response_url: original }, undefined, 'active'],
      ['PUT', {}, profile, 'set'],
      ['DELETE', { response_url: original }, undefined, 'clear'],
    ] as const) {
      const search = new URLSearchParams(query).toString()
      const url = at(met.emsp, 'chargingprofiles', 'RECEIVER', `S1${search && '?'}${search}`)
      const { said, heard } = await converse(met.emsp, method, url, { at: met.cpo, to: CPO, body, answer: accepted })
      expect([method, outcome(said)]).toEqual([method, '200/1000'])
      const seen = body
        ? (heard[0]!.body as { response_url: string }).response_url
        : new URL(heard[0]!.path, met.cpo.base).searchParams.get('response_url')!
      expect(seen.startsWith(`${met.hub.url}/ocpi/${version}/sender/chargingprofiles/${path}/`)).toBe(true)
      if (method === 'GET') expect(heard[0]!.path).toContain('duration=900')
      const result = await report(seen, { result: 'ACCEPTED' })
      expect([outcome(result.said), result.heard[0]?.path]).toEqual(['200/1000', '/in/results/profile'])
    }
  })

  const firstPage = async () => {
    met.cpo.lists.locations = ['L1', 'L2', 'L3'].map((id) => location(id, version))
    const url = `${at(met.emsp, 'locations', 'SENDER')}?limit=2&date_from=2020-01-01T00:00:00Z`
    const paging = pages(met.cpo.base)
    const page = await converse(met.emsp, 'GET', url, { at: met.cpo, to: CPO, answer: paging })
    return { ...page, link: linkOf(page.said), paging }
  }

  /** A list of three in pages of two, by a cursor of its own. */
  const pages = (base: string) => (heard: Heard) => {
    const second = heard.path.includes('cursor=x%2Fy')
    return {
      data: second ? [location('L3', version)] : [location('L1', version), location('L2', version)],
      headers: {
        'X-Total-Count': '3',
        'X-Limit': '2',
        ...(second ? {} : { Link: `<${base}/out/locations?cursor=x%2Fy&date_from=2020>; rel="next"` }),
      },
    }
  }

  test('R-ROUTE-25 R-PAGE-16 the link of a list leads through the hub to the same CPO; counts stay', async () => {
    const { said, link, paging } = await firstPage()
    expect(said.headers).toMatchObject({ 'x-total-count': '3', 'x-limit': '2' })
    expect(link.startsWith(at(met.emsp, 'locations', 'SENDER'))).toBe(true)
    expect(link).not.toContain(new URL(met.cpo.base).port)
    // With the headers of the first page, and without any.
    for (const to of [CPO, undefined]) {
      const next = await converse(met.emsp, 'GET', link, { at: met.cpo, to, answer: paging })
      expect(next.heard.map(({ path }) => path)).toEqual(['/out/locations?cursor=x%2Fy&date_from=2020'])
      expect(routing(next.heard[0]!)).toEqual({ from: 'BE-BEM', to: 'BE-BEC' })
      expect(routing(next.said)).toEqual({ from: 'BE-BEC', to: 'BE-BEM' })
      expect((next.said.envelope.data as Json[]).map(({ id }) => id)).toEqual(['L3'])
      expect(next.said.headers.link).toBeUndefined()
    }
  })

  test('R-ROUTE-25 a sealed link that was tampered with, or is of another partner, is refused', async () => {
    const { link } = await firstPage()
    const at10 = link.indexOf('via=') + 10
    const other = link[at10] === 'A' ? 'B' : 'A'
    const changed = link.slice(0, at10) + other + link.slice(at10 + 1)
    const forged = await converse(met.emsp, 'GET', changed, { at: met.cpo, to: CPO })
    expect([outcome(forged.said), forged.heard.length]).toEqual(['200/2001', 0])
    const { stranger } = await join(met.hub, {
      role: 'EMSP',
      version,
      party: { country_code: 'FR', party_id: `EL${version[2]}` },
    })
    const foreign = await converse(stranger, 'GET', link, { at: met.cpo, to: CPO })
    expect([outcome(foreign.said), foreign.heard.length]).toEqual(['200/2001', 0])
    await stranger.stop()
  })

  test('R-ROUTE-26 the Location of a CDR is a URL of the hub, and a GET of it reads the CDR there', async () => {
    const sent = { ...cdr('C/1', EMSP, version), ...CPO }
    const { said, heard } = await converse(met.cpo, 'POST', at(met.cpo, 'cdrs', 'RECEIVER'), {
      at: met.emsp,
      to: EMSP,
      body: sent,
    })
    expect([outcome(said), heard[0]!.body]).toEqual(['201/1000', sent])
    const place = said.headers.location!
    expect(place.startsWith(`${met.hub.url}/ocpi/${version}/receiver/cdrs/`)).toBe(true)
    const read = await converse(met.cpo, 'GET', place, { at: met.emsp })
    expect([outcome(read.said), read.said.envelope.data]).toEqual(['200/1000', sent])
    expect(read.heard[0]!.path).toMatch(/^\/kept\/\d+$/)
    expect(routing(read.said)).toEqual({ from: 'BE-BEM', to: 'BE-BEC' })
  })
})

test('R-CMD-06 a result after its deadline is told so; when that is long past, nobody knows of it', async () => {
  let now = Date.parse('2026-11-24T10:00:00Z')
  const hub = await startPlatform({ parties: 'NL-HUB:HUB', clock: { now: () => new Date(now) } })
  const { stranger: cpo } = await join(hub, { role: 'CPO', version: '2.2.1', party: CPO })
  const { stranger: emsp } = await join(hub, { role: 'EMSP', version: '2.2.1', party: EMSP })
  const ordered = async (command: string, timeout: number, more: Json = {}) => {
    const { heard } = await converse(emsp, 'POST', at(emsp, 'commands', 'RECEIVER', command), {
      at: cpo,
      to: CPO,
      body: { response_url: `${emsp.base}/in/results/late`, ...more },
      answer: { data: { result: 'ACCEPTED', timeout } },
    })
    return (heard[0]!.body as { response_url: string }).response_url
  }
  const report = async (url: string): Promise<[string, number, Said]> => {
    const { said, heard } = await converse(cpo, 'POST', url, {
      at: emsp,
      to: EMSP,
      body: { result: 'FAILED' },
      answer: {},
    })
    return [outcome(said), heard.length, said]
  }
  const short = await ordered('START_SESSION', 30)
  const long = await ordered('START_SESSION', 7200)
  const reservation = await ordered('RESERVE_NOW', 30, {
    token: token('T1'),
    reservation_id: 'R1',
    expiry_date: '2026-11-24T12:00:00Z',
  })
  now += 16 * 60_000
  const late = await report(short)
  expect(late.slice(0, 2)).toEqual(['404/2000', 0])
  expect(late[2].envelope.status_message).toContain('was over at 2026-11-24T10:15:00.000Z')
  expect((await report(long)).slice(0, 2)).toEqual(['200/1000', 1])
  now = Date.parse('2026-11-24T12:10:00Z')
  expect((await report(reservation)).slice(0, 2)).toEqual(['200/1000', 1])
  now += 24 * 3_600_000
  const rows = async () =>
    (
      await hub.parts.database.query<{ count: number }>(
        `select count(*)::int as count from "${hub.schema}".hub_callback`,
      )
    ).rows[0]!.count
  expect(await rows()).toBe(3)
  expect((await report(reservation))[2].envelope.status_message).toContain('was over at')
  await Promise.all([cpo.stop(), emsp.stop(), hub.stop()])
})

test('a hub that has parties of its own still takes results of their commands', async () => {
  const hub = await startHub({}, 'NL-HUB:HUB,NL-OWN:EMSP')
  const { stranger: cpo } = await join(hub, { role: 'CPO', version: '2.3.0', party: CPO })
  cpo.answer = ({ path }) => (path.includes('/commands/') ? accepted : undefined)
  const { body } = await hub.api('POST', '/commands/STOP_SESSION', {
    from: { country_code: 'NL', party_id: 'OWN' },
    to: CPO,
    session_id: 'S1',
  })
  const order = cpo.heard.find(({ path }) => path.includes('/commands/'))!
  const { response_url: url } = order.body as { response_url: string }
  const said = await cpo.send('POST', url, { to: HUB, body: { result: 'ACCEPTED' } })
  expect(outcome(said)).toBe('200/1000')
  expect((await hub.api('GET', `/commands/${body.id}`)).body.result).toBe('ACCEPTED')
  await cpo.stop()
  await hub.stop()
})
