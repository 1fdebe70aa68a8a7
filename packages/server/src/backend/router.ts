// Which call a request is: path first, then method, so that a wrong method says which ones would be right.

import { readTarget } from '@interchange/ocpi/wire/url'
import { apiCalls } from './api/table.ts'
import type { ApiCall } from './define.ts'
import { malformed, notFound, Problem } from './problem.ts'

export const API_PREFIX = '/api/v1'

interface Route {
  readonly call: ApiCall
  /** A segment of the path, or the name of a parameter. */
  readonly segments: readonly { readonly text?: string; readonly param?: string }[]
}

const routes: readonly Route[] = apiCalls.map((call) => ({
  call,
  segments: call.path
    .slice(1)
    .split('/')
    .map((segment) => (segment.startsWith('{') ? { param: segment.slice(1, -1) } : { text: segment })),
}))

export interface Matched {
  readonly call: ApiCall
  /** Decoded once, spelling kept. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

export function matchRequest(method: string, url: string): Matched {
  const target = readTarget(url)
  if ('faults' in target) {
    throw malformed(
      'The URL cannot be read',
      target.faults.map(({ message }) => ({ detail: message })),
    )
  }
  const [prefix, version, ...segments] = target.segments
  const fitting = prefix === 'api' && version === 'v1' ? plainest(routes.filter((route) => fits(route, segments))) : []
  const chosen = fitting.find(({ call }) => call.method === method)
  if (chosen) return { call: chosen.call, params: paramsOf(chosen, segments), query: target.query }
  if (fitting.length === 0) throw notFound('There is no such call; /api/openapi.json lists them all')
  const allow = [...new Set(fitting.map(({ call }) => call.method))].join(', ')
  throw new Problem('method-not-allowed', `${allow} can be done here${elsewhere(method, segments)}`, {
    headers: { allow },
  })
}

/** Where the method would be right: the name of a command may have been misspelt. */
function elsewhere(method: string, segments: readonly string[]): string {
  const near = routes
    .filter(({ call, segments: own }) => call.method === method && own[0]?.text === segments[0])
    .map(({ call }) => call.path)
  return near.length === 0 ? '' : `; ${method} goes to ${near.join(', ')}`
}

/** A path in plain words goes before one with parameters, whatever the method: `/commands/START_SESSION` is no id. */
function plainest(fitting: readonly Route[]): readonly Route[] {
  const words = ({ segments }: Route): number => segments.filter(({ text }) => text !== undefined).length
  const most = Math.max(...fitting.map(words))
  return fitting.filter((route) => words(route) === most)
}

const fits = ({ segments }: Route, given: readonly string[]): boolean =>
  segments.length === given.length && segments.every(({ text }, at) => text === undefined || text === given[at])

const paramsOf = ({ segments }: Route, given: readonly string[]): Record<string, string> =>
  Object.fromEntries(segments.flatMap(({ param }, at) => (param === undefined ? [] : [[param, given[at]!]])))
