import { sessionAppends } from '@interchange/ocpi/wire/merge-patch'
import { partyKey, rowKey } from '../../storage/row.ts'
import type { Write } from '../../storage/writer.ts'
import { type Body, inVersion, lift } from '../body.ts'
import { type Json, sameValue } from '../json-text.ts'
import { refused } from '../refused.ts'
import { type Facts, type RowModule, writePatch, writeWhole } from '../whole.ts'
import { assertPlace, type Incoming, keyOf, type Place, type Stored, sameContent } from '../writing.ts'

const MODULE = 'sessions'

/** 2.2.1 Sessions, "SessionStatus": no modifications afterwards. */
const final: ReadonlySet<unknown> = new Set(['COMPLETED', 'INVALID'])

const sessions: RowModule = {
  module: MODULE,
  what: 'Session',
  facts: sessionFacts,
  appends: sessionAppends,
  settled(before, after) {
    if (!final.has(before.value.status)) return false
    const stored = inVersion(before, 'Session', after.version)
    if (stored && sameContent(stored.value, after.value)) return true
    throw refused(MODULE, 'final', 'the session has ended; nothing in it changes any more (R-SES-08)', '/status')
  },
  small: (before, after) => before.version === after.version && onlyScalarsDiffer(before.value, after.value),
}

/** `total_cost` is a price and replaced as one value. */
const isScalar = (name: string, value: unknown): boolean => name === 'total_cost' || typeof value !== 'object'

/** What a PATCH can tell without being taken for something else: fields set, none taken away, no charging periods. */
function onlyScalarsDiffer(before: Json, after: Json): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].every((name) => {
    const [old, now] = [before[name] ?? undefined, after[name] ?? undefined]
    return sameValue(old, now) || (now !== undefined && isScalar(name, now) && isScalar(name, old))
  })
}

/** A session is for the party that issued the token, and nobody else. */
function sessionFacts(body: Body): Facts {
  const session = lift(body, 'Session')
  return { audience: tokenParties(session), state: typeof session.status === 'string' ? session.status : null }
}

/**
 * The party of a canonical session's or CDR's token, as `NL-XYZ`. None where a partner whose faults are let through
 * does not say: then it is for nobody.
 */
export function tokenParties(object: Json): readonly string[] {
  const token = object.cdr_token as { readonly country_code?: unknown; readonly party_id?: unknown } | null | undefined
  const { country_code: country, party_id: party } = token ?? {}
  return typeof country === 'string' && typeof party === 'string' ? [partyKey(country, party)] : []
}

export function putSession(incoming: Incoming, place?: Place): Write<Stored> {
  if (place)
    assertPlace(MODULE, incoming.object, { country_code: place.countryCode, party_id: place.partyId, id: place.id })
  return writeWhole(sessions, keyOf(MODULE, incoming.object), incoming)
}

/** 2.2.1 Sessions, "PATCH Method": charging periods are added, all else is replaced. */
export const patchSession = (place: Place, incoming: Incoming): Write<Stored> =>
  writePatch(sessions, rowKey(MODULE, place.countryCode, place.partyId, place.id), incoming)
