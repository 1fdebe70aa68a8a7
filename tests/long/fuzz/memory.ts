// What the answers so far told: ids of things that exist, values by the names of their fields, bodies that were taken.
// From these the next calls are made, so that they get further than to a 404.

import type { Operation } from './document.ts'
import type { Answer } from './http.ts'

const MOST = 60
const MOST_VALUES = 400
/** Never to be sent again: an answer that shows a key would else be blamed on the request. */
const SECRET = /^(key|secret|public_key)$/

type Json = Readonly<Record<string, unknown>>
export type Binding = Readonly<Record<string, string>>

class Recent<T> {
  readonly #items: T[] = []

  add(item: T): void {
    const text = JSON.stringify(item)
    if (this.#items.some((known) => JSON.stringify(known) === text)) return
    this.#items.push(item)
    if (this.#items.length > MOST) this.#items.shift()
  }

  pick(n: number): T | undefined {
    return this.#items.length === 0 ? undefined : this.#items[n % this.#items.length]
  }
}

/** `/locations/{country_code}/...` is about what `/locations` lists. */
export const familyOf = (path: string): string => path.split('/')[1]!

export class Memory {
  readonly #values = new Map<string, Recent<unknown>>()
  readonly #bodies = new Map<string, Recent<unknown>>()
  readonly #bindings = new Map<string, Recent<Binding>>()

  value = (name: string, n: number): unknown => this.#values.get(name)?.pick(n)
  body = (operation: string, n: number): unknown => this.#bodies.get(operation)?.pick(n)

  /** Parameters that belong together and name something. */
  binding = (path: string, n: number): Binding => this.#bindings.get(familyOf(path))?.pick(n) ?? {}

  learn(operation: Operation, params: Binding, body: unknown, answer: Answer): void {
    if (answer.status >= 300) return
    if (answer.headers.etag) this.#value('etag', answer.headers.etag)
    const family = familyOf(operation.path)
    if (Object.keys(params).length > 0) this.#bind(family, params)
    if (body !== undefined) of(this.#bodies, operation.id).add(body)
    const type = answer.headers['content-type']?.split(';')[0]
    if (type === 'application/json') this.#answered(operation, JSON.parse(answer.text))
    else if (type === 'text/event-stream') {
      for (const event of eventsIn(answer.text)) {
        if (event.id !== undefined) this.#value('since', event.id)
        this.#named(String((event.data as Json).module), event.data)
      }
    }
  }

  #answered({ path }: Operation, body: unknown): void {
    const { items, next } = body as { items?: unknown; next?: unknown }
    if (typeof next === 'string') this.#value(`next of ${path}`, next)
    for (const item of Array.isArray(items) ? items : [body]) this.#named(familyOf(path), item)
    this.#walk(body, 0)
  }

  /** An object in an answer: its ids are parameters of the family's paths. */
  #named(family: string, given: unknown): void {
    const object = plain((given as Json | null)?.object)
      ? { ...(given as Json), ...((given as Json).object as Json) }
      : given
    if (!plain(object)) return
    const ids = Object.fromEntries(
      ['country_code', 'party_id', 'id', 'uid', 'name', 'evse_uid', 'cdr_id', 'tariff_id'].flatMap((name) =>
        typeof object[name] === 'string' ? [[name, object[name]]] : [],
      ),
    ) as Binding
    if (Object.keys(ids).length > 0) this.#bind(family, ids)
    // The parts of a location are named by its paths, not in the same words by themselves.
    for (const evse of listOf(object.evses)) {
      for (const connector of listOf(evse.connectors)) {
        this.#bind(family, { ...ids, evse_uid: String(evse.uid), connector_id: String(connector.id) })
      }
    }
  }

  #bind(family: string, binding: Binding): void {
    of(this.#bindings, family).add(binding)
    for (const [name, value] of Object.entries(binding)) this.#value(name, value)
  }

  #walk(value: unknown, depth: number): void {
    if (depth > 5) return
    if (Array.isArray(value)) for (const item of value.slice(0, 5)) this.#walk(item, depth + 1)
    else if (plain(value)) {
      for (const [name, held] of Object.entries(value)) {
        if (typeof held === 'object') this.#walk(held, depth + 1)
        else this.#value(name, held)
      }
    }
  }

  #value(name: string, value: unknown): void {
    if (SECRET.test(name) || (this.#values.size >= MOST_VALUES && !this.#values.has(name))) return
    if (typeof value === 'string' && value.length > 300) return
    of(this.#values, name).add(value)
  }
}

function of<T>(map: Map<string, Recent<T>>, name: string): Recent<T> {
  const known = map.get(name) ?? new Recent<T>()
  map.set(name, known)
  return known
}

const plain = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(plain) : [])

export interface ServerEvent {
  readonly id: string | undefined
  readonly data: unknown
}

/** Whole events with data; a stream that was left in the middle of one ends with the one before. */
export function eventsIn(text: string): ServerEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      const data = field('data')
      return data === undefined ? [] : [{ id: field('id'), data: JSON.parse(data) as unknown }]
    })
}
