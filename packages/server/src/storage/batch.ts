import type { Database, Queryable } from './database.ts'
import { withFeedLocked } from './feed-state.ts'
import { Overlay, type StagedRow, type StoredRow } from './overlay.ts'
import { keyText, type RowKey } from './row.ts'
import { type RowRecord, rowColumns, toRow } from './row-sql.ts'
import type { Write } from './writer.ts'

export type Outcome = { readonly value: unknown } | { readonly error: unknown }

export interface BatchResult {
  /** One for each write that was run, in order; the rest of a batch that grew too large is left for the next one. */
  readonly outcomes: readonly Outcome[]
  readonly rows: number
  readonly moved: boolean
}

/** Bodies of one transaction, and rows of one statement: together they keep a batch well under a second. */
const mostCharacters = 8_000_000
const mostRows = 2000

const column = (keys: readonly RowKey[], name: keyof RowKey) => keys.map((key) => key[name])

/**
 * The rows named, and for locations that are not looked at alone the EVSE rows below them. `offset 0` makes PostgreSQL
 * look each one up by its key; as a plain join it reads a small table whole, for every batch.
 */
async function load(tx: Queryable, schema: string, writes: readonly Write<unknown>[]): Promise<StoredRow[]> {
  const named = new Map<string, { readonly key: RowKey; readonly whole: boolean }>()
  for (const write of writes) for (const key of write.alone ?? []) named.set(keyText(key), { key, whole: false })
  for (const write of writes) for (const key of write.load) named.set(keyText(key), { key, whole: true })
  const keys = [...named.values()].map(({ key }) => key)
  if (keys.length === 0) return []
  const columns = `${rowColumns}, o.derived::text as derived`
  const { rows } = await tx.query<RowRecord & { derived: string | null }>(
    `with named as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
         as named (module, country_code, party_id, id, sub, whole)
     )
     select ${columns} from named k cross join lateral (
       select * from "${schema}".object o where o.module = k.module and o.country_code = k.country_code
         and o.party_id = k.party_id and o.id = k.id and o.sub = k.sub
       offset 0
     ) o
     union all
     select ${columns} from named k cross join lateral (
       select * from "${schema}".object o where o.module = 'evses' and o.country_code = k.country_code
         and o.party_id = k.party_id and o.id = k.id
       offset 0
     ) o where k.module = 'locations' and k.whole`,
    [
      ...(['module', 'countryCode', 'partyId', 'id', 'sub'] as const).map((name) => column(keys, name)),
      [...named.values()].map(({ whole }) => whole),
    ],
  )
  // An EVSE may be named by itself and through its location: the overlay takes it once.
  return rows.map(({ derived, ...record }) => ({ ...toRow(record), derived }))
}

/** Commas do not occur in `NL-ABC`; an empty list stays one. */
const audienceText = (audience: readonly string[] | null): string | null =>
  audience === null ? null : audience.join(',')

/** The rows and the feed's new end in one statement. */
async function store(tx: Queryable, schema: string, rows: readonly StagedRow[], end: number): Promise<void> {
  const keys = rows.map((row) => row.key)
  await tx.query(
    `with feed as (update "${schema}".feed set position = $20::bigint)
     insert into "${schema}".object as o (module, country_code, party_id, id, sub, seq, position, full_position,
       last_updated_at, received_at, deleted, version, last_updated, partner, state, correlation_id, audience, derived,
       body, quiet)
     select module, country_code, party_id, id, sub, seq, position, full_position, last_updated_at, received_at,
       deleted, version, last_updated, partner, state, correlation_id, string_to_array(audience, ','), derived::jsonb,
       body::jsonb, quiet
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[],
       $9::timestamptz[], $10::timestamptz[], $11::boolean[], $12::text[], $13::text[], $14::text[], $15::text[],
       $16::text[], $17::text[], $18::text[], $19::text[], $21::boolean[])
       as u (module, country_code, party_id, id, sub, seq, position, full_position, last_updated_at, received_at,
         deleted, version, last_updated, partner, state, correlation_id, audience, derived, body, quiet)
     on conflict (module, country_code, party_id, id, sub) do update set
       seq = excluded.seq, position = excluded.position, full_position = excluded.full_position,
       last_updated_at = excluded.last_updated_at, received_at = excluded.received_at, deleted = excluded.deleted,
       version = excluded.version, last_updated = excluded.last_updated, partner = excluded.partner,
       state = excluded.state, correlation_id = excluded.correlation_id, audience = excluded.audience,
       derived = excluded.derived, body = excluded.body, quiet = excluded.quiet`,
    [
      column(keys, 'module'),
      column(keys, 'countryCode'),
      column(keys, 'partyId'),
      column(keys, 'id'),
      column(keys, 'sub'),
      rows.map((row) => row.seq),
      rows.map((row) => row.position),
      rows.map((row) => row.fullPosition),
      rows.map((row) => row.lastUpdatedAt),
      rows.map((row) => row.receivedAt),
      rows.map((row) => row.deleted),
      rows.map((row) => row.version),
      rows.map((row) => row.lastUpdated),
      rows.map((row) => row.partner),
      rows.map((row) => row.state),
      rows.map((row) => row.correlationId),
      rows.map((row) => audienceText(row.audience)),
      rows.map((row) => row.derived),
      rows.map((row) => row.text),
      end,
      rows.map((row) => row.quiet ?? false),
    ],
  )
}

function applyAll(overlay: Overlay, writes: readonly Write<unknown>[]): Outcome[] {
  const outcomes: Outcome[] = []
  for (const write of writes) {
    if (overlay.staging > mostCharacters) break
    try {
      outcomes.push({ value: overlay.apply(write, (view) => write.apply(view)) })
    } catch (error) {
      outcomes.push({ error })
    }
  }
  return outcomes
}

/**
 * One transaction: lock the feed, load every row named, apply the writes one after the other in memory, store what
 * changed with its positions. When it throws, nothing was stored.
 */
export function runBatch(database: Database, writes: readonly Write<unknown>[], now: Date): Promise<BatchResult> {
  const { schema } = database
  return withFeedLocked(database, async (tx, { position }) => {
    const overlay = new Overlay(position, await load(tx, schema, writes), now)
    const outcomes = applyAll(overlay, writes)
    const rows = overlay.changes()
    for (let at = 0; at < rows.length; at += mostRows) {
      await store(tx, schema, rows.slice(at, at + mostRows), overlay.position)
    }
    return { outcomes, rows: rows.length, moved: overlay.moved }
  })
}
