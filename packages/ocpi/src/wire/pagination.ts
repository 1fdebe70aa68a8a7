// Paged lists. Source: transport, "Pagination"; what it leaves open about bad parameters follows R-PAGE-17.

import { isDateTime } from '../define/formats.ts'
import type { Fault } from './error.ts'
import { type GivenHeaders, headerOf, type WireHeaders } from './headers.ts'
import { nextLink } from './link-header.ts'

/** A page as it will be served. */
export interface PageQuery {
  /** DateTime, inclusive. */
  readonly dateFrom?: string
  /** DateTime, exclusive. */
  readonly dateTo?: string
  readonly offset: number
  /** What the caller asked for, at most the server's own limit. */
  readonly limit: number
}

export interface PageLimits {
  /** Where the caller names none. */
  readonly defaultLimit: number
  /** The most that is ever served; a caller who asks for more gets this. */
  readonly maxLimit: number
  /** Sessions: 2.2.1 Sessions, "GET Method". */
  readonly dateFromRequired?: boolean
}

/**
 * Reads the four parameters of a paged request. Wrong ones are faults of `?limit` and the like; a huge limit is none,
 * it is cut to `maxLimit`. Other parameters are not looked at.
 */
export function readPageQuery(
  query: URLSearchParams,
  { defaultLimit, maxLimit, dateFromRequired = false }: PageLimits,
): { readonly page: PageQuery; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const dateFrom = readDate(query, 'date_from', faults)
  const dateTo = readDate(query, 'date_to', faults)
  if (dateFromRequired && !query.has('date_from')) {
    faults.push({ path: '?date_from', message: 'is missing; this list needs it' })
  }
  const offset = readCount(query, 'offset', 0, faults) ?? 0
  const limit = Math.min(readCount(query, 'limit', 1, faults) ?? defaultLimit, maxLimit)
  const page = { ...(dateFrom !== undefined && { dateFrom }), ...(dateTo !== undefined && { dateTo }), offset, limit }
  return { page, faults }
}

function readOnce(query: URLSearchParams, name: string, faults: Fault[]): string | undefined {
  const given = query.getAll(name)
  if (given.length > 1) faults.push({ path: `?${name}`, message: 'is given more than once' })
  return given.length === 1 ? given[0] : undefined
}

function readDate(query: URLSearchParams, name: string, faults: Fault[]): string | undefined {
  const text = readOnce(query, name, faults)
  if (text === undefined || isDateTime(text)) return text
  faults.push({ path: `?${name}`, message: 'is not a DateTime; UTC like 2026-01-31T12:00:00Z is expected' })
  return undefined
}

function readCount(query: URLSearchParams, name: string, min: number, faults: Fault[]): number | undefined {
  const text = readOnce(query, name, faults)
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) >= min) return Math.min(Number(text), Number.MAX_SAFE_INTEGER)
  faults.push({ path: `?${name}`, message: `is not a whole number of at least ${min}` })
  return undefined
}

/** What a server says about a page it answers. */
export interface ServedPage {
  /** The list's absolute URL as partners reach it, without query: behind a proxy not what the request says. */
  readonly url: string
  /** The request's query; its filters are repeated in the link (R-PAGE-10). */
  readonly query: URLSearchParams
  readonly page: PageQuery
  /** Objects in this answer. */
  readonly count: number
  /** Objects that match the filters and that this caller may see, whatever page is asked. */
  readonly total: number
  /** Whether objects follow, where the server knows better than by counting. */
  readonly more?: boolean
  /** Further parameters of the link, such as a cursor. One that is not given again is dropped. */
  readonly extra?: Readonly<Record<string, string>>
}

/** `X-Total-Count`, `X-Limit`, and `Link` unless this is the last page (R-PAGE-07 to R-PAGE-11). */
export function pageHeaders({ url, query, page, count, total, more, extra = {} }: ServedPage): WireHeaders {
  const next = page.offset + count
  const headers = { 'X-Total-Count': String(total), 'X-Limit': String(page.limit) }
  if (!(more ?? (count > 0 && next < total))) return headers
  const follow = new URLSearchParams(query)
  for (const [name, value] of Object.entries({ ...extra, offset: String(next), limit: String(page.limit) })) {
    follow.set(name, value)
  }
  return { ...headers, Link: nextLink(`${url}?${follow}`) }
}

/** The whole number of `X-Total-Count`; undefined when absent or no number. */
export const readTotal = (headers: GivenHeaders): number | undefined => count(headerOf(headers, 'X-Total-Count'))
/** The whole number of `X-Limit`; undefined when absent or no number. */
export const readLimit = (headers: GivenHeaders): number | undefined => count(headerOf(headers, 'X-Limit'))

const count = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined
