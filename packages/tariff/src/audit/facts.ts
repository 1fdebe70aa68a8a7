// What an object says that may not be shaped like OCPI's: each part is there when it can be read.

import { normaliseCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTimeOrUnknown } from '@interchange/ocpi/wire/date-time'
import { add, type Rational, rational, ZERO } from '../rational.ts'
import { isObject } from '../shape.ts'

export type Loose = Readonly<Record<string, unknown>>

/** An object, or one without fields in its place. */
export const loose = (value: unknown): Loose => (isObject(value) ? value : {})

export const listOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** An id in the form it is compared by; undefined for what is none, and for `#NA`. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '#NA' ? normaliseCi(value) : undefined
}

/** Milliseconds since 1970; undefined for 1970 itself, which says that nobody knows (R-CDR-22). */
export function timeOf(value: unknown): number | undefined {
  const time = parseDateTimeOrUnknown(value as string)
  return time === 0 ? undefined : time
}

/** Both are known and they are not the same. */
export const differs = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b

/** Of a canonical Price: before taxes, and the sum of its taxes where it names them. */
export function priceOf(value: unknown): {
  readonly before?: Rational | undefined
  readonly taxes?: Rational | undefined
} {
  const { before_taxes, taxes } = loose(value)
  if (!Array.isArray(taxes)) return { before: rational(before_taxes) }
  let sum: Rational | undefined = ZERO
  for (const tax of taxes as unknown[]) {
    const amount = rational(loose(tax).amount)
    sum = sum && amount && add(sum, amount)
  }
  return { before: rational(before_taxes), taxes: sum }
}

export interface CdrFacts {
  readonly id: string | undefined
  readonly party: string
  readonly session: string | undefined
  readonly credit: boolean
  /** Id of the CDR it takes back. */
  readonly takesBack: string | undefined
  readonly start: number | undefined
  readonly end: number | undefined
  /** When the CDR was made. */
  readonly created: number | undefined
  readonly location: string | undefined
  readonly evse: string | undefined
  readonly connector: string | undefined
  /** Issuer and uid; undefined for a token of one session alone. */
  readonly token: string | undefined
}

export function cdrFacts(cdr: Loose): CdrFacts {
  const { id, evse_uid, connector_id } = loose(cdr.cdr_location)
  return {
    id: idOf(cdr.id),
    party: `${idOf(cdr.country_code)}-${idOf(cdr.party_id)}`,
    session: idOf(cdr.session_id),
    credit: cdr.credit === true,
    takesBack: cdr.credit === true ? idOf(cdr.credit_reference_id) : undefined,
    start: timeOf(cdr.start_date_time),
    end: timeOf(cdr.end_date_time),
    created: timeOf(cdr.last_updated),
    location: idOf(id),
    evse: idOf(evse_uid),
    connector: idOf(connector_id),
    token: tokenOf(cdr.cdr_token),
  }
}

/** Issuer and uid of a token, to compare by; never shown. */
export function tokenOf(value: unknown): string | undefined {
  const { country_code, party_id, uid, type } = loose(value)
  const known = idOf(uid)
  if (known === undefined || type === 'AD_HOC_USER') return undefined
  return `${idOf(country_code) ?? ''}-${idOf(party_id) ?? ''} ${known}`
}
