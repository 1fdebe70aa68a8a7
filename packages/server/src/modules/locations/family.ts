// A location is a row, and each of its EVSEs is one. Connectors stand in their EVSE. All rows of one location are in one
// OCPI version, the newest any of them came in: going up loses nothing.

import { compareVersions } from '@interchange/ocpi/versions'
import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import type { View } from '../../storage/writer.ts'
import { WITHDRAWN } from '../audience.ts'
import { type Body, bodyFrom, bodyOf, convertBody, inVersion, lift } from '../body.ts'
import { elementsOf, type Json, memberOf, withMembers } from '../json-text.ts'
import { refused } from '../refused.ts'
import type { Incoming } from '../writing.ts'
import { alive, lastUpdatedOf, later, sameContent, storedTime, withFields } from '../writing.ts'

export const MODULE = 'locations'

export const evseKey = (location: RowKey, uid: string): RowKey =>
  rowKey('evses', location.countryCode, location.partyId, location.id, uid)

/** The newer of two versions. */
export const newer = (a: string, b: string): string => (compareVersions(a, b) < 0 ? b : a)

/** A body in a version at least as new as its own. */
export function raised(body: Body, name: string, version: string): Body {
  const found = inVersion(body, name, version)
  if (!found) throw new Error(`OCPI ${version} has no form of a ${name} of OCPI ${body.version}`)
  return found
}

/** The body of a PATCH, in the same way. */
export function raisedPatch(body: Body, name: string, version: string): Body {
  const found = convertBody(body, name, version, { partial: true }).body
  if (!found) throw refused(MODULE, 'unknown', `the PATCH has no form in OCPI ${version}, which is stored; PUT it`)
  return found
}

export interface Split {
  /** The location without `evses`. */
  readonly own: Body
  /** Undefined when the body says nothing about EVSEs. */
  readonly evses: readonly Body[] | undefined
}

/** Takes a location's body apart; every part keeps its spelling. */
export function split(body: Body): Split {
  const { evses, ...own } = body.value
  const text = memberOf(body.text, 'evses')
  if (text === undefined) return { own: body, evses: undefined }
  const parts = Array.isArray(evses) ? evsesIn(body.version, evses, text) : []
  return { own: { ...body, value: own, text: withMembers(body.text, { evses: undefined }) }, evses: parts }
}

/** The EVSEs of a whole location with their texts. */
export const evsesOf = (location: Body): readonly Body[] => split(location).evses ?? []

const evsesIn = (version: string, evses: readonly Json[], text: string): Body[] => {
  const texts = elementsOf(text)
  return evses.map((evse, index) => bodyFrom(version, evse, texts[index]))
}

/** The connectors of an EVSE with their texts. */
export function connectorsOf(evse: Body): Body[] {
  const { connectors } = evse.value
  const text = memberOf(evse.text, 'connectors')
  if (!Array.isArray(connectors) || text === undefined) return []
  const texts = elementsOf(text)
  return connectors.map((connector: Json, index) => bodyFrom(evse.version, connector, texts[index]))
}

export const withConnectors = (evse: Body, connectors: readonly Body[]): Body => ({
  ...evse,
  value: { ...evse.value, connectors: connectors.map(({ value }) => value) },
  text: withMembers(evse.text, { connectors: `[${connectors.map(({ text }) => text).join(',')}]` }),
})

/**
 * A location that is not published, and that no token's owner may see either, is for nobody (2.2.1 Locations,
 * "Location Object", publish). Its EVSEs share its audience.
 */
export function audienceOf(own: Body): readonly string[] | null {
  const { publish, publish_allowed_to: allowed } = lift(own, 'Location')
  return publish === false && !(Array.isArray(allowed) && allowed.length > 0) ? [] : null
}

type By = Pick<Incoming, 'partner' | 'correlationId'>

export function putLocationRow(view: View, key: RowKey, by: By, own: Body, audience: Row['audience']): boolean {
  const before = alive(view.get(key))
  // Partners that saw it are told; of one that was never for anybody nobody is.
  const isWithdrawn =
    audience?.length === 0 && before !== undefined && (before.audience === null || before.state === WITHDRAWN)
  return view.put({
    key,
    version: own.version,
    text: own.text,
    lastUpdated: storedTime(own.value),
    partner: by.partner?.id ?? null,
    correlationId: by.correlationId,
    audience,
    state: isWithdrawn ? WITHDRAWN : null,
  })
}

export function putEvseRow(view: View, key: RowKey, by: By, evse: Body, audience: Row['audience']): boolean {
  const before = alive(view.get(key))
  // Field and values of the status are the same in every version.
  const { status } = evse.value
  return view.put({
    key,
    version: evse.version,
    text: evse.text,
    lastUpdated: storedTime(evse.value),
    partner: by.partner?.id ?? null,
    correlationId: by.correlationId,
    audience,
    state: typeof status === 'string' ? status : null,
    statusOnly: before !== undefined && onlyStatusDiffers(before, evse),
  })
}

/** A change that a PATCH of `status` can tell. */
const onlyStatusDiffers = (before: Row, evse: Body): boolean =>
  before.version === evse.version && sameContent(bodyOf(before).value, evse.value, 'status')

/** Puts an EVSE that was not spoken of into the version and the audience of its location. */
export function follow(view: View, evse: Row, version: string, audience: Row['audience']): boolean {
  const { key, lastUpdated, partner, correlationId } = evse
  const { text } = raised(bodyOf(evse), 'EVSE', version)
  return view.put({ key, version, text, lastUpdated, partner, correlationId, audience })
}

/** 2.2.1 Locations, "Flow and Life-cycle": an EVSE is removed by its status; nothing is deleted. */
export const removedEvse = (evse: Body, at: string): Body =>
  withFields(evse, { status: 'REMOVED', last_updated: later(at, lastUpdatedOf(evse.value)) })

/** The location as a whole: its own fields, its EVSEs, and the newest `last_updated` of all. */
export function assembled(view: View, key: RowKey): Row {
  const own = view.get(key)!
  const evses = view.evsesOf(key)
  const lastUpdated = evses.reduce((time, evse) => later(time, evse.lastUpdated), own.lastUpdated)
  const changes: Record<string, string> = { last_updated: JSON.stringify(lastUpdated) }
  if (evses.length > 0) changes.evses = `[${evses.map(({ text }) => text).join(',')}]`
  return { ...own, text: withMembers(own.text, changes), lastUpdated }
}
