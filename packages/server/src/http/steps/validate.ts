// Steps: read and judge the body and the query. Broken JSON is HTTP 400; wrong content HTTP 200 with 2001 and every
// fault's path (status_codes; R-STATUS-01, R-STATUS-02).

import type { Endpoint } from '@interchange/ocpi/define/endpoint'
import { isAbsoluteUrl, isDateTime, isPrintableAscii, longerThan } from '@interchange/ocpi/define/formats'
import type { Field } from '@interchange/ocpi/define/type'
import { check, type Fault } from '@interchange/ocpi/define/validate'
import type { Version } from '@interchange/ocpi/define/version'
import { badJson, invalidParameters, tooLarge, type Fault as WireFault } from '@interchange/ocpi/wire/error'
import { parseJson } from '@interchange/ocpi/wire/json'
import { bodyText } from '../../body-text.ts'
import { unstorable } from '../../storable.ts'

export interface JudgedBody {
  readonly body: unknown
  readonly text: string | undefined
  /** Faults that were let through. */
  readonly notes: readonly Fault[]
}

const nothing: JudgedBody = { body: undefined, text: undefined, notes: [] }

export async function readBody(body: AsyncIterable<Uint8Array> | undefined, maxBytes: number): Promise<string> {
  const read = await bodyText(body, maxBytes)
  if (read.kind === 'too_large') throw tooLarge(maxBytes)
  if (read.kind === 'not_utf8') throw badJson('The body is not UTF-8')
  return read.text
}

/** `lenient`: a partner whose `value` faults are taken as notes. */
export function judgeBody(text: string, endpoint: Endpoint, version: Version, lenient: boolean): JudgedBody {
  const { body: payload } = endpoint
  if (!payload) return nothing
  if (text.trim() === '') {
    if (payload.shape === 'optional') return nothing
    throw badJson(`The body is empty; a ${payload.name} is expected`)
  }
  const parsed = parseJson(text)
  if (!parsed.ok) throw badJson(`The body ${parsed.why}`)
  if (parsed.value === null && payload.shape === 'optional') return nothing
  const faults = check(version, payload.name, parsed.value, { partial: payload.shape === 'partial' })
  const refused: WireFault[] =
    faults.length === 0
      ? []
      : faults.filter(({ severity }) => severity === 'identity' || (severity === 'value' && !lenient))
  refused.push(...unstorable(text, parsed.value))
  if (refused.length > 0) throw invalidParameters(refused)
  return { body: parsed.value, text, notes: faults }
}

/** Of a request that goes on to somebody else: what is no JSON is refused, everything else is for the receiver to judge. */
export function judgePassing(
  text: string,
  given: URLSearchParams,
  endpoint: Endpoint,
  version: Version,
): JudgedBody & { readonly queryFaults: readonly WireFault[] } {
  const { faults: queryFaults } = queryOf(given, endpoint, version)
  if (text.trim() === '') return { ...nothing, queryFaults }
  const parsed = parseJson(text)
  if (!parsed.ok) throw badJson(`The body ${parsed.why}`)
  const { body: payload } = endpoint
  const notes = payload ? check(version, payload.name, parsed.value, { partial: payload.shape === 'partial' }) : []
  return { body: parsed.value, text, notes, queryFaults }
}

export function readQuery(
  given: URLSearchParams,
  endpoint: Endpoint,
  version: Version,
): Record<string, string | number | undefined> {
  const { query, faults } = queryOf(given, endpoint, version)
  if (faults.length > 0) throw invalidParameters(faults)
  return query
}

function queryOf(given: URLSearchParams, endpoint: Endpoint, version: Version) {
  const faults: WireFault[] = []
  const query: Record<string, string | number | undefined> = {}
  for (const [name, field] of Object.entries(endpoint.query)) {
    const text = given.get(name)
    if (text === null || text === '') {
      if (field.card === '1') faults.push({ path: `?${name}`, message: 'is missing' })
      continue
    }
    const value = readValue(text, field, version)
    if (typeof value === 'object') faults.push({ path: `?${name}`, message: value.fault })
    else query[name] = value
  }
  // The sealed cursor of a list's next page is ours; no table lists it.
  const cursor = given.get('cursor')
  if (endpoint.paged && cursor !== null) query.cursor = cursor
  return { query, faults }
}

/** No list is this long, and a database still counts so far. */
const MOST = 1e15

function readValue(text: string, { type }: Field, version: Version): string | number | { fault: string } {
  switch (type.kind) {
    case 'int': {
      const { min = 0 } = type
      const value = Number(text)
      // What is beyond any list is asked for as the most there can be; the list's own cap does the rest.
      if (/^\d+$/.test(text) && value >= min) return Math.min(value, MOST)
      return { fault: `is not a whole number of at least ${min}` }
    }
    case 'dateTime':
      return isDateTime(text) ? text : { fault: 'is not a DateTime; UTC like 2026-01-31T12:00:00Z is expected' }
    case 'url':
      return isAbsoluteUrl(text) && !longerThan(text, 255) ? text : { fault: 'is not an absolute URL of up to 255' }
    case 'ref': {
      const [fault] = check(version, type.name, text)
      return fault && fault.severity !== 'note' ? { fault: fault.message } : text
    }
    case 'ciString':
      if (!isPrintableAscii(text)) return { fault: 'is not printable ASCII' }
      return type.max !== undefined && longerThan(text, type.max) ? { fault: `is longer than ${type.max}` } : text
    default:
      return text
  }
}
