/**
 * A stored object. The body keeps the version and the spelling it came in; the columns beside it are what storage,
 * the feed and lists need to know without opening it.
 */
export interface RowKey {
  /** `locations`, `evses`, `tariffs`, `sessions`, `cdrs`, `tokens`, ... and internal ones such as `commands`, `partners`. */
  readonly module: string
  readonly countryCode: string
  readonly partyId: string
  /** For an EVSE: the id of its location. */
  readonly id: string
  /** `''`, except for evses (the EVSE's uid) and tokens (the token's type, as given). */
  readonly sub: string
}

export interface Row {
  readonly key: RowKey
  /** Order of creation within the schema. An object that is made again after its deletion gets a new one. */
  readonly seq: number
  /** OCPI version of `text`. */
  readonly version: string
  /** The body as JSON text; numbers keep their spelling. Read as a whole, a location has its EVSEs in it. */
  readonly text: string
  /** DateTime in the object's own spelling; for a location read as a whole, the newest of its own and its EVSEs'. */
  readonly lastUpdated: string
  /** Id of the connection it came from; null: our own. */
  readonly partner: string | null
  /** Parties (`NL-ABC`) it is meant for; null: everyone in scope. */
  readonly audience: readonly string[] | null
  /** Feed position of the last change. */
  readonly position: number
  /** Feed position of the last change that was not status only. */
  readonly fullPosition: number
  /** Read as a whole: position of the last change of it or, for a location, of one of its EVSEs. */
  readonly newest?: number
  readonly deleted: boolean
  /** EVSE status, session status, ... */
  readonly state: string | null
  /** Stored without being delivered: the last change is not pushed to partners. */
  readonly quiet?: boolean
  /** Correlation id of the message that caused the last change. */
  readonly correlationId: string | null
  /** When the last change was stored, ISO 8601 in UTC. */
  readonly receivedAt: string
  /** Revision of the price groups when it was read: what partners are shown of it follows from that one or a newer one. */
  readonly prices?: number
}

/** CiString (2.2.1 types, "CiString"): compared without case, so stored keys are upper case. */
const folded = (text: string): string => text.toUpperCase()

/** The key of an object as the partner wrote it. A token's type is a case-sensitive enum and is left alone. */
export function rowKey(module: string, countryCode: string, partyId: string, id: string, sub = ''): RowKey {
  return {
    module,
    countryCode: folded(countryCode),
    partyId: folded(partyId),
    id: folded(id),
    sub: module === 'tokens' ? sub : folded(sub),
  }
}

/** `NL-ABC`: how a party is written in audiences and owner lists. */
export const partyKey = (countryCode: string, partyId: string): string => `${folded(countryCode)}-${folded(partyId)}`

/** One text per key, for maps. No stored key contains U+0000: PostgreSQL refuses it. */
export const keyText = (key: RowKey): string =>
  `${key.module}\u0000${key.countryCode}\u0000${key.partyId}\u0000${key.id}\u0000${key.sub}`
