// What is known around CDRs, for the audit: one look at the store for many of them.

import type { CDR, Location, Session, Tariff, Token } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { AuditContext } from '@interchange/tariff'
import { AUTHORIZATIONS, type AuthorizationRecord, authorizationKey } from '../modules/authorization/record.ts'
import { fromRow } from '../modules/rows.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { getRows } from '../storage/objects.ts'
import { keyText, type Row, type RowKey, rowKey } from '../storage/row.ts'
import { areNeighbours, awaitsWord, neighbourWords } from './keys.ts'
import { keyAt, type MeterPlace, meterKeyStore, placeText } from './meter-keys.ts'
import type { TariffVersions } from './tariff-versions.ts'

/** A CDR to be audited, canonical. */
export interface Subject {
  readonly cdr: CDR
  /** Where it stands in the order of creation: what came later says nothing about it. Infinity: it is not stored yet. */
  readonly seq: number
}

export interface Gathered {
  readonly context: Omit<AuditContext, 'now' | 'tolerance'>
  /** Words of what is missing and may come later. */
  readonly awaits: readonly string[]
  /** Of the meter that signed, where the company has noted one. */
  readonly pinnedKey?: string
}

export interface GatherNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly versions: TariffVersions
}

/** Names of tariffs in one CDR; more make no price. */
const MOST_TARIFFS = 50
/** CDRs looked at that may be of the same session, EVSE or token, for all subjects together. */
const MOST_NEIGHBOURS = 2_000
/** Handed to the audit of one CDR. */
const MOST_OTHERS = 50

export async function gather(needs: GatherNeeds, subjects: readonly Subject[]): Promise<Gathered[]> {
  const { database, versions, directory } = needs
  const since = await authorizationsSince(database)
  const named = subjects.map(({ cdr }) => namedBy(cdr, directory, since))
  const keys = named.flatMap(({ tariffs, start: _, ...others }) => [
    ...Object.values(others).filter((key) => key !== undefined),
    ...tariffs,
  ])
  const [rows, past, neighbours, pinned] = await Promise.all([
    getRows(database, unique(keys)),
    versions.asOf(named.flatMap(({ tariffs, start: at }) => (at ? tariffs.map((key) => ({ key, at })) : []))),
    neighboursOf(database, subjects),
    pinnedKeysOf(database, subjects),
  ])
  const byKey = new Map(rows.map((row) => [keyText(row.key), row]))
  const pastByKey = new Map(past.map((one) => [`${keyText(one.key)} ${one.at}`, one]))

  return subjects.map((subject, index) => {
    const { location, session, token, authorization, original, tariffs, start } = named[index]!
    const row = (key: RowKey | undefined): Row | null | undefined => {
      const found = key && byKey.get(keyText(key))
      return found && !found.deleted ? found : key && null
    }
    const object = <T>(key: RowKey | undefined): T | null | undefined => {
      const found = row(key)
      return found ? read<T>(found) : found
    }
    const authorized = row(authorization)
    // One that was deleted since was in force all the same.
    const known = tariffs.flatMap((key) => {
      const found = pastByKey.get(`${keyText(key)} ${start}`) ?? byKey.get(keyText(key))
      return (found && read<Tariff>(found)) ?? []
    })
    const context = {
      location: object<Location>(location),
      session: object<Session>(session),
      token: object<Token>(token),
      authorization: authorized ? (JSON.parse(authorized.text) as AuthorizationRecord) : authorized,
      original: object<CDR>(original),
      tariffs: known,
      others: othersOf(subject, neighbours),
    }
    const isOpen = context.session && context.session.status !== 'COMPLETED' && context.session.status !== 'INVALID'
    const missing = [
      context.location === null ? location : undefined,
      context.session === null || isOpen ? session : undefined,
      context.original === null ? original : undefined,
      ...tariffs.filter((key) => !row(key)),
    ]
    const pinnedKey = pinned(subject)
    return {
      context: given(context),
      awaits: missing.flatMap((key) => (key ? [awaitsWord(key)] : [])),
      ...(pinnedKey === undefined ? {} : { pinnedKey }),
    }
  })
}

/** The key of the meter that a CDR's values are signed by, where one is noted for its EVSE. */
async function pinnedKeysOf(
  database: Database,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => string | undefined> {
  const places = new Map<Subject, MeterPlace>()
  for (const subject of subjects) {
    const { signed_data, country_code, party_id, cdr_location } = subject.cdr
    if (!signed_data || typeof cdr_location?.evse_uid !== 'string') continue
    places.set(subject, { countryCode: country_code, partyId: party_id, evseUid: cdr_location.evse_uid })
  }
  const known = await meterKeyStore(database).keysOf([...places.values()])
  return (subject) => {
    const place = places.get(subject)
    return place && keyAt(known.get(placeText(place)) ?? [], subject.cdr.start_date_time)?.public_key
  }
}

/** The canonical object; undefined where it has no such form, as if nobody had looked for it. */
function read<T>(row: Pick<Row, 'key' | 'version' | 'text'>): T | undefined {
  try {
    return fromRow(row) as unknown as T
  } catch {
    return undefined
  }
}

/** Nothing can be concluded about references that were given before this platform kept them. Milliseconds since 1970. */
async function authorizationsSince(database: Database): Promise<number> {
  const { rows } = await database.query<{ since: number | null }>(
    `select (extract(epoch from min(last_updated_at)) * 1000)::float8 as since from "${database.schema}".object
     where module = '${AUTHORIZATIONS}'`,
  )
  return rows[0]?.since ?? Number.POSITIVE_INFINITY
}

interface Named {
  readonly location?: RowKey | undefined
  readonly session?: RowKey | undefined
  readonly token?: RowKey | undefined
  readonly authorization?: RowKey | undefined
  readonly original?: RowKey | undefined
  readonly tariffs: readonly RowKey[]
  /** When the session began, ISO 8601. */
  readonly start?: string | undefined
}

/** What a CDR names. One that is no CDR names nothing: it is for the audit to say so. */
function namedBy(cdr: CDR, directory: Directory, authorizationsSince: number): Named {
  try {
    return keysOf(cdr, directory, authorizationsSince)
  } catch {
    return { tariffs: [] }
  }
}

function keysOf(cdr: CDR, directory: Directory, authorizationsSince: number): Named {
  const of = (module: string, id: string) => rowKey(module, cdr.country_code, cdr.party_id, id)
  const periods = (cdr.charging_periods ?? []).flatMap(({ tariff_id: id }) => (id ? [id] : []))
  const ids = [...periods, ...(cdr.tariffs ?? []).map(({ id }) => id)]
  const startedAt = parseDateTime(cdr.start_date_time)
  // A driver without a contract has a token for this session alone.
  const token = cdr.cdr_token?.type === 'AD_HOC_USER' ? undefined : cdr.cdr_token
  const issuer =
    token?.country_code && token.party_id ? { countryCode: token.country_code, partyId: token.party_id } : undefined
  const isKnown = issuer !== undefined && isReachable(partyKey(issuer), directory)
  const reference =
    startedAt !== undefined && startedAt >= authorizationsSince ? cdr.authorization_reference : undefined
  return {
    location: cdr.cdr_location?.id ? of('locations', cdr.cdr_location.id) : undefined,
    session: cdr.session_id ? of('sessions', cdr.session_id) : undefined,
    token: token && isKnown ? rowKey('tokens', issuer.countryCode, issuer.partyId, token.uid, token.type) : undefined,
    authorization: isKnown && reference ? authorizationKey(issuer, reference) : undefined,
    original: cdr.credit && cdr.credit_reference_id ? of('cdrs', cdr.credit_reference_id) : undefined,
    tariffs: unique(ids.slice(0, MOST_TARIFFS).map((id) => of('tariffs', id))),
    start: startedAt === undefined ? undefined : new Date(startedAt).toISOString(),
  }
}

/** Whose tokens and authorizations would be known here: our own parties', and those of partners. */
const isReachable = (party: string, directory: Directory): boolean =>
  directory.ownParty(party) !== undefined || directory.serving(party) !== undefined

/** CDRs by the words that neighbours share. */
type Neighbours = ReadonlyMap<string, readonly Subject[]>

/** Those that came before this one, the oldest first. */
function othersOf({ cdr, seq }: Subject, neighbours: Neighbours): CDR[] {
  const near = new Set(neighbourWords(cdr).flatMap((word) => neighbours.get(word) ?? []))
  return [...near]
    .filter((other) => other.seq < seq && areNeighbours(other.cdr, cdr))
    .sort((a, b) => a.seq - b.seq)
    .slice(-MOST_OTHERS)
    .map((other) => other.cdr)
}

/** CDRs that were audited before and share a word with one of these, and these themselves. */
async function neighboursOf(database: Database, subjects: readonly Subject[]): Promise<Neighbours> {
  const words = [...new Set(subjects.flatMap(({ cdr }) => neighbourWords(cdr)))]
  const { rows: found } = await database.query<{ country_code: string; party_id: string; id: string }>(
    `select country_code, party_id, id from "${database.schema}".object
     where module = 'audits' and not deleted and derived->'found_by' ?| $1::text[]
     order by seq desc limit ${MOST_NEIGHBOURS}`,
    [words],
  )
  const rows = await getRows(
    database,
    found.map(({ country_code, party_id, id }) => rowKey('cdrs', country_code, party_id, id)),
  )
  const stored = rows.flatMap((row): Subject[] => {
    const cdr = read<CDR>(row)
    return cdr ? [{ cdr, seq: row.seq }] : []
  })
  const all = new Map([...stored, ...subjects].map((one) => [one.seq, one]))
  const byWord = new Map<string, Subject[]>()
  for (const one of all.values()) {
    for (const word of neighbourWords(one.cdr)) byWord.set(word, [...(byWord.get(word) ?? []), one])
  }
  return byWord
}

const unique = (keys: readonly RowKey[]): RowKey[] => [...new Map(keys.map((key) => [keyText(key), key])).values()]

/** Without what was not looked for. */
function given<T extends object>(object: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}
