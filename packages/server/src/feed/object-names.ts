// What an object says about others: which ones it names, whom it is for, and what of it must not be told.

import { nameOf } from './parked-store.ts'

type Json = Readonly<Record<string, unknown>>

const records = (value: unknown): Json[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is Json => typeof item === 'object' && item !== null)

const strings = (...values: readonly unknown[]): string[] =>
  values.filter((value): value is string => typeof value === 'string' && value !== '')

/** Objects that have to be there for this one to be accepted: tariffs, its location, its session, the CDR it credits. */
export function namesOf(
  module: string,
  object: Json,
  owner: { countryCode: string; partyId: string },
  locationId?: string,
): string[] {
  const name = (kind: string, ids: readonly string[]) => ids.map((id) => nameOf(kind, owner, id))
  switch (module) {
    case 'locations':
      return [...new Set(name('tariffs', records(object.evses).flatMap(tariffIds)))]
    case 'evses':
      return [...new Set([...name('locations', strings(locationId)), ...name('tariffs', tariffIds(object))])]
    case 'sessions':
      return name('locations', strings(object.location_id))
    case 'cdrs':
      return [...name('sessions', strings(object.session_id)), ...name('cdrs', strings(object.credit_reference_id))]
    default:
      return []
  }
}

const tariffIds = (evse: Json): string[] =>
  records(evse.connectors).flatMap((connector) =>
    Array.isArray(connector.tariff_ids) ? strings(...connector.tariff_ids) : [],
  )

/** Values that identify a driver. */
export function driverIds(module: string, object: Json): string[] {
  const holders =
    module === 'tokens'
      ? [object]
      : module === 'locations'
        ? records(object.publish_allowed_to)
        : records(object.cdr_token)
  return holders.flatMap((token) =>
    strings(token.uid, token.visual_number, token.contract_id, token.group_id, token.auth_id),
  )
}

const LONGEST_MESSAGE = 500

/** What a partner said about an object, fit for logs and lists. */
export function redacted(message: string | null, ids: readonly string[]): string | null {
  if (message === null) return null
  let told = message
  for (const id of [...ids].sort((a, b) => b.length - a.length)) {
    told = told.replaceAll(new RegExp(id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '[hidden]')
  }
  return told.slice(0, LONGEST_MESSAGE)
}
