import type { Field, Type } from './type.ts'
import { ciString, dateTime, key, pattern } from './type.ts'

// Types and fields that several chapters state in the same way.

/** Two letters, ISO 3166-1 alpha-2, of a party. */
export const countryCode: Type = ciString(2)
export const partyId: Type = ciString(3)
/** Most identifiers of OCPI. */
export const id: Type = ciString(36)

/** The party an object belongs to: the first two fields of every client owned object. */
export const owner: Readonly<Record<'country_code' | 'party_id', Field>> = {
  country_code: key(countryCode, { doc: 'Country of the party that owns this object, ISO 3166-1 alpha-2.' }),
  party_id: key(partyId, { doc: 'Id of the party that owns this object, unique within its country.' }),
}

export const lastUpdated: Field = key(dateTime, { doc: 'When this object was last changed, or created. UTC.' })

/** ISO 3166-1 alpha-3. */
export const country: Type = pattern(/^[A-Z]{3}$/, 'a country of three upper-case letters such as NLD', 3)
/** ISO 4217. */
export const currency: Type = pattern(/^[A-Z]{3}$/, 'a currency of three upper-case letters such as EUR', 3)
/** ISO 639-1. */
export const language: Type = pattern(/^[A-Za-z]{2}$/, 'a language of two letters such as en', 2)

/** WGS 84, as text: trailing zeros say how exact it is. */
export const latitude: Type = pattern(
  /^-?[0-9]{1,2}\.[0-9]{5,7}$/,
  'degrees with 5 to 7 decimals such as 50.770774',
  10,
)
export const longitude: Type = pattern(
  /^-?[0-9]{1,3}\.[0-9]{5,7}$/,
  'degrees with 5 to 7 decimals such as 3.729944',
  11,
)

/** Local time of the Location, never UTC. `24:00` does not exist. */
export const timeOfDay: Type = pattern(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time HH:MM from 00:00 to 23:59', 5)
/** Local calendar day of the Location. */
export const localDate: Type = pattern(
  /^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/,
  'a date such as 2026-12-24',
  10,
)
