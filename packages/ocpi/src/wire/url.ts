// URLs of requests: built from an endpoint's URL and template, and taken apart again. An endpoint's URL is the
// partner's to choose (R-VER-05); between it and the first segment stands exactly one slash, whatever it ends in (T-02).

import type { Fault } from './error.ts'

/** Values of a query; what is undefined is left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * `https://x/ocpi/tokens/` and `['NL', 'TNM', 'a/b']` make `https://x/ocpi/tokens/NL/TNM/a%2Fb`. Without segments the
 * URL stays as it was given. A query the base has already is kept. Throws RangeError for a segment no URL can carry.
 */
export function joinUrl(base: string, segments: readonly string[], query?: QueryValues): string {
  const whole = base.includes('#') ? base.slice(0, base.indexOf('#')) : base
  const mark = whole.indexOf('?')
  let joined = mark === -1 ? whole : whole.slice(0, mark)
  if (segments.length > 0 && joined.endsWith('/')) joined = joined.slice(0, -1)
  for (const segment of segments) joined += `/${encodeSegment(segment)}`
  const search = [mark === -1 ? '' : whole.slice(mark + 1), queryText(query)].filter((part) => part !== '').join('&')
  return search === '' ? joined : `${joined}?${search}`
}

function queryText(query: QueryValues | undefined): string {
  if (query === undefined) return ''
  const added = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) added.append(name, String(value))
  return added.toString()
}

/** One path segment, percent-encoded. Throws RangeError for what is none. */
export function encodeSegment(text: string): string {
  if (PLAIN.test(text)) return text
  if (!isSegment(text)) throw new RangeError('An empty id, ".", ".." or half a character cannot stand in a URL')
  return encodeURIComponent(text)
}

/**
 * False for what no spelling can carry: nothing at all, half a surrogate pair, and the dot segments, which every URL
 * parser takes for steps up even when encoded.
 */
export const isSegment = (text: string): boolean =>
  PLAIN.test(text) || (text !== '' && text !== '.' && text !== '..' && !LONE_SURROGATE.test(text))

/** Ids as most are: they stand in a URL as they are. */
const PLAIN = /^[A-Za-z0-9_-]+$/

/** Without `u` the pattern sees the halves of a pair one by one. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * The segments of an endpoint's template with its parameters put in, not yet encoded: `{country_code}/{party_id}`.
 * Throws RangeError naming a parameter that is missing.
 */
export function fillPath(template: string, params: Readonly<Record<string, string>>): string[] {
  return partsOf(template).map(({ name, literal }) => {
    if (name === undefined) return literal!
    if (!Object.hasOwn(params, name)) throw new RangeError(`${name} is missing; the path is ${template}`)
    return params[name]!
  })
}

/**
 * Parameters of a path that fits the template; undefined when it does not. `segments` are decoded already. Literal
 * segments compare exactly; a parameter takes any segment that is not empty.
 */
export function matchPath(template: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = partsOf(template)
  if (parts.length !== segments.length) return undefined
  for (const [index, { literal }] of parts.entries()) {
    const segment = segments[index]!
    if (literal === undefined ? segment === '' : literal !== segment) return undefined
  }
  const params: Record<string, string> = {}
  for (const [index, { name }] of parts.entries()) if (name !== undefined) params[name] = segments[index]!
  return params
}

/** A segment of a template: text as it stands, or the name of a parameter. */
interface Part {
  readonly literal: string | undefined
  readonly name: string | undefined
}

/** Templates come from the tables of endpoints, so there are few. */
const templates = new Map<string, readonly Part[]>()

function partsOf(template: string): readonly Part[] {
  const known = templates.get(template)
  if (known) return known
  const parts = (template === '' ? [] : template.split('/')).map((part): Part => {
    const name = parameterIn(part)
    return { name, literal: name === undefined ? part : undefined }
  })
  templates.set(template, parts)
  return parts
}

const parameterIn = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1]

/** What a request line addresses. */
export interface Target {
  /** Decoded once; a slash inside an id is not a slash between segments. A trailing slash adds none. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

/**
 * Takes the target of a request line apart before anything is decoded, so that no text in the query or inside an
 * encoded segment changes which endpoint is meant. Broken percent-encoding and control characters are faults.
 */
export function readTarget(target: string): Target | { readonly faults: readonly Fault[] } {
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split('#', 1)[0]!
  const mark = local.indexOf('?')
  const path = mark === -1 ? local : local.slice(0, mark)
  const query = new URLSearchParams(mark === -1 ? '' : local.slice(mark + 1))
  const segments: string[] = []
  for (const segment of path.replace(/^\//, '').replace(/\/$/, '').split('/')) {
    const decoded = segment.includes('%') ? decode(segment) : segment
    if (decoded === undefined) return { faults: [{ path: '', message: 'the URL has broken percent-encoding' }] }
    if (CONTROL.test(decoded)) return { faults: [{ path: '', message: 'the URL holds control characters' }] }
    segments.push(decoded)
  }
  return { segments: segments.length === 1 && segments[0] === '' ? [] : segments, query }
}

const CONTROL = /\p{Cc}/u

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** Same scheme, host and port; false when one of them is no absolute URL. */
export const sameOrigin = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && new URL(a).origin !== 'null' && new URL(a).origin === new URL(b).origin

/** A URL a partner names, such as a `Location` header: 2.1.1 partners send relative ones (T-35). Undefined if none. */
export function resolveUrl(given: string | undefined, base: string): string | undefined {
  if (given === undefined || !URL.canParse(given, base)) return undefined
  const { protocol, href } = new URL(given, base)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return URL.canParse(given) ? given : href
}
