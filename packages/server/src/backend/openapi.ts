// The OpenAPI 3.1 document of the company-side API, from the table of calls and the definitions.

import type { Field } from '@interchange/ocpi/define/type'
import { fieldSchema, type Schema, schemasOf } from '@interchange/ocpi/derive/json-schema'
import { viewField } from '@interchange/ocpi/derive/walk'
import { wrappedName } from './api/meta.ts'
import { apiCalls, apiObjects, strictObjects } from './api/table.ts'
import { type ApiAnswer, type ApiCall, type ApiPayload, isStreamed } from './define.ts'
import { API_PREFIX } from './router.ts'

/** One JSON object per line; a schema is that of a line. */
const NDJSON = 'application/x-ndjson'

const refTo = (name: string): string => `#/components/schemas/${name}`
const ref = (name: string): Schema => ({ $ref: refTo(name) })

export function openApiDocument(publicUrl: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const call of apiCalls) {
    paths[call.path] = { ...paths[call.path], [call.method.toLowerCase()]: operation(call) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Interchange, company-side API',
      version: '1',
      description:
        'For the systems of a charge point operator or a mobility provider. Objects are those of OCPI 2.3.0, whatever ' +
        'version a partner speaks.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}${API_PREFIX}` }],
    security: [{ key: [] }],
    tags: [...new Set(apiCalls.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: schemas() },
  }
}

/** An object of the API alone takes no other fields than it states; canonical ones keep what they are given. */
function schemas(): Record<string, Schema> {
  const all = schemasOf(apiObjects, refTo)
  for (const name of strictObjects) if (all[name]) all[name] = { ...all[name], additionalProperties: false }
  return all
}

function operation(call: ApiCall): Schema {
  const parameters = [
    ...Object.entries(call.params).map(([name, field]) => parameter('path', name, field)),
    ...Object.entries(call.query).map(([name, field]) => parameter('query', name, field)),
    ...headersOf(call),
  ]
  const failed = Object.entries({ ...call.errors, ...always })
  return {
    operationId: call.name,
    summary: call.doc,
    description: `Needs a key with scope \`${call.scope}\`.`,
    tags: [call.group],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(call.body ? { requestBody: requestBody(call.body) } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(call.answers).map(([status, answer]) => [
          status,
          { ...response(answer), ...withHeaders(answerHeaders(call, Number(status))) },
        ]),
      ),
      ...Object.fromEntries(
        failed.map(([status, doc]) => [status, { ...problem(doc), ...withHeaders(problemHeaders[Number(status)]) }]),
      ),
    },
  }
}

/** How every call can end, before it is looked at or after. */
const always = {
  408: 'The request did not arrive in time.',
  431: 'The URL and the headers are larger than 16 KiB.',
  500: 'A failure of the platform; its log says more.',
}

interface AnswerHeader {
  readonly name: string
  readonly description: string
  /** It is there every time. */
  readonly required?: true
}

const problemHeaders: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: [{ name: 'WWW-Authenticate', description: 'How to show the key: `Bearer`.', required: true }],
  405: [{ name: 'Allow', description: 'Methods that can be used here.', required: true }],
  503: [{ name: 'Retry-After', description: 'Seconds after which to try again.', required: true }],
}

function answerHeaders({ method, body, answers, errors }: ApiCall, status: number): readonly AnswerHeader[] {
  const tagged = answers[304] || (errors[412] && answers[status]?.body)
  const tag = { name: 'ETag', description: 'Goes into `If-Match` and `If-None-Match`.', required: true } as const
  const again = { name: 'Idempotency-Replayed', description: '`true`: this was the answer to the first request.' }
  const once = method === 'POST' && !(body && isStreamed(body))
  return [...(tagged ? [tag] : []), ...(once ? [again] : [])]
}

const withHeaders = (headers: readonly AnswerHeader[] = []): Schema =>
  headers.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          headers.map(({ name, description, required = false }) => [
            name,
            { description, required, schema: { type: 'string' } },
          ]),
        ),
      }

/** Headers that change what a call does. */
function headersOf({ method, body, answers, errors }: ApiCall): Schema[] {
  const header = (name: string, description: string): Schema => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  if (method === 'POST' && !(body && isStreamed(body))) {
    return [header('Idempotency-Key', 'Of a request that is sent again within 24 hours: it is not carried out again.')]
  }
  const asked = answers[304] ? [header('If-None-Match', 'Tags the caller has: 304 where one is the present one.')] : []
  if (!errors[412]) return asked
  return [
    header('If-Match', 'The tag the object has to have; `*`: it has to be there.'),
    header('If-None-Match', '`*`: the object must not be there yet.'),
  ]
}

function parameter(place: 'path' | 'query', name: string, field: Field): Schema {
  const { description, ...schema } = fieldSchema(viewField(apiObjects, name, { ...field, card: asGiven(field) }), refTo)
  return {
    name,
    in: place,
    required: place === 'path' || field.card === '1',
    // As good as not given.
    ...(place === 'query' ? { allowEmptyValue: true } : {}),
    ...(description === undefined ? {} : { description }),
    ...(field.card === '*' ? { style: 'form', explode: false } : {}),
    schema,
  }
}

/** A parameter is never null: it is given or not. */
const asGiven = ({ card }: Field): Field['card'] => (card === '?' ? '1' : card === '*' ? '+' : card)

const requestBody = (payload: ApiPayload): Schema => ({
  required: payload.shape !== 'optional',
  content: {
    ...(isStreamed(payload) ? { [NDJSON]: { schema: ref(payload.name) } } : {}),
    ...(payload.shape === 'lines' ? {} : { 'application/json': { schema: payloadSchema(payload) } }),
  },
})

function response({ doc, body, events, lines }: ApiAnswer): Schema {
  if (lines) return { description: doc, content: { [NDJSON]: { schema: ref(lines) } } }
  const content = events
    ? { 'text/event-stream': { schema: ref(events) } }
    : body && { 'application/json': { schema: payloadSchema(body) } }
  return { description: doc, ...(content ? { content } : {}) }
}

const problem = (doc: string): Schema => ({
  description: doc,
  content: { 'application/problem+json': { schema: ref('ProblemDetails') } },
})

function payloadSchema({ name, shape, withMeta }: ApiPayload): Schema {
  if (withMeta) return { anyOf: [bare({ name, shape }), bare({ name: wrappedName(name), shape })] }
  return bare({ name, shape })
}

function bare({ name, shape }: Pick<ApiPayload, 'name' | 'shape'>): Schema {
  if (shape === 'list' || shape === 'elements') return { type: 'array', items: ref(name) }
  if (shape !== 'page') return ref(name)
  return {
    type: 'object',
    required: ['items', 'next'],
    properties: {
      items: { type: 'array', items: ref(name) },
      next: { type: ['string', 'null'], description: 'Goes into `next` of the following request.' },
    },
  }
}
