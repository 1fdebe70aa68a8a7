// What the OpenAPI document says of a call, as parameters and answers of the client's functions.

import type { ObjectMeta, paths } from './generated/api.ts'

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

const JSON_BODY = 'application/json'
const LINES = 'application/x-ndjson'
type Json = typeof JSON_BODY
type Lines = typeof LINES

/** Paths that know the method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never
}[keyof paths]

export type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never

type Success<R> = R[Extract<keyof R, 200 | 201 | 202 | 204>]
type Content<R, T extends string> = R extends { content: { [K in T]: infer B } } ? B : undefined
type Responses<O> = O extends { responses: infer R } ? Success<R> : never

type WithMeta = { object: unknown; meta: ObjectMeta }
type MetaAnswer = WithMeta | { items: WithMeta[] }

/** The body of a success; `undefined` of a 204. */
export type BodyOf<P extends keyof paths, M extends Method> = Exclude<AnyBody<P, M>, MetaAnswer>
/** With `meta: true` in the query: each object comes as `{object, meta}`. */
export type MetaBodyOf<P extends keyof paths> = Extract<AnyBody<P, 'get'>, MetaAnswer>
type AnyBody<P extends keyof paths, M extends Method> = Content<Responses<Operation<P, M>>, Json>

type Parameters<O> = O extends { parameters: infer A } ? A : never
/** As they are, so that what has to be given is not optional. */
type Given<O> = Pick<Parameters<O>, Extract<keyof Parameters<O>, 'path' | 'query'>>
type Headers<O> = Parameters<O> extends { header?: infer H } ? NonNullable<H> : never

type RequestBody<O> = O extends { requestBody: { content: { [K in Json]: infer B } } }
  ? { body: B }
  : O extends { requestBody?: { content: { [K in Json]: infer B } } }
    ? { body?: B }
    : { body?: never }

export interface CallSettings {
  /** Milliseconds for the call with all its tries; that of the client where nothing is said. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** `path` and `query` as the OpenAPI document names them, `headers` such as `If-Match`, and the body. */
export type CallOptions<P extends keyof paths, M extends Method> = Given<Operation<P, M>> &
  RequestBody<Operation<P, M>> & { readonly headers?: Headers<Operation<P, M>> } & CallSettings

type Meta<V> = { readonly query?: { readonly meta?: V } }
export type PlainOptions<P extends PathOf<'get'>> = CallOptions<P, 'get'> & Meta<false>
/** `never` where a call knows no `meta`. */
export type MetaOptions<P extends PathOf<'get'>> = [MetaBodyOf<P>] extends [never]
  ? never
  : CallOptions<P, 'get'> & { readonly query: { readonly meta: true } }

/** Left out where nothing has to be given. */
export type Optional<O> = Record<never, never> extends O ? [options?: O] : [options: O]

/** Lists that come in pages. */
export type PagedPath = {
  [P in PathOf<'get'>]: BodyOf<P, 'get'> extends { items: unknown[]; next: string | null } ? P : never
}[PathOf<'get'>]

type Item<B> = B extends { items: (infer I)[] } ? I : never
export type ItemOf<P extends PagedPath> = Item<BodyOf<P, 'get'>>
export type MetaItemOf<P extends PagedPath> = Item<MetaBodyOf<P>>

/** Calls that take lines and answer with lines; the type of a line each way. */
export type LinesIn<P extends keyof paths> =
  Operation<P, 'post'> extends {
    requestBody: { content: { [K in Lines]: infer B } }
  }
    ? B
    : never
export type LinesOut<P extends keyof paths, M extends Method> = Content<Responses<Operation<P, M>>, Lines>

export interface Answer<T> {
  readonly status: number
  readonly headers: globalThis.Headers
  /** Undefined for 204 and 304. */
  readonly data: T
}

export { JSON_BODY, LINES }
