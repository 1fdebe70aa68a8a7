import { type ClientSettings, createCalls, type PlainCall } from './calls.ts'
import type { Change } from './change-types.ts'
import { type ChangesOptions, readChanges } from './changes.ts'
import type { BatchLine, BatchResult, EvseStatus, operations } from './generated/api.ts'
import { exchangeLines, readLines } from './lines.ts'
import type {
  Answer,
  BodyOf,
  CallOptions,
  CallSettings,
  ItemOf,
  LinesOut,
  MetaBodyOf,
  MetaItemOf,
  MetaOptions,
  Method,
  Optional,
  PagedPath,
  PathOf,
  PlainOptions,
} from './types.ts'

type Query<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>
type Lines<T> = AsyncIterable<T> | Iterable<T>
type ExportPath = { [P in PathOf<'get'>]: LinesOut<P, 'get'> extends undefined ? never : P }[PathOf<'get'>]

/**
 * The company-side API. Paths, parameters, bodies and answers are those of its OpenAPI document.
 *
 * All calls reject with a ProblemError where the API refuses, and with a ConnectionError where it cannot be reached.
 */
export interface Client {
  get<P extends PathOf<'get'>>(path: P, options: MetaOptions<P>): Promise<MetaBodyOf<P>>
  get<P extends PathOf<'get'>>(path: P, ...options: Optional<PlainOptions<P>>): Promise<BodyOf<P, 'get'>>
  put<P extends PathOf<'put'>>(path: P, ...options: Optional<CallOptions<P, 'put'>>): Promise<BodyOf<P, 'put'>>
  post<P extends PathOf<'post'>>(path: P, ...options: Optional<CallOptions<P, 'post'>>): Promise<BodyOf<P, 'post'>>
  patch<P extends PathOf<'patch'>>(path: P, ...options: Optional<CallOptions<P, 'patch'>>): Promise<BodyOf<P, 'patch'>>
  delete<P extends PathOf<'delete'>>(
    path: P,
    ...options: Optional<CallOptions<P, 'delete'>>
  ): Promise<BodyOf<P, 'delete'>>

  /** The same with status and headers, such as `etag`. `data` is undefined where there is none: 204, 304. */
  call<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...options: Optional<CallOptions<P, M>>
  ): Promise<Answer<BodyOf<P, M> | undefined>>

  /** Every item of a list, page by page as they are asked for. */
  all<P extends PagedPath>(path: P, options: MetaOptions<P>): AsyncGenerator<MetaItemOf<P>, void, undefined>
  all<P extends PagedPath>(path: P, ...options: Optional<PlainOptions<P>>): AsyncGenerator<ItemOf<P>, void, undefined>

  /** Every change of own and received objects, for as long as the signal lets it; goes on by itself after a break. */
  changes(options?: ChangesOptions): AsyncGenerator<Change, void, undefined>

  /** `POST /batch`: a result for each line, while lines are still being sent. Of a break the lines without one may be sent again. */
  batch(
    lines: Lines<BatchLine>,
    options?: Query<'postBatch'> & CallSettings,
  ): AsyncGenerator<BatchResult, void, undefined>

  /** `POST /evse-status`, in the same way. */
  evseStatus(
    statuses: Lines<EvseStatus>,
    options?: Query<'postEvseStatus'> & CallSettings,
  ): AsyncGenerator<BatchResult, void, undefined>

  /** A call that answers with lines, line by line: `/exchanges/export`. */
  lines<P extends ExportPath>(
    path: P,
    ...options: Optional<CallOptions<P, 'get'>>
  ): AsyncGenerator<LinesOut<P, 'get'>, void, undefined>
}

/** @throws TypeError where `url` or `key` cannot be one. */
export function createClient(settings: ClientSettings): Client {
  const calls = createCalls(settings)

  /** Options are checked by the types of `Client`. */
  const send = (method: Method, template: string, options: object = {}): Promise<Answer<unknown>> =>
    calls.send({ ...options, method, template })
  const sent =
    (method: Method) =>
    async (template: string, options: object = {}): Promise<unknown> => {
      const { status, data } = await send(method, template, options)
      if (status === 304) throw new TypeError('If-None-Match goes with call(), which says that nothing changed')
      return data
    }

  async function* all(template: string, options: Omit<PlainCall, 'method' | 'template'> = {}): AsyncGenerator<unknown> {
    let next: string | null | undefined
    do {
      const query = { ...options.query, ...(next ? { next } : {}) }
      const { data } = await send('get', template, { ...options, query })
      const page = data as { items: unknown[]; next?: string | null }
      yield* page.items
      next = page.next
    } while (next)
  }

  function exchange(template: string, lines: Lines<unknown>, { timeout, signal, ...query }: CallSettings = {}) {
    return exchangeLines(calls, { method: 'post', template, query, timeout, signal }, lines)
  }

  return {
    get: sent('get'),
    put: sent('put'),
    post: sent('post'),
    patch: sent('patch'),
    delete: sent('delete'),
    call: send,
    all,
    changes: (options = {}) => readChanges(calls, options),
    batch: (lines, options) => exchange('/batch', lines, options),
    evseStatus: (statuses, options) => exchange('/evse-status', statuses, options),
    lines: (template: string, options: object = {}) => readLines(calls, { ...options, method: 'get', template }),
  } as Client
}
