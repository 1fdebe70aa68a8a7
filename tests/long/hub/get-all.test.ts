// GET All of 100,000 objects of 60 parties, crawled through a hub while their CPOs push.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tariff } from '../../stranger/objects.ts'
import { Stranger } from '../../stranger/stranger.ts'
import { engines } from '../../support/databases.ts'
import { type RunningPlatform, startPlatform } from '../../support/platforms.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!
const HUB = { country_code: 'NL', party_id: 'HUB' }
const OBJECTS = 100_000
const PARTIES = 60
const PLATFORMS = 3

const partyId = (n: number): string => `C${String(n).padStart(2, '0')}`
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

describe.skipIf(!postgres.available)('a list of everything that a hub holds (postgres)', () => {
  let hub: RunningPlatform
  const cpos: Stranger[] = []
  let ems: Stranger

  async function joins(stranger: Stranger): Promise<string> {
    const { body } = await hub.api('POST', '/partners', { name: stranger.party.party_id })
    const said = await stranger.register(body.versions_url, body.token)
    expect(said.envelope.status_code).toBe(1000)
    return body.id
  }

  beforeAll(async () => {
    hub = await startPlatform({ parties: 'NL-HUB:HUB', engine: postgres, settings: { PAGE_LIMIT: '500' } })
    const partnerOf: string[] = []
    for (let platform = 0; platform < PLATFORMS; platform++) {
      const stranger = await Stranger.start({
        role: 'CPO',
        version: '2.3.0',
        party: { country_code: 'BE', party_id: partyId(platform) },
      })
      cpos.push(stranger)
      // Parties of the platforms take turns.
      stranger.roles = Array.from({ length: PARTIES / PLATFORMS }, (_, n) => ({
        role: 'CPO',
        country_code: 'BE',
        party_id: partyId(n * PLATFORMS + platform),
        business_details: { name: 'a CPO' },
      }))
      partnerOf.push(await joins(stranger))
    }
    const { database } = hub.parts
    await database.query(
      `with last as (select position, coalesce((select max(seq) from "${database.schema}".object), 0) as seq
                     from "${database.schema}".feed)
       insert into "${database.schema}".object
         (module, country_code, party_id, id, sub, seq, position, full_position, last_updated_at, received_at, version,
          last_updated, body, partner)
       select 'tariffs', 'BE', party, 'T' || n, '', last.seq + n, last.position + n, last.position + n, t, t, '2.3.0',
         '2026-06-29T20:39:09Z', $1::jsonb || jsonb_build_object('id', 'T' || n, 'party_id', party),
         ($2::text[])[1 + n % ${PLATFORMS}]
       from last, (select n, 'C' || lpad((n % ${PARTIES})::text, 2, '0') as party, timestamptz '2026-06-29T20:39:09Z' as t
                   from generate_series(1, ${OBJECTS}) as n) numbered`,
      [JSON.stringify(tariff('T', '2.3.0')), partnerOf],
    )
    await database.query(`update "${database.schema}".feed set position = position + ${OBJECTS}`)
    await database.query(`analyze "${database.schema}".object`)
    ems = await Stranger.start({ role: 'EMSP', version: '2.3.0' })
    await joins(ems)
  })
  afterAll(() => Promise.all([...cpos, ems].map((stranger) => stranger.stop())))

  it('R-ROUTE-23 R-ROUTE-24 R-PAGE-12 each object that was there is read once, in order, at the same cost on every page', async () => {
    let isOver = false
    let pushes = 0
    /** Changes what the crawl has read and what it has not, and makes new ones. */
    async function pushing(stranger: Stranger, platform: number): Promise<void> {
      const url = stranger.theirs.get('tariffs.RECEIVER')!
      for (let turn = 0; !isOver; turn++) {
        const n = ((turn * 7919) % Math.floor(OBJECTS / PLATFORMS)) * PLATFORMS + platform
        const isNew = turn % 5 === 0
        const id = isNew ? `NEW${platform}-${turn}` : `T${n === 0 ? OBJECTS : n}`
        const party = { country_code: 'BE', party_id: partyId(n % PARTIES) }
        const last_updated = new Date().toISOString()
        const body = { ...tariff(id, '2.3.0'), ...party, last_updated }
        const said = await stranger.send('PUT', `${url}/BE/${party.party_id}/${id}`, { to: HUB, body })
        expect(said.envelope.status_code).toBe(1000)
        pushes++
      }
    }
    const pushers = cpos.map(pushing)
    const seen = new Map<string, number>()
    const times: number[] = []
    const numbers: number[] = []
    let total = ''
    let url: string | undefined = ems.theirs.get('tariffs.SENDER')
    try {
      while (url) {
        const startedAt = performance.now()
        const said = await ems.send('GET', url, { to: HUB })
        times.push(performance.now() - startedAt)
        expect(said.envelope.status_code).toBe(1000)
        total = said.headers['x-total-count'] ?? ''
        for (const { id } of said.envelope.data as { id: string }[]) {
          seen.set(id, (seen.get(id) ?? 0) + 1)
          if (!id.startsWith('NEW')) numbers.push(Number(id.slice(1)))
        }
        url = /<([^>]+)>; rel="next"/.exec(said.headers.link ?? '')?.[1]
      }
    } finally {
      isOver = true
      await Promise.all(pushers)
    }
    expect(numbers).toHaveLength(OBJECTS)
    expect(numbers.every((n, at) => n === at + 1)).toBe(true)
    expect([...seen.values()].every((times) => times === 1)).toBe(true)
    expect(Number(total)).toBeGreaterThanOrEqual(OBJECTS)
    const [first, last] = [times.slice(1, 31), times.slice(-30)].map(median)
    console.info(
      `${times.length} pages of 500 in ${Math.round(times.reduce((sum, ms) => sum + ms, 0) / 1000)} s beside ${pushes} pushes; ` +
        `a page at the beginning ${Math.round(first!)} ms, at the end ${Math.round(last!)} ms`,
    )
    expect(pushes).toBeGreaterThan(100)
    expect(last!).toBeLessThan(first! * 3 + 50)
  }, 600_000)
})
