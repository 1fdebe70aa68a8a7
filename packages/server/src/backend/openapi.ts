// The OpenAPI 3.1 document of the company-side API, from the table of calls.

import type { Field } from '@interchange/ocpi/define/type'
import type { Version } from '@interchange/ocpi/define/version'
import { fieldSchema, type Schema, schemasOf } from '@interchange/ocpi/derive/json-schema'
import { viewField } from '@interchange/ocpi/derive/walk'
import type { ApiCall, ApiPayload } from './define.ts'

const refTo = (name: string): string => `#/components/schemas/${name}`

export function openApiDocument(calls: readonly ApiCall[], api: Version, publicUrl: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const call of calls) {
    paths[call.path] = { ...paths[call.path], [call.method.toLowerCase()]: operation(call, api) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Interchange, company-side API',
      version: '1',
      description: 'For the systems of a charge point operator or a mobility provider. Objects are OCPI 2.3.0.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: schemasOf(api, refTo),
    },
  }
}

function operation(call: ApiCall, api: Version): Schema {
  const parameter = (place: 'path' | 'query') => (field: Field, name: string) => ({
    name,
    in: place,
    required: place === 'path' || field.card === '1',
    schema: fieldSchema(viewField(api, name, field), refTo),
  })
  const parameters = [
    ...Object.entries(call.params).map(([name, field]) => parameter('path')(field, name)),
    ...Object.entries(call.query).map(([name, field]) => parameter('query')(field, name)),
  ]
  const responses: Record<string, Schema> = {}
  for (const [status, answer] of Object.entries(call.answers)) {
    const content = answer.events
      ? { 'text/event-stream': { schema: { $ref: refTo(answer.events) } } }
      : answer.body && { 'application/json': { schema: payloadSchema(answer.body) } }
    responses[status] = { description: answer.doc, ...(content ? { content } : {}) }
  }
  for (const [status, doc] of Object.entries(call.errors)) {
    responses[status] = {
      description: doc,
      content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
    }
  }
  return {
    operationId: call.name,
    summary: call.doc,
    tags: [call.group],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(call.body
      ? {
          requestBody: {
            required: call.body.shape !== 'optional',
            content: { 'application/json': { schema: payloadSchema(call.body) } },
          },
        }
      : {}),
    responses,
  }
}

function payloadSchema({ name, shape }: ApiPayload): Schema {
  const item = { $ref: refTo(name) }
  if (shape === 'list') return { type: 'array', items: item }
  if (shape === 'page') {
    return {
      type: 'object',
      required: ['items'],
      properties: { items: { type: 'array', items: item }, next: { type: ['string', 'null'] } },
    }
  }
  return item
}
