import type { Database, Queryable } from './database.ts'
import { withFeedLocked } from './feed-state.ts'
import { Overlay, type StagedRow, type StoredRow } from './overlay.ts'
import { keyText, type RowKey } from './row.ts'
import { type RowRecord, rowColumns, toRow } from './row-sql.ts'
import { StorageError } from './storage-error.ts'
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

/** The feed's row as it was when rows were read: `mark` is another one after every transaction that changed objects. */
interface Seen {
  readonly position: number
  readonly mark: string
}

/**
 * The rows named, and for locations that are not looked at alone the EVSE rows below them, with the feed's row of the same
 * moment. `offset 0` makes PostgreSQL look each one up by its key; as a plain join it reads a small table whole, for every
 * batch.
 */
async function load(
  tx: Queryable,
  schema: string,
  writes: readonly Write<unknown>[],
): Promise<{ readonly rows: StoredRow[]; readonly seen: Seen }> {
  const named = new Map<string, { readonly key: RowKey; readonly whole: boolean }>()
  for (const write of writes) for (const key of write.alone ?? []) named.set(keyText(key), { key, whole: false })
  for (const write of writes) for (const key of write.load) named.set(keyText(key), { key, whole: true })
  const keys = [...named.values()].map(({ key }) => key)
  const columns = `${rowColumns}, o.derived::text as derived`
  const { rows } = await tx.query<LoadedRecord>(
    `with named as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
         as named (module, country_code, party_id, id, sub, whole)
     )
     select f.position::float8 as "feedPosition", f.xmin::text as mark, found.* from "${schema}".feed f left join (
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
       ) o where k.module = 'locations' and k.whole
     ) found on true`,
    [
      ...(['module', 'countryCode', 'partyId', 'id', 'sub'] as const).map((name) => column(keys, name)),
      [...named.values()].map(({ whole }) => whole),
    ],
  )
  const { feedPosition, mark } = rows[0]!
  // An EVSE may be named by itself and through its location: the overlay takes it once.
  const stored = rows.flatMap(({ feedPosition: _, mark: __, derived, ...record }) =>
    record.module === null ? [] : [{ ...toRow(record), derived }],
  )
  return { rows: stored, seen: { position: feedPosition, mark } }
}

interface LoadedRecord extends RowRecord {
  readonly feedPosition: number
  readonly mark: string
  readonly derived: string | null
}

/** Commas do not occur in `NL-ABC`; an empty list stays one. */
const audienceText = (audience: readonly string[] | null): string | null =>
  audience === null ? null : audience.join(',')

/** The rows and the feed's new end in one statement. False, and nothing is stored: the feed's row is not as it was seen. */
async function store(
  tx: Queryable,
  schema: string,
  rows: readonly StagedRow[],
  end: number,
  mark: string | null,
): Promise<boolean> {
  const keys = rows.map((row) => row.key)
  const { rows: stored } = await tx.query<{ stored: boolean }>(
    `with feed as (
       update "${schema}".feed set position = $20::bigint where $22::text is null or xmin = $22::text::xid returning 1
     ), stored as (
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
     where exists (select from feed)
     on conflict (module, country_code, party_id, id, sub) do update set
       seq = excluded.seq, position = excluded.position, full_position = excluded.full_position,
       last_updated_at = excluded.last_updated_at, received_at = excluded.received_at, deleted = excluded.deleted,
       version = excluded.version, last_updated = excluded.last_updated, partner = excluded.partner,
       state = excluded.state, correlation_id = excluded.correlation_id, audience = excluded.audience,
       derived = excluded.derived, body = excluded.body, quiet = excluded.quiet
     ) select exists (select from feed) as stored`,
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
      mark,
    ],
  )
  return stored[0]!.stored
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
 * Two statements and no lock: what the writes make of the rows is stored only if nobody changed objects since the rows were
 * read. Undefined: somebody did, or there is too much for one statement; nothing was stored.
 */
export async function runUnlocked(
  database: Database,
  writes: readonly Write<unknown>[],
  now: Date,
): Promise<BatchResult | undefined> {
  const { schema } = database
  // Of a connection that died while it was idle, a transaction takes another one.
  const loaded = await load(database, schema, writes).catch((error: unknown) => {
    if (error instanceof StorageError && (!error.refused || error.code?.startsWith('57'))) return undefined
    throw error
  })
  if (!loaded) return undefined
  const { rows, seen } = loaded
  const overlay = new Overlay(seen.position, rows, now)
  const outcomes = applyAll(overlay, writes)
  const changes = overlay.changes()
  if (changes.length > mostRows) return undefined
  const isStored = changes.length === 0 || (await store(database, schema, changes, overlay.position, seen.mark))
  return isStored ? { outcomes, rows: changes.length, moved: overlay.moved } : undefined
}

/**
 * One transaction: lock the feed, load every row named, apply the writes one after the other in memory, store what
 * changed with its positions. When it throws, nothing was stored.
 */
export function runBatch(database: Database, writes: readonly Write<unknown>[], now: Date): Promise<BatchResult> {
  const { schema } = database
  return withFeedLocked(database, async (tx, { position }) => {
    const overlay = new Overlay(position, (await load(tx, schema, writes)).rows, now)
    const outcomes = applyAll(overlay, writes)
    const rows = overlay.changes()
    for (let at = 0; at < rows.length; at += mostRows) {
      await store(tx, schema, rows.slice(at, at + mostRows), overlay.position, null)
    }
    return { outcomes, rows: rows.length, moved: overlay.moved }
  })
}
