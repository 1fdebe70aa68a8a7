// What the write functions of all modules have in common. They are pure: a GroupWriter gives them the rows and stores
// what they put, whether a partner pushed it, a crawl brought it or the company's own backend wrote it.

import { UNKNOWN_TIME } from '@interchange/ocpi/define/formats'
import { objectOf, type Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import type { Fault } from '@interchange/ocpi/wire/error'
import { type Appends, applyPatch } from '@interchange/ocpi/wire/merge-patch'
import type { Partner } from '../partners/partner.ts'
import { partyKey, type Row, type RowKey, rowKey } from '../storage/row.ts'
import { type Body, inVersion } from './body.ts'
import { type Json, sameValue, spell, withMembers } from './json-text.ts'
import { type Reason, Refused, refused } from './refused.ts'

export interface Incoming {
  /** Version of `object`. Own objects are canonical. */
  readonly version: Version
  /** Checked against its definition. */
  readonly object: Readonly<Record<string, unknown>>
  /** The object's text as received: what is stored unchanged keeps the spelling of its numbers. */
  readonly text?: string | undefined
  /** The connection it came by; null: our own. */
  readonly partner: Partner | null
  readonly source: 'push' | 'crawl' | 'own'
  readonly correlationId: string | null
  /**
   * DateTime for every `last_updated` that the object leaves out (own writes). What is otherwise as stored keeps the
   * stored time, so that writing the same again moves nothing.
   */
  readonly stamp?: string
  /** Crawls: when the page was asked for, ISO 8601. What was pushed since then is not put back by an older copy. */
  readonly askedAt?: string
  /** Crawls: parts were left out of the object, so an EVSE that is missing is not taken for removed. */
  readonly incomplete?: boolean
}

/** What a URL names: an object, or a part of a location. */
export interface Place {
  readonly countryCode: string
  readonly partyId: string
  readonly id: string
  readonly evseUid?: string
  readonly connectorId?: string
  /** Tokens; default RFID (2.2.1 Tokens, "Request Parameters"). */
  readonly tokenType?: string
}

/** - `stale`: older than what is stored, answered as a success and not applied. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'stale'

/** Something odd that did not keep the object from being stored; counts towards the partner's data quality. */
export interface Finding {
  /** Requirement id. */
  readonly rule: string
  readonly path: string
  readonly message: string
}

export interface Stored {
  readonly outcome: Outcome
  /** As it is after the write; a location has its EVSEs in it, a part of a location is its EVSE. */
  readonly row: Row
  readonly findings: readonly Finding[]
}

/** Who removes an object, and when. */
export interface Removal {
  readonly partner: Partner | null
  readonly source: 'push' | 'crawl' | 'own'
  readonly correlationId: string | null
  /** DateTime of the removal. */
  readonly at: string
}

/** The key of an object by its own fields. */
export const keyOf = (module: string, object: Json, idField = 'id', sub = ''): RowKey =>
  rowKey(module, String(object.country_code), String(object.party_id), String(object[idField]), sub)

export const alive = (row: Row | undefined): Row | undefined => (row && !row.deleted ? row : undefined)

/** R-OWN-03, R-OWN-04: the URL and the object name the same thing, without regard to case. */
export function assertPlace(module: string, object: Json, named: Readonly<Record<string, string | undefined>>): void {
  const faults: Fault[] = []
  for (const [field, text] of Object.entries(named)) {
    if (text === undefined || equalCi(String(object[field]), text)) continue
    faults.push({ path: `/${field}`, message: `is not the ${field} in the URL; both name the same object` })
  }
  if (faults.length > 0) throw new Refused(module, 'identity', faults)
}

/** Whether a connection may bring objects of a party: one of its own, or any when it is a hub. */
const speaksFor = (partner: Partner, party: string): boolean =>
  partner.hubParty !== null ||
  partner.roles.some((role) => role.role === 'HUB' || partyKey(role.countryCode, role.partyId) === party)

/**
 * Own objects are written by us alone, a partner's by whoever speaks for the party. The pipeline has checked the same
 * for each request; this is the last door.
 */
export function assertSource(
  module: string,
  key: RowKey,
  by: Pick<Incoming, 'partner'>,
  stored: Row | undefined,
): void {
  const party = partyKey(key.countryCode, key.partyId)
  if (by.partner === null) {
    if (stored && stored.partner !== null) {
      throw refused(module, 'foreign', 'this object came from a partner; only that partner changes it', '/party_id')
    }
  } else if ((stored && stored.partner === null) || !speaksFor(by.partner, party)) {
    throw refused(module, 'foreign', 'this party is not one of the sender', '/party_id')
  }
}

export const lastUpdatedOf = (object: Json): string => String(object.last_updated)

/** A time that is not known may be spelt `1970-1-1T00:00:00Z` (2.2.1 CDRs, note at the CDR object). */
const comparable = (time: string): string => (time === UNKNOWN_TIME ? '1970-01-01T00:00:00Z' : time)

/** `last_updated` as the row's column has it. */
export const storedTime = (object: Json): string => comparable(lastUpdatedOf(object))

export const earlier = (a: string, b: string): boolean => compareDateTimes(comparable(a), comparable(b)) < 0
export const later = (a: string, b: string): string => (earlier(a, b) ? b : a)

/**
 * Whether something at least as new is stored already. A push counts by `last_updated` unless the partner's clock is
 * not to be trusted; what a crawl brings is the truth, unless a push came after the page was asked for. Own objects
 * never go backwards. `at`: JSON pointer of the part that is looked at.
 */
export function isStale(
  module: string,
  incoming: Incoming,
  time: string,
  stored: Row,
  storedTime: string,
  at = '',
): boolean {
  if (!earlier(time, storedTime)) return false
  if (incoming.source === 'own') {
    const why = `is earlier than the stored ${storedTime}; it never goes backwards`
    throw refused(module, 'older', why, `${at}/last_updated`)
  }
  if (incoming.source === 'crawl') {
    return incoming.askedAt !== undefined && Date.parse(stored.receivedAt) > Date.parse(incoming.askedAt)
  }
  return incoming.partner?.settings.clock !== 'arrival'
}

/** Equal but for `last_updated`. */
export const sameContent = (a: Json, b: Json, ...ignored: readonly string[]): boolean =>
  sameValue(without(a, ['last_updated', ...ignored]), without(b, ['last_updated', ...ignored]))

function without(object: Json, fields: readonly string[]): Json {
  const rest: Record<string, unknown> = { ...object }
  for (const field of fields) delete rest[field]
  return rest
}

/** Fills in a `last_updated` that was left out, or is null. */
export function stamped(body: Body, stored: Json | undefined, stamp: string | undefined): Body {
  if ((body.value.last_updated ?? null) !== null || stamp === undefined) return body
  const before = stored && lastUpdatedOf(stored)
  const same = stored !== undefined && sameContent(body.value, stored)
  const time = before === undefined ? stamp : same ? before : later(stamp, before)
  return withTime(body, time)
}

export const withTime = (body: Body, time: string): Body => withFields(body, { last_updated: time })

/** The body with plain fields set, at their place. */
export function withFields(body: Body, fields: Readonly<Record<string, string | boolean>>): Body {
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]))
  return { ...body, value: { ...body.value, ...fields }, text: withMembers(body.text, texts) }
}

export interface PatchOptions {
  /** See `Incoming.stamp`. */
  readonly stamp?: string | undefined
  readonly appends?: Appends | undefined
}

/** A PATCH on a stored body, in the version of the patch. The stored spelling of ids stays. */
export function patched(module: string, name: string, stored: Body, patch: Body, options: PatchOptions = {}): Body {
  const base = inVersion(stored, name, patch.version)
  if (!base) throw refused(module, 'unknown', `the stored object has no form in OCPI ${patch.version}; PUT it`)
  const given = stamped(patch, base.value, options.stamp)
  const rules = objectOf(versionNamed(patch.version), name)
  const result = applyPatch(base.value, given.value, rules, options.appends)
  if (result.kind === 'faults') throw new Refused(module, 'identity', result.faults)
  if (given !== patch && sameContent(result.object, base.value)) return stored
  return { version: patch.version, value: result.object, text: spell(result.object, [base, given]) }
}

export function versionNamed(number: string): Version {
  const version = versionOf(number)
  if (!version) throw new Error(`OCPI ${number} is not known here`)
  return version
}

export const nothingThere = (module: string, what: string, reason: Reason = 'unknown'): Refused =>
  refused(module, reason, `there is no such ${what}`)

/** The outcome of a put of a single row. */
export const outcomeOf = (before: Row | undefined, moved: boolean): Outcome =>
  !alive(before) ? 'created' : moved ? 'updated' : 'unchanged'

/** Ids compare without case (types, "CiString"). */
export const equalId = (a: unknown, b: unknown): boolean => equalCi(String(a), String(b))
