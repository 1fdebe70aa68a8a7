// Audits with several processes, and when one dies in the middle.

import { describe, expect, it } from 'vitest'
import { engines, onEachEngine } from './support/databases.ts'
import { startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { billed } from './support/wire-objects.ts'

type Platform = Awaited<ReturnType<typeof startPlatform>>

const dear = { total_cost: { before_taxes: 99, taxes: [{ name: 'VAT', amount: 20.79 }] } }
/** CDRs as they lie in the store when no inspection has seen them: written by the writer, not by the API. */
async function arrive(platform: Platform, from: number, to: number): Promise<void> {
  const { writer } = platform.parts
  await Promise.all(
    Array.from({ length: to - from }, (_, n) => {
      const { country_code, party_id, id, ...rest } = billed(from + n, dear)
      const key = { module: 'cdrs', countryCode: 'NL', partyId: 'ABC', id, sub: '' }
      const text = JSON.stringify({ country_code, party_id, id, ...rest })
      const change = {
        key,
        version: '2.3.0',
        text,
        lastUpdated: rest.last_updated,
        partner: null,
        audience: ['NL-XYZ'],
      }
      return writer.write({ load: [key], apply: (view) => view.put(change) })
    }),
  )
}
// biome-ignore lint/suspicious/noExplicitAny: audits as the API shows them
const auditsOf = async (platform: Platform): Promise<any[]> =>
  (await platform.api('GET', '/audits?limit=1000')).body.items
/** Changes where the inspection stands, in a moment in which no process has it. */
const reader = (platform: Platform, change: string) =>
  platform.parts.database.query(
    `update "${platform.schema}".reader set ${change}
     where id = 'inspection' and (leased_until is null or leased_until < now()) returning id`,
  )
/** Once each: an audit that is made again with another outcome has more than one entry. */
const expectOnce = (audits: { history: unknown[]; findings: unknown[] }[], many: number) => {
  expect(audits).toHaveLength(many)
  expect(audits.filter(({ history, findings }) => history.length !== 1 || findings.length === 0)).toEqual([])
}

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('two processes on one database (postgres)', () => {
  it('audit each CDR once, and one takes over from a dead one', async () => {
    const first = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres })
    const second = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres, schema: first.schema })
    await arrive(first, 0, 150)
    await arrive(second, 150, 300)
    await until(async () => (await auditsOf(first)).length === 300)
    expectOnce(await auditsOf(second), 300)
    const counted = async ({ parts: { events } }: Platform) => {
      const { values } = await events.registry.getSingleMetric('interchange_audits_total')!.get()
      return values.reduce((sum, { value }) => sum + value, 0)
    }
    expect((await counted(first)) + (await counted(second))).toBe(300)

    await until(
      async () => (await reader(first, `leased_by = 'dead', leased_until = now() + interval '2 s'`)).rows.length === 1,
    )
    await arrive(first, 300, 310)
    await until(async () => (await auditsOf(second)).length === 310)

    // Whoever stops gives the inspection away at once.
    await first.stop()
    await arrive(second, 310, 320)
    await until(async () => (await auditsOf(second)).length === 320, 10_000)
    expectOnce(await auditsOf(second), 320)
  })
})

onEachEngine('a process that dies', (engine) => {
  it('between an audit and its cursor: the next one makes it again, and nothing changes', async () => {
    const platform = await startPlatform({ parties: 'NL-ABC:CPO', engine })
    await arrive(platform, 0, 20)
    await until(async () => (await auditsOf(platform)).length === 20)
    const audits = await auditsOf(platform)
    // What the dead one had not written down.
    await until(async () => (await reader(platform, 'position = 0')).rows.length === 1)
    await arrive(platform, 20, 21)
    await until(async () => (await auditsOf(platform)).length === 21)
    expect((await auditsOf(platform)).slice(0, 20)).toEqual(audits)
    await platform.stop()
  })

  it('with CDRs nobody looked at: they are audited by the next one, in order', async () => {
    const platform = await startPlatform({ parties: 'NL-ABC:CPO', engine })
    // A lease of somebody who is gone keeps this process from working, as if it were not there.
    await until(
      async () =>
        (await reader(platform, `leased_by = 'dead', leased_until = now() + interval '3 s'`)).rows.length === 1,
    )
    await arrive(platform, 0, 250)
    expect(await auditsOf(platform)).toEqual([])
    await until(async () => (await auditsOf(platform)).length === 250, 60_000)
    const ids = (await auditsOf(platform)).map(({ cdr_id }) => cdr_id)
    expect(ids).toEqual(Array.from({ length: 250 }, (_, n) => `BILLED-${n}`))
    await platform.stop()
  })
})
