// Rows of the inspection beside those of the objects: an audit has the key of its CDR, a lint that of its tariff. The
// words they are found by stand in `derived.found_by`, which has an index of its own.

import type { CDR } from '@interchange/ocpi'
import { parseDateTimeOrUnknown } from '@interchange/ocpi/wire/date-time'
import { keyText, type RowKey } from '../storage/row.ts'

export const AUDITS = 'audits'
export const LINTS = 'lints'

export const auditKey = (cdr: RowKey): RowKey => ({ ...cdr, module: AUDITS, sub: '' })
export const lintKey = (tariff: RowKey): RowKey => ({ ...tariff, module: LINTS, sub: '' })
export const cdrKey = (audit: RowKey): RowKey => ({ ...audit, module: 'cdrs', sub: '' })

export const codeWord = (code: string): string => `code ${code}`

/** The audit is made again when this object comes. */
export const awaitsWord = (key: RowKey): string => `awaits ${keyText(key).replaceAll('\u0000', '/')}`

const DAY_MS = 86_400_000
/** A CDR that lasts longer is found by its first days. */
const MOST_DAYS = 31

/** As much of a CDR as there is: of a lenient partner, what is required may be missing all the same. */
type Given<T> = { readonly [Name in keyof T]?: T[Name] | null }

/** Words that two CDRs share when they are of one session, or of one EVSE or token on one day. */
export function neighbourWords(cdr: Given<CDR>): string[] {
  const owner = `${cdr.country_code}-${cdr.party_id}`
  const place: Given<CDR['cdr_location']> = cdr.cdr_location ?? {}
  const token: Given<CDR['cdr_token']> = cdr.cdr_token ?? {}
  const daily = [
    ...(named(place.evse_uid) ? [`evse ${owner}/${place.id}/${place.evse_uid}`] : []),
    ...(named(token.uid) ? [`token ${token.country_code}-${token.party_id}/${token.uid}`] : []),
  ]
  const words = daysOf(cdr).flatMap((day) => daily.map((word) => `${word} ${day}`))
  if (named(cdr.session_id)) words.push(`session ${owner}/${cdr.session_id}`)
  return words.map((word) => word.toUpperCase())
}

/** `#NA` stands for an EVSE that nobody can name (2.2.1 CDRs, "CdrLocation"). */
const named = (id: unknown): boolean => typeof id === 'string' && id !== '' && id !== '#NA'

/** UTC days since 1970. */
function daysOf({ start_date_time, end_date_time }: Given<CDR>): number[] {
  const start = parseDateTimeOrUnknown(start_date_time)
  const end = parseDateTimeOrUnknown(end_date_time)
  if (start === undefined || end === undefined) return []
  const first = Math.floor(start / DAY_MS)
  const days = Math.min(Math.max(Math.floor(end / DAY_MS) - first, 0) + 1, MOST_DAYS)
  return Array.from({ length: days }, (_, day) => first + day)
}

/** Whether two CDRs are of one session, or of one EVSE or token at the same time: what `neighbourWords` only suggest. */
export function areNeighbours(a: Given<CDR>, b: Given<CDR>): boolean {
  const sameOwner = same(a.country_code, b.country_code) && same(a.party_id, b.party_id)
  if (sameOwner && same(a.session_id, b.session_id)) return true
  if (!overlap(a, b)) return false
  const [here, there] = [a.cdr_location, b.cdr_location]
  if (sameOwner && same(here?.id, there?.id) && same(here?.evse_uid, there?.evse_uid)) return true
  const [mine, theirs] = [a.cdr_token, b.cdr_token]
  return (
    same(mine?.uid, theirs?.uid) &&
    same(mine?.country_code, theirs?.country_code) &&
    same(mine?.party_id, theirs?.party_id)
  )
}

/** Where one ends and the other begins they only touch. */
function overlap(a: Given<CDR>, b: Given<CDR>): boolean {
  const [startA, endA] = [parseDateTimeOrUnknown(a.start_date_time), parseDateTimeOrUnknown(a.end_date_time)]
  const [startB, endB] = [parseDateTimeOrUnknown(b.start_date_time), parseDateTimeOrUnknown(b.end_date_time)]
  if (startA === undefined || endA === undefined || startB === undefined || endB === undefined) return false
  return startA < endB && startB < endA
}

/** Of ids, without case; what is not named is the same as nothing. */
const same = (a: unknown, b: unknown): boolean =>
  named(a) && named(b) && String(a).toUpperCase() === String(b).toUpperCase()
