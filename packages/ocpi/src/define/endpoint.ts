import type { Field } from './type.ts'
import { dateTime, int, maybe } from './type.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Interface role: the owner of a module's data offers the SENDER interface, the other side the RECEIVER interface. */
export type Side = 'SENDER' | 'RECEIVER'

/** What travels in a body or in the envelope's `data`. */
export interface Payload {
  /** Name of an object or enum of the version. */
  readonly name: string
  /** `list` only in answers. `partial`: a PATCH body. `optional`: the body may be absent. */
  readonly shape: 'one' | 'list' | 'partial' | 'optional'
}

/** One row of a module's endpoint table. Routes, client calls, OpenAPI and reference pages come from it. */
export interface Endpoint {
  /** Unique within the module's side, and the name of the handler: `putEvse`. */
  readonly name: string
  readonly method: Method
  /** Below the endpoint's URL, without leading slash; `{name}` is one percent-encoded segment. */
  readonly path: string
  readonly params: readonly string[]
  readonly query: Readonly<Record<string, Field>>
  readonly body?: Payload
  readonly data?: Payload
  readonly paged: boolean
  /**
   * `response_url`: the caller was given the whole URL in an earlier request; the path is only how we ourselves build it.
   * `Location`: the same, from the answer's `Location` header. `Credentials`, `Version`: from the `url` of that object.
   */
  readonly urlFrom?: 'response_url' | 'Location' | 'Credentials' | 'Version'
  /** The answer carries the URL of what was stored (CDRs). */
  readonly answersLocation: boolean
  readonly doc: string
}

export interface Module {
  /** ModuleID as it stands in the version details. */
  readonly id: string
  readonly doc: string
  /** Configuration modules are never routed and carry no routing headers (transport, "Message Routing Headers"). */
  readonly kind: 'configuration' | 'functional'
  readonly SENDER: readonly Endpoint[]
  readonly RECEIVER: readonly Endpoint[]
}

type Extra = Partial<Pick<Endpoint, 'query' | 'body' | 'data' | 'urlFrom' | 'answersLocation'>>

function endpoint(
  method: Method,
  name: string,
  path: string,
  doc: string,
  extra: Extra & { paged?: boolean },
): Endpoint {
  return {
    name,
    method,
    path,
    params: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
    query: {},
    paged: false,
    answersLocation: false,
    doc,
    ...extra,
  }
}

/** transport, "Paginated Request" */
export const pageQuery: Readonly<Record<string, Field>> = {
  date_from: maybe(dateTime, { doc: 'Only objects with `last_updated` at or after this time.' }),
  date_to: maybe(dateTime, { doc: 'Only objects with `last_updated` before this time.' }),
  offset: maybe(int(0), { doc: 'Position of the first object, from 0.' }),
  limit: maybe(int(1), { doc: 'Most objects the caller wants in one page.' }),
}

/** A paged list. */
export const list = (name: string, of: string, doc: string, query: Record<string, Field> = {}): Endpoint =>
  endpoint('GET', name, '', doc, { paged: true, query: { ...pageQuery, ...query }, data: { name: of, shape: 'list' } })

export const get = (name: string, path: string, of: string, doc: string, extra: Extra = {}): Endpoint =>
  endpoint('GET', name, path, doc, { data: { name: of, shape: 'one' }, ...extra })

export const put = (name: string, path: string, body: string, doc: string, extra: Extra = {}): Endpoint =>
  endpoint('PUT', name, path, doc, { body: { name: body, shape: 'one' }, ...extra })

export const patch = (name: string, path: string, body: string, doc: string, extra: Extra = {}): Endpoint =>
  endpoint('PATCH', name, path, doc, { body: { name: body, shape: 'partial' }, ...extra })

export const post = (name: string, path: string, body: string | undefined, doc: string, extra: Extra = {}): Endpoint =>
  endpoint('POST', name, path, doc, {
    ...(body === undefined ? {} : { body: { name: body, shape: 'one' as const } }),
    ...extra,
  })

export const del = (name: string, path: string, doc: string, extra: Extra = {}): Endpoint =>
  endpoint('DELETE', name, path, doc, extra)

export const module = (
  id: string,
  kind: Module['kind'],
  doc: string,
  sides: { SENDER?: readonly Endpoint[]; RECEIVER?: readonly Endpoint[] },
): Module => ({ id, kind, doc, SENDER: sides.SENDER ?? [], RECEIVER: sides.RECEIVER ?? [] })
