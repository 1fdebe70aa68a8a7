// Removes a driver from everything that is stored. Tokens and authorizations go; sessions, CDRs and commands stay, for
// they are invoices and what they rest on, and name nobody any more. Nothing of it stands in the feed: partners keep what
// they were sent, and are told only that an own token is no longer valid.

import { setTimeout as delay } from 'node:timers/promises'
import type { Clock, Ids } from '../clock.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import { marksOf } from '../message-log/redaction.ts'
import { storeRemoval } from '../modules/store.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Database, Queryable } from '../storage/database.ts'
import { withFeedLocked } from '../storage/feed-state.ts'
import type { GroupWriter } from '../storage/writer.ts'
import { withoutDriver } from './anonymise.ts'
import { type Driver, findDriver, identifiersOf, usedToken } from './driver.ts'
import { type Found, scan, wordPattern } from './scan.ts'
import { sweep } from './sweep.ts'

export interface EraseNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly exchanges: Pick<ExchangeLog, 'flush'>
  readonly secrets: Pick<Secrets, 'digests'>
  readonly clock: Clock
  readonly ids: Ids
}

export interface Erased {
  readonly table: string
  readonly what: 'removed' | 'anonymised'
  readonly rows: number
}

export interface Erasure {
  readonly tokens: number
  readonly rows: readonly Erased[]
  /** Partners that do not know yet that an own token is no longer valid. */
  readonly untold: readonly string[]
  /** Where an identifier still stands. */
  readonly remaining: readonly Found[]
}

/** Partners are waited for so long. */
const TELL_MS = 5000
/** Other processes write what they hold of the message log down within this time. */
const LOG_MS = 600
/** Rows changed in one transaction. */
const AT_ONCE = 500

export async function eraseDriver(
  needs: EraseNeeds,
  { token, type }: { token: string; type?: string | undefined },
): Promise<Erasure> {
  const { database, exchanges, secrets } = needs
  const driver = await findDriver(database, token, type)
  const untold = await invalidate(needs, driver)
  const references = await referencesOf(database, driver)
  const rows: Erased[] = []
  const done = (table: string, what: Erased['what'], count: number) => {
    if (count > 0) rows.push({ table, what, rows: count })
  }
  done('object', 'removed', await removeObjects(database, driver, references))
  done('object', 'anonymised', await anonymiseObjects(database, driver))
  for (const [table, count] of await removeBeside(database, driver)) done(table, 'removed', count)
  for (const [table, count] of await sweep(database, identifiersOf(driver))) done(table, 'anonymised', count)
  await delay(LOG_MS)
  await exchanges.flush()
  const marks = identifiersOf(driver).flatMap((identifier) => marksOf(secrets, identifier))
  done('exchange', 'anonymised', await anonymiseExchanges(database, marks))
  return { tokens: driver.tokens.length, rows, untold, remaining: await scan(database, identifiersOf(driver)) }
}

/** OCPI deletes no tokens: whoever was sent one has to learn that it is no longer good, before nobody knows of it. */
async function invalidate({ database, writer, clock, ids }: EraseNeeds, driver: Driver): Promise<string[]> {
  const own = driver.tokens.filter(({ partner, isUsable }) => partner === null && isUsable)
  let position = 0
  for (const { key } of own) {
    const place = { countryCode: key.countryCode, partyId: key.partyId, id: key.id, tokenType: key.sub }
    const removal = {
      partner: null,
      source: 'own' as const,
      correlationId: ids.uuid(),
      at: clock.now().toISOString(),
    }
    position = Math.max(position, (await writer.write(storeRemoval('tokens', place, removal))).row.position)
  }
  if (own.length === 0) return []
  const until = performance.now() + TELL_MS
  for (;;) {
    const { rows } = await database.query<{ partner: string; refuses: boolean }>(
      `select partner, false as refuses from "${database.schema}".lane where module = 'tokens' and cursor < $1::bigint
       union
       select partner, true from "${database.schema}".parked where module = 'tokens' and object_id = any($2::text[])`,
      [position, driver.uids],
    )
    const isOver = rows.every(({ refuses }) => refuses) || performance.now() > until
    if (isOver) return [...new Set(rows.map(({ partner }) => partner))].sort()
    await delay(50)
  }
}

const keyColumns = 'module, country_code, party_id, id, sub'

interface KeyRecord {
  module: string
  country_code: string
  party_id: string
  id: string
  sub: string
}

/** Sessions, CDRs and commands of the driver; `$1` to `$3`: uids, contracts, type. */
const usedBy = `module in ('sessions', 'cdrs', 'commands') and (
    upper(${usedToken}->>'uid') = any($1::text[]) and ($3::text is null or ${usedToken}->>'type' = $3)
    or upper(coalesce(${usedToken}->>'contract_id', body->>'auth_id')) = any($2::text[]))`

const usedByValues = ({ uids, contracts, type }: Driver) => [uids, contracts, type ?? null]

/** Authorizations that the driver's sessions, CDRs and commands rest on. */
async function referencesOf(database: Database, driver: Driver): Promise<KeyRecord[]> {
  const { rows } = await database.query<KeyRecord>(
    `select distinct 'authorizations' as module, upper(${usedToken}->>'country_code') as country_code,
       upper(${usedToken}->>'party_id') as party_id,
       upper(coalesce(body->>'authorization_reference', body->'request'->>'authorization_reference')) as id, '' as sub
     from "${database.schema}".object
     where ${usedBy} and coalesce(body->>'authorization_reference', body->'request'->>'authorization_reference') <> ''`,
    usedByValues(driver),
  )
  return rows
}

async function anonymiseObjects(database: Database, driver: Driver): Promise<number> {
  const table = `"${database.schema}".object`
  const identifiers = identifiersOf(driver)
  // Whatever else names the driver in some way: locations that are published to it, audits and what they are found by.
  const { rows: keys } = await database.query<KeyRecord>(
    `select ${keyColumns} from ${table} where ${usedBy}
       or module not in ('sessions', 'cdrs', 'commands', 'tokens', 'authorizations', 'evses', 'tariffs')
         and (upper(body::text) like any($4::text[]) or upper(derived::text) like any($4::text[]))`,
    [...usedByValues(driver), identifiers.map((identifier) => `%${likeText(identifier)}%`)],
  )
  return await inBatches(database, keys, async (tx, batch) => {
    const { rows } = await tx.query<KeyRecord & { body: string; derived: string | null }>(
      `select ${keyColumns}, body::text as body, derived::text as derived from ${table}
       where (${keyColumns}) in (select * from ${keysGiven})`,
      keyValues(batch),
    )
    const changed = rows.flatMap((row) => {
      const body = withoutDriver(row.body, row.module, identifiers)
      const derived = row.derived === null ? null : withoutDriver(row.derived, row.module, identifiers)
      return body === row.body && derived === row.derived ? [] : [{ ...row, body, derived }]
    })
    await tx.query(
      `update ${table} o set body = n.body::jsonb, derived = n.derived::jsonb
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         as n (module, country_code, party_id, id, sub, body, derived)
       where o.module = n.module and o.country_code = n.country_code and o.party_id = n.party_id and o.id = n.id
         and o.sub = n.sub`,
      [...keyValues(changed), changed.map(({ body }) => body), changed.map(({ derived }) => derived)],
    )
    return changed.length
  })
}

/** Tokens, authorizations, and what the feed says of tokens that partners refused. */
async function removeObjects(database: Database, driver: Driver, references: readonly KeyRecord[]): Promise<number> {
  const table = `"${database.schema}".object`
  const { rows: parked } = await database.query<KeyRecord>(
    `select ${keyColumns} from ${table}
     where module = 'parked' and body->>'module' = 'tokens' and upper(body->>'object_id') = any($1::text[])`,
    [driver.uids],
  )
  const tokens = driver.tokens.map(({ key }) => ({
    module: key.module,
    country_code: key.countryCode,
    party_id: key.partyId,
    id: key.id,
    sub: key.sub,
  }))
  return await inBatches(database, [...tokens, ...references, ...parked], async (tx, batch) => {
    const { rows } = await tx.query(
      `delete from ${table} where (${keyColumns}) in (select * from ${keysGiven}) returning 1`,
      keyValues(batch),
    )
    return rows.length
  })
}

/** What partners refused of it, and what of it was left out of their lists. */
async function removeBeside(database: Database, driver: Driver): Promise<[table: string, rows: number][]> {
  const removed = async (table: string, where: string, values: readonly unknown[]): Promise<[string, number]> => {
    const { rows } = await database.query(
      `delete from "${database.schema}".${table} where ${where} returning 1`,
      values,
    )
    return [table, rows.length]
  }
  return [
    await removed('parked', `module = 'tokens' and object_id = any($1::text[])`, [driver.uids]),
    await removed('aside', `module = 'tokens' and upper(object_id) = any($1::text[]) or part ~* $2`, [
      driver.uids,
      wordPattern(identifiersOf(driver)),
    ]),
  ]
}

async function anonymiseExchanges(database: Database, marks: readonly string[]): Promise<number> {
  const table = `"${database.schema}".exchange`
  let changed = 0
  for (const mark of marks) {
    for (;;) {
      const { rows } = await database.query(
        `update ${table} e set path = replace(path, $1, $2), request = replace(request, $1, $2),
           response = replace(response, $1, $2), object_id = replace(object_id, $1, $2),
           drivers = nullif(array_remove(drivers, $1), '{}')
         where (at, id) in (select at, id from ${table} where drivers @> array[$1] limit ${AT_ONCE}) returning 1`,
        [mark, 'driver:erased'],
      )
      changed += rows.length
      if (rows.length < AT_ONCE) break
    }
  }
  return changed
}

const keysGiven = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`
const keyValues = (keys: readonly KeyRecord[]): string[][] => [
  keys.map(({ module }) => module),
  keys.map(({ country_code }) => country_code),
  keys.map(({ party_id }) => party_id),
  keys.map(({ id }) => id),
  keys.map(({ sub }) => sub),
]

/** In transactions that hold the feed for a moment each, so that no write between reading and changing is lost. */
async function inBatches(
  database: Database,
  keys: readonly KeyRecord[],
  work: (tx: Queryable, batch: readonly KeyRecord[]) => Promise<number>,
): Promise<number> {
  let changed = 0
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    changed += await withFeedLocked(database, async (tx) => await work(tx, keys.slice(at, at + AT_ONCE)))
  }
  return changed
}

const likeText = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')
