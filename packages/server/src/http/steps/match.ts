// Step: which endpoint is meant. The tables decide; nothing but path and method counts.

import { canonical } from '@interchange/ocpi/canonical'
import type { Endpoint, Module, Side } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import { methodNotAllowed, notFound } from '@interchange/ocpi/wire/error'
import { matchPath, readTarget } from '@interchange/ocpi/wire/url'

/** What a path leads to, before the method and the rest of the path are looked at. */
export interface Place {
  readonly version: Version
  /** Undefined: there is nothing of this name. */
  readonly module: Module | undefined
  readonly side: Side
  /** Segments below the module, decoded once. */
  readonly rest: readonly string[]
  readonly query: URLSearchParams
  /** Path as it came, without query and trailing slash: the base of `Link` and `Location`. */
  readonly path: string
  /** Versions, their details and credentials: open to a CREDENTIALS_TOKEN_A and in every version (R-AUTH-06). */
  readonly open: boolean
}

export interface Matched {
  readonly version: Version
  readonly module: Module
  readonly side: Side
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly path: string
}

const SIDES: Readonly<Record<string, Side>> = { sender: 'SENDER', receiver: 'RECEIVER' }

/** `/ocpi/versions`, `/ocpi/2.2.1`, `/ocpi/2.2.1/credentials`, `/ocpi/2.2.1/sender/locations/LOC1`. */
export function locate(url: string): Place {
  const path = url.split('?', 1)[0]!.replace(/\/$/, '')
  const target = readTarget(url)
  if ('faults' in target) return nowhere(path, new URLSearchParams())
  const { query } = target
  const [, first = '', second = '', third = '', ...rest] = target.segments
  const given = target.segments.length - 1
  const version = versionOf(first)
  if (given === 1 && (first === 'versions' || version)) {
    const spoken = version ?? canonical
    return { version: spoken, module: spoken.modules.versions, side: 'SENDER', rest: [first], query, path, open: true }
  }
  if (!version) return nowhere(path, query)
  if (second === 'credentials') {
    const below = target.segments.slice(3)
    return { version, module: version.modules.credentials, side: 'SENDER', rest: below, query, path, open: true }
  }
  const side = Object.hasOwn(SIDES, second) ? SIDES[second] : undefined
  const module = Object.hasOwn(version.modules, third) ? version.modules[third] : undefined
  // Versions and credentials have addresses of their own, above.
  if (!side || !module || third === 'versions' || third === 'credentials') return nowhere(path, query)
  return { version, module, side, rest, query, path, open: false }
}

const nowhere = (path: string, query: URLSearchParams): Place => ({
  version: canonical,
  module: undefined,
  side: 'SENDER',
  rest: [],
  query,
  path,
  open: false,
})

/** The endpoint of a place. Throws 404 where there is none, 405 with `Allow` where it takes other methods. */
export function choose({ version, module, side, rest, query, path }: Place, method: string): Matched {
  const endpoints = module?.[side] ?? []
  for (const endpoint of endpoints) {
    const params = endpoint.method === method ? matchPath(endpoint.path, rest) : undefined
    if (module && params) return { version, module, side, endpoint, params, query, path }
  }
  const fitting = endpoints.filter((endpoint) => matchPath(endpoint.path, rest))
  if (fitting.length === 0) throw notFound('There is no such endpoint')
  throw methodNotAllowed([...new Set(fitting.map((endpoint) => endpoint.method))])
}
