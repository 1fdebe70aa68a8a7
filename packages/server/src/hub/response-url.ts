// The `response_url` of a request whose result comes later: who gets the request sees a URL of the hub instead, since it
// has a token for the hub alone (R-ROUTE-27). Nothing else of the body is touched.

import type { Endpoint, Module } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import { encodeSegment } from '@interchange/ocpi/wire/url'
import { replaceValues } from '../message-log/json-strings.ts'

const NAME = 'response_url'

/** Which endpoint takes the result of which request; of commands it is always the same. */
const resultOf: Readonly<Record<string, string>> = {
  getActiveChargingProfile: 'postActiveChargingProfileResult',
  setChargingProfile: 'postChargingProfileResult',
  clearChargingProfile: 'postClearProfileResult',
}

/** The value in the body, else in the query; undefined where there is none. */
export function responseUrlIn(body: unknown, query: URLSearchParams): string | undefined {
  const held = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[NAME] : undefined
  return typeof held === 'string' ? held : (query.get(NAME) ?? undefined)
}

/** The same text with another value; numbers, white space and unknown fields keep their spelling. */
export const withResponseUrl = (text: string, url: string): string =>
  replaceValues(text, (_, { key, around }) => (key === NAME && around.length === 1 ? url : undefined))

export function queryWithResponseUrl(query: URLSearchParams, url: string): URLSearchParams {
  if (!query.has(NAME)) return query
  const changed = new URLSearchParams(query)
  changed.set(NAME, url)
  return changed
}

/** Path of the hub's own URL below its base, for a result that comes in this version; undefined where none comes. */
export function resultPath(
  version: Version,
  module: Module,
  endpoint: Endpoint,
  params: Readonly<Record<string, string>>,
  id: string,
): string | undefined {
  const results = version.modules[module.id]?.SENDER.filter(({ urlFrom }) => urlFrom === NAME) ?? []
  const wanted = resultOf[endpoint.name]
  const result = results.find(({ name }) => wanted === undefined || name === wanted)
  if (!result) return undefined
  const command = params.command ?? endpoint.path
  const path = result.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeSegment(name === 'command' ? command.slice(0, 40) : id),
  )
  return `ocpi/${version.number}/sender/${module.id}/${path}`
}
