// Lists of 400,000 objects on PostgreSQL: what a page and a delta read, by the plans it makes with figures of its own.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { countRows, listBodies, listRows } from '../../packages/server/src/storage/objects.ts'
import { engines } from '../support/databases.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!
const OBJECTS = 200_000
/** By the time this reaches back, 100 EVSEs have changed. */
const FROM = '2026-05-31T00:00:00Z'

describe.skipIf(!postgres.available)('a list of 200,000 locations with as many EVSEs (postgres)', () => {
  let db: Database
  const owners = ['NL-ABC']

  beforeAll(async () => {
    db = await postgres.open()
    const insert = (module: string, sub: string, body: string, at: number) =>
      db.query(
        `insert into "${db.schema}".object
           (module, country_code, party_id, id, sub, seq, position, full_position, last_updated_at, received_at, version,
            last_updated, body)
         select '${module}', 'NL', 'ABC', 'L' || n, '${sub}', n * 2 + ${at}, n * 2 + ${at}, n * 2 + ${at}, t, t, '2.3.0',
            to_char(t at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ${body}
         from (select n, case when '${module}' = 'evses' and n % ${OBJECTS / 100} = 7 then timestamptz '2026-06-01T00:00:00Z'
                         else timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second' end as t
               from generate_series(1, ${OBJECTS}) as n) numbered`,
      )
    await insert('evses', 'E', `jsonb_build_object('uid', 'E', 'evse_id', 'NL*ABC*E' || n)`, 0)
    await insert('locations', '', `jsonb_build_object('id', 'L' || n, 'country_code', 'NL', 'party_id', 'ABC')`, 1)
    await db.query(`update "${db.schema}".feed set position = ${OBJECTS * 2 + 1}`)
    await db.query(`analyze "${db.schema}".object`)
  })

  /** Each statement of a read, explained; rows that scans of the table gave, or looked at in vain. */
  async function looked(read: (on: Database) => Promise<unknown>): Promise<{ plan: string; rows: number }> {
    const plans: string[] = []
    await read({
      ...db,
      async query<R>(text: string, values?: readonly unknown[]) {
        const { rows } = await db.query<Record<string, string>>(`explain (analyze, costs off) ${text}`, values)
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return await db.query<R>(text, values)
      },
    })
    const plan = plans.join('\n')
    let rows = 0
    for (const [, scanned, loops, removed] of plan.matchAll(
      /Scan[^\n]* on object\b[^\n]*actual time=\S+ rows=([\d.]+) loops=(\d+)|Rows Removed by [^:]+: (\d+)/g,
    )) {
      rows += removed === undefined ? Number(scanned) * Number(loops) : Number(removed)
    }
    return { plan, rows }
  }

  const changed = { module: 'locations', owners, from: FROM }

  it('a delta of 100 that changed reads them through the index of times, and no others', async () => {
    const found = await listBodies(db, changed, { limit: 101 })
    expect(found).toHaveLength(100)
    for (const read of [
      (on: Database) => listBodies(on, changed, { limit: 101 }),
      (on: Database) => countRows(on, changed),
    ]) {
      const { plan, rows } = await looked(read)
      expect(plan).not.toMatch(/Seq Scan on object/)
      expect(plan).toMatch(/object_last_updated/)
      expect(rows, plan).toBeGreaterThanOrEqual(100)
      expect(rows, plan).toBeLessThanOrEqual(1000)
    }
  })

  it('its pages by cursor read no more than the first', async () => {
    const first = await listBodies(db, changed, { limit: 10 })
    const { plan, rows } = await looked((on) => listBodies(on, changed, { limit: 10, afterSeq: first.at(-1)!.seq }))
    expect(plan).not.toMatch(/Seq Scan on object/)
    expect(rows, plan).toBeLessThanOrEqual(1000)
  })

  it('a page of 1,000 by cursor at the end reads what the first page reads', async () => {
    const at = async (afterSeq: number) => {
      const { plan, rows } = await looked((on) =>
        listRows(on, { module: 'locations', owners }, { limit: 1000, afterSeq }),
      )
      expect(plan).not.toMatch(/Seq Scan on object/)
      return rows
    }
    const first = await at(0)
    expect(first).toBeGreaterThanOrEqual(1000)
    expect(await at((OBJECTS - 2000) * 2)).toBeLessThanOrEqual(first * 1.1)
  })
})
