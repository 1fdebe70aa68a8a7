// Step: which endpoint is meant. The tables decide; nothing but path and method counts.

import { canonical } from '@interchange/ocpi/canonical'
import type { Endpoint, Module, Side } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import { invalidParameters, methodNotAllowed, notFound } from '@interchange/ocpi/wire/error'
import { matchPath, readTarget } from '@interchange/ocpi/wire/url'

export interface Matched {
  readonly version: Version
  readonly module: Module
  readonly side: Side
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Path as it came, without query: the base of `Link` and `Location`. */
  readonly path: string
}

const SIDES: Readonly<Record<string, Side>> = { sender: 'SENDER', receiver: 'RECEIVER' }

/** `/ocpi/versions`, `/ocpi/2.2.1`, `/ocpi/2.2.1/credentials`, `/ocpi/2.2.1/sender/locations/LOC1`. */
export function match(method: string, url: string): Matched {
  const target = readTarget(url)
  if ('faults' in target) throw invalidParameters(target.faults)
  const path = url.split('?', 1)[0]!.replace(/\/$/, '')
  const { query } = target
  const [, ...segments] = target.segments
  const found = (version: Version, module: Module | undefined, side: Side, rest: readonly string[]): Matched => {
    const rows = module?.[side] ?? []
    const fitting = rows.flatMap((endpoint) => {
      const params = matchPath(endpoint.path, rest)
      return params ? [{ endpoint, params }] : []
    })
    if (!module || fitting.length === 0) throw notFound('There is no such endpoint')
    const row = fitting.find(({ endpoint }) => endpoint.method === method)
    if (!row) throw methodNotAllowed([...new Set(fitting.map(({ endpoint }) => endpoint.method))])
    return { version, module, side, endpoint: row.endpoint, params: row.params, query, path }
  }

  if (segments.length === 1) {
    const version = versionOf(segments[0]!)
    if (segments[0] !== 'versions' && !version) throw notFound('This platform does not speak this version')
    return found(version ?? canonical, (version ?? canonical).modules.versions, 'SENDER', segments)
  }
  const version = versionOf(segments[0] ?? '')
  if (!version) throw notFound('There is no such endpoint')
  if (segments[1] === 'credentials') return found(version, version.modules.credentials, 'SENDER', segments.slice(2))
  const side = SIDES[segments[1] ?? '']
  const id = segments[2] ?? ''
  const module = Object.hasOwn(version.modules, id) ? version.modules[id] : undefined
  if (!side || module?.kind !== 'functional') throw notFound('There is no such endpoint')
  return found(version, module, side, segments.slice(3))
}
