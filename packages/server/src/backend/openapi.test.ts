import { describe, expect, it } from 'vitest'
import { apiCalls } from './api/table.ts'
import { openApiDocument } from './openapi.ts'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: object }[]
  readonly requestBody?: { required: boolean; content: Record<string, { schema: object }> }
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
interface Document {
  readonly openapi: string
  readonly info: { title: string; version: string }
  readonly servers: { url: string }[]
  readonly security: object[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, object> }
}

// As a program reads it: text and back.
const document = JSON.parse(JSON.stringify(openApiDocument('https://ocpi.example.com'))) as Document
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

/** Every `$ref` in a JSON value. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, held]) => (key === '$ref' ? [String(held)] : refsIn(held)))
}

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])
/** What is wrong with a JSON Schema of the kinds this document uses. */
function faultsOf(schema: unknown, at: string): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${at} is no schema`]
  const { type, properties, items, anyOf, enum: values, pattern, required, $ref } = schema as Record<string, unknown>
  const known = type === undefined || [type].flat().every((name) => TYPES.has(String(name)))
  return [
    ...(known ? [] : [`${at} has an unknown type`]),
    ...($ref === undefined && type === undefined && anyOf === undefined ? [`${at} says nothing`] : []),
    ...(values === undefined || (Array.isArray(values) && values.length > 0) ? [] : [`${at} has an empty enum`]),
    ...(pattern === undefined || isPattern(String(pattern)) ? [] : [`${at} has a broken pattern`]),
    ...[required ?? []]
      .flat()
      .flatMap((name) => (String(name) in ((properties ?? {}) as object) ? [] : [`${at} lacks ${name}`])),
    ...Object.entries((properties ?? {}) as object).flatMap(([name, held]) => faultsOf(held, `${at}/${name}`)),
    ...(items === undefined ? [] : faultsOf(items, `${at}/items`)),
    ...[anyOf ?? []].flat().flatMap((held, index) => faultsOf(held, `${at}/anyOf/${index}`)),
  ]
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}

describe('the OpenAPI document', () => {
  it('states OpenAPI 3.1, where it is served and that a key is needed', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.servers).toEqual([{ url: 'https://ocpi.example.com/api/v1' }])
    expect(document.security).toEqual([{ key: [] }])
    expect(document.components.securitySchemes.key).toEqual({ type: 'http', scheme: 'bearer' })
  })

  it('has every call of the table, and no other', () => {
    expect(operations.map(({ operation }) => operation.operationId).toSorted()).toEqual(
      apiCalls.map(({ name }) => name).toSorted(),
    )
    for (const { name, method, path } of apiCalls) {
      expect(document.paths[path]?.[method.toLowerCase()]?.operationId).toBe(name)
    }
    expect(new Set(apiCalls.map(({ name }) => name)).size).toBe(apiCalls.length)
    expect(new Set(apiCalls.map(({ method, path }) => `${method} ${path}`)).size).toBe(apiCalls.length)
  })

  it('describes each parameter of a path, and nothing twice', () => {
    for (const { path, operation } of operations) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const given = operation.parameters ?? []
      expect(given.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(names)
      expect(given.filter((one) => one.in === 'path').every(({ required }) => required)).toBe(true)
      expect(new Set(given.map(({ name }) => name)).size).toBe(given.length)
    }
  })

  it('describes each answer, with problem details for every failure', () => {
    for (const { operation } of operations) {
      const statuses = Object.keys(operation.responses)
      expect(statuses).toEqual(expect.arrayContaining(['400', '401', '403', '500', '503']))
      if (operation.requestBody) expect(statuses).toEqual(expect.arrayContaining(['413', '415', '422']))
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(description).not.toBe('')
        const type =
          Number(status) >= 400
            ? ['application/problem+json']
            : ['204', '304'].includes(status)
              ? undefined
              : expect.anything()
        expect([operation.operationId, status, content && Object.keys(content)]).toEqual([
          operation.operationId,
          status,
          type,
        ])
      }
    }
  })

  it('refers only to schemas it has, and has none that is broken', () => {
    const { schemas } = document.components
    for (const ref of refsIn(document)) {
      const [, name] = /^#\/components\/schemas\/(.+)$/.exec(ref) ?? []
      expect(schemas).toHaveProperty([name ?? ref])
    }
    expect(Object.entries(schemas).flatMap(([name, schema]) => faultsOf(schema, name))).toEqual([])
    const used = operations.flatMap(({ operation }) => [
      ...(operation.parameters ?? []).map(({ schema }) => schema),
      ...Object.values({ ...operation.requestBody?.content }).map(({ schema }) => schema),
      ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}).map((c) => c.schema)),
    ])
    expect(used.flatMap((schema, index) => faultsOf(schema, String(index)))).toEqual([])
  })

  it('names components in a way OpenAPI allows', () => {
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/)
  })

  it('takes no field in an object of its own that the table does not state, and any in an OCPI object', () => {
    const { schemas } = document.components
    expect(schemas.PartnerRequest!.additionalProperties).toBe(false)
    expect(schemas.WebhookRequest!.additionalProperties).toBe(false)
    for (const name of ['LocationToWrite', 'StartSessionOrder', 'Tariff', 'CommandToken']) {
      expect(schemas[name]!.additionalProperties).toBeUndefined()
    }
  })
})
