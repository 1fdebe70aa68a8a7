// Calls a running server as its own document says it may be called, and as it may not, and holds every answer against it.

import fc from 'fast-check'
import { answerChecker, type Checker } from './checker.ts'
import { type OpenApi, type Operation, operationsOf } from './document.ts'
import { type Answer, Http } from './http.ts'
import { type Binding, Memory } from './memory.ts'
import { type CallerKeys, type Made, requestsOf } from './requests.ts'
import { valuesFor } from './values.ts'

export interface FuzzOptions {
  /** Where the server listens. */
  readonly url: string
  readonly key: string
  /** The only URLs that are made. */
  readonly urls: readonly string[]
  /** Only operations of these ids. */
  readonly only?: RegExp
  /** Where nothing is said, the document that the server gives. */
  readonly document?: OpenApi
}

/** What was wrong with an answer, and the request it was given to. */
export interface Complaint {
  readonly what: string
  readonly request: Pick<Made, 'method' | 'target' | 'headers' | 'body'>
  readonly answer: Answer
}

/** Some calls are dear: what they start is counted in the time of the whole. */
const RARE: ReadonlySet<string> = new Set(['eraseDriver', 'getChanges', 'deleteParty', 'deletePartner', 'pullPartner'])

export class Fuzzer {
  readonly operations: readonly Operation[]
  readonly statuses = new Map<string, number>()
  /** Milliseconds by operation. */
  readonly spent = new Map<string, number>()
  calls = 0
  keys: CallerKeys
  readonly requests: fc.Arbitrary<Made>
  readonly #http: Http
  readonly #check: Checker
  readonly #memory = new Memory()
  readonly #secrets: string[]

  private constructor({ url, key, urls, only = /./ }: FuzzOptions, document: OpenApi) {
    this.#http = new Http(url)
    this.#check = answerChecker(document)
    this.#secrets = [key]
    this.keys = { admin: key, narrow: [] }
    this.operations = operationsOf(document)
    const values = valuesFor(document, this.#memory, urls)
    this.requests = fc.oneof(
      ...this.operations
        .filter(({ id }) => only.test(id))
        .map((operation) => ({
          weight: RARE.has(operation.id) ? 1 : 8,
          arbitrary: requestsOf(document, operation, { values, memory: this.#memory, keys: () => this.keys }),
        })),
    )
  }

  static async on(options: FuzzOptions): Promise<Fuzzer> {
    if (options.document) return new Fuzzer(options, options.document)
    const http = new Http(options.url)
    const { text } = await http.send({ method: 'GET', target: '/api/openapi.json', headers: {}, body: undefined })
    http.close()
    return new Fuzzer(options, JSON.parse(text))
  }

  /** One call; what is wrong with its answer. */
  async call(made: Made): Promise<Complaint[]> {
    this.calls++
    const began = performance.now()
    const answer = await this.#http.send(made)
    this.spent.set(made.operation.id, (this.spent.get(made.operation.id) ?? 0) + performance.now() - began)
    const { operation, params, json, astray, wrongMethod } = made
    const replayed = answer.headers['idempotency-replayed'] !== undefined
    const found = this.#check({ operation, astray, wrongMethod, secrets: replayed ? [] : this.#secrets }, answer)
    this.#count(operation, answer)
    if (found.length === 0 && !wrongMethod && !astray) this.#memory.learn(operation, params, json, answer)
    const { method, target, headers, body } = made
    return found.map((what) => ({
      what: `${operation.id}: ${what}`,
      request: { method, target, headers, body },
      answer,
    }))
  }

  /** A call that is right, from which others are made; throws where its answer is not as documented. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const matched = this.#matching(method, path)
    if (!matched) throw new Error(`the document has no ${method} ${path}`)
    const { operation, params } = matched
    const lines = operation.body?.content['application/x-ndjson'] !== undefined
    const text = lines && Array.isArray(body) ? body.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(body)
    const type = lines ? 'application/x-ndjson' : 'application/json'
    const headers = {
      authorization: `Bearer ${this.keys.admin}`,
      ...(body === undefined ? {} : { 'content-type': type }),
    }
    const call = { method, target: `/api/v1${path}`, headers, body: body === undefined ? undefined : text }
    const answer = await this.#http.send(call)
    const [wrong] = this.#check({ operation, astray: false, wrongMethod: false, secrets: this.#secrets }, answer)
    if (wrong) throw new Error(`${method} ${path}: ${wrong}; it was answered ${answer.status} ${answer.text}`)
    this.#count(operation, answer)
    const learnt = lines && Array.isArray(body) ? body : [body]
    for (const one of learnt) this.#memory.learn(operation, params, one, answer)
    return answer
  }

  /** Keys that may do less; they must never be shown again. */
  async makeKeys(turn: number): Promise<void> {
    const narrow: string[] = []
    for (const [scope, parties] of [
      ['read', ['*']],
      ['write', ['NL-ABC']],
      ['read', ['NL-XYZ']],
    ] as const) {
      const { status, text } = await this.ask('POST', '/keys', {
        name: `${scope} ${parties[0].replace('*', 'all')} ${turn}`,
        scope,
        parties,
      })
      if (status === 201) narrow.push(JSON.parse(text).key)
    }
    this.#secrets.push(...narrow)
    this.keys = { ...this.keys, narrow }
  }

  close(): void {
    this.#http.close()
  }

  #count({ id }: Operation, { status }: Answer): void {
    const counted = `${id} ${status}`
    this.statuses.set(counted, (this.statuses.get(counted) ?? 0) + 1)
  }

  #matching(method: string, target: string): { operation: Operation; params: Binding } | undefined {
    const given = target.split('?')[0]!.split('/')
    for (const operation of this.operations.toSorted((a, b) => literal(b) - literal(a))) {
      const segments = operation.path.split('/')
      if (operation.method !== method || segments.length !== given.length) continue
      if (!segments.every((segment, index) => segment.startsWith('{') || segment === given[index])) continue
      const params = segments.flatMap((segment, index) =>
        segment.startsWith('{') ? [[segment.slice(1, -1), decodeURIComponent(given[index]!)]] : [],
      )
      return { operation, params: Object.fromEntries(params) as Binding }
    }
    return undefined
  }
}

const literal = ({ path }: Operation): number => path.split('/').filter((segment) => !segment.startsWith('{')).length

/** For people: everything that is needed to send it again. */
export function told({ what, request, answer }: Complaint): string {
  const { method, target, headers, body } = request
  return [
    what,
    `> ${method} ${target}`,
    ...Object.entries(headers).map(
      ([name, value]) => `> ${name}: ${name === 'authorization' ? value.slice(0, 12) : value}`,
    ),
    ...(body === undefined ? [] : [`> ${body}`]),
    `< ${answer.status}`,
    ...Object.entries(answer.headers).map(([name, value]) => `< ${name}: ${value}`),
    `< ${answer.text.slice(0, 4000)}`,
  ].join('\n')
}
