// The body of a request: read with a limit, parsed, held against its definition. Own writes are strict: a rule that lets
// a partner's object pass may refuse ours (`ours` in the definitions).

import { check, type Fault as JudgedFault } from '@interchange/ocpi/define/validate'
import type { Fault } from '@interchange/ocpi/wire/error'
import { parseJson } from '@interchange/ocpi/wire/json'
import { bodyText } from '../body-text.ts'
import type { HttpRequest } from '../http/exchange.ts'
import { unstorable } from '../storable.ts'
import { api, strictObjects } from './api/table.ts'
import type { ApiPayload } from './define.ts'
import { invalidBody, malformed, Problem, type ProblemFault } from './problem.ts'

export interface ReadBody {
  readonly body: unknown
  readonly bodyText: string | undefined
  /** Rules or paths of what was let through. */
  readonly noted: readonly string[]
}

const NOTHING: ReadBody = { body: undefined, bodyText: undefined, noted: [] }

/** More faults than this in one answer help nobody. */
const MOST_FAULTS = 100

/** `complete` puts in what the URL says before the body is judged. */
export async function readBody(
  request: HttpRequest,
  payload: ApiPayload | undefined,
  limit: number,
  complete: (body: Record<string, unknown>) => Record<string, unknown>,
): Promise<ReadBody> {
  if (!payload) return NOTHING
  const text = await readText(request, limit)
  if (text.trim() === '') {
    if (payload.shape === 'optional') return NOTHING
    throw malformed(`The body is empty; a ${payload.name} as JSON is expected`)
  }
  assertJson(request)
  const parsed = parseJson(text)
  if (!parsed.ok) throw malformed(`The body ${parsed.why}`)
  const { faults, noted } = judgeBody(payload, text, parsed.value, complete)
  if (faults.length > 0) throw invalidBody(faults)
  return { body: parsed.value, bodyText: text, noted }
}

export interface Judgement {
  /** The first hundred. */
  readonly faults: readonly ProblemFault[]
  /** Rules or paths of what was let through. */
  readonly noted: readonly string[]
}

/** A parsed value against the definition it has to fit; `text`: what it was parsed from. */
export function judgeBody(
  payload: ApiPayload,
  text: string,
  value: unknown,
  complete: (body: Record<string, unknown>) => Record<string, unknown> = (body) => body,
): Judgement {
  const found = judged(payload, isObject(value) ? complete(value) : value)
  const faults = [
    ...unstorable(text, value).map(asProblemFault),
    ...found.filter(({ severity }) => severity !== 'note').map(asProblemFault),
    ...unknownFields(payload.name, value, ''),
  ]
  return { faults: faults.slice(0, MOST_FAULTS), noted: found.map(({ rule, path }) => rule ?? path) }
}

const NDJSON = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\s*(;|$)/i

/** Before the body of a call that is read line by line is looked at. */
export function assertLines({ headers }: HttpRequest, { shape }: ApiPayload): void {
  const type = [headers['content-type']].flat()[0]
  if (type !== undefined && (NDJSON.test(type) || (shape === 'elements' && JSON_TYPE.test(type)))) return
  const array = shape === 'elements' ? ', or a JSON array with `application/json`' : ''
  const detail = `Send one JSON object per line with the header \`Content-Type: application/x-ndjson\`${array}`
  throw new Problem('unsupported-media-type', detail)
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i

function assertJson({ headers }: HttpRequest): void {
  const type = [headers['content-type']].flat()[0]
  if (type !== undefined && JSON_TYPE.test(type)) return
  throw new Problem('unsupported-media-type', 'Send JSON with the header `Content-Type: application/json`')
}

async function readText({ body }: HttpRequest, limit: number): Promise<string> {
  const read = await bodyText(body, limit)
  if (read.kind === 'too_large') throw new Problem('body-too-large', `The body is larger than ${limit} bytes`)
  if (read.kind === 'not_utf8') throw malformed('The body is not UTF-8')
  return read.text
}

function judged({ name, shape, of }: ApiPayload, value: unknown): readonly JudgedFault[] {
  const partial = shape === 'partial'
  return check(api, partial ? (of ?? name) : name, value, { partial, ours: true })
}

const asProblemFault = ({ path, message }: Fault): ProblemFault => ({ pointer: path, detail: message })

/** Canonical objects keep fields we do not know; in an object of the API alone such a field is a typing mistake. */
function unknownFields(name: string, value: unknown, path: string): ProblemFault[] {
  const definition = api.objects[name]
  if (!definition || !isObject(value)) return []
  return Object.entries(value).flatMap(([key, held]) => {
    const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const field = Object.hasOwn(definition.fields, key) ? definition.fields[key] : undefined
    if (!field) {
      const right = Object.keys(definition.fields).join(', ')
      return strictObjects.has(name) ? [{ pointer: at.slice(0, 200), detail: `is no field here; ${right} are` }] : []
    }
    const { type } = field
    if (type.kind !== 'ref' || !strictObjects.has(type.name)) return []
    if (!Array.isArray(held)) return unknownFields(type.name, held, at)
    return held.flatMap((item, index) => unknownFields(type.name, item, `${at}/${index}`))
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
