import { describe, expect, test } from 'vitest'
import { endpointsOf } from '../define/version.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { openApi, pathOf } from './openapi.ts'

interface Operation {
  operationId: string
  summary: string
  parameters: { $ref?: string; name?: string; in?: string; required?: boolean; schema?: unknown }[]
  requestBody?: { required: boolean; content: Record<string, { schema: { $ref: string } }> }
  responses: Record<string, { headers: Record<string, unknown>; content: Record<string, { schema: unknown }> }>
}

const pathsOf = (version: typeof v221) => openApi(version).paths as Record<string, Record<string, Operation>>
const refs = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
const headersOf = (operation: Operation) =>
  operation.parameters
    .map(({ $ref }) => $ref?.replace('#/components/parameters/', ''))
    .filter((name) => name !== undefined)

describe('OpenAPI', () => {
  for (const version of versions) {
    test(`OCPI ${version.number}: has every endpoint of the tables once, by its own name`, () => {
      const paths = pathsOf(version)
      const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
      expect(operations).toHaveLength(endpointsOf(version).length)
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
      for (const placed of endpointsOf(version)) {
        expect(paths[pathOf(version, placed)]?.[placed.endpoint.method.toLowerCase()]?.summary).toBe(
          placed.endpoint.doc,
        )
      }
    })

    test(`OCPI ${version.number}: every reference leads somewhere`, () => {
      const document = openApi(version)
      for (const ref of new Set(refs(document))) {
        const found = ref
          .slice(2)
          .split('/')
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
        expect({ ref, found: typeof found }).toEqual({ ref, found: 'object' })
      }
    })

    test(`OCPI ${version.number}: every part of a path is a parameter, and no other`, () => {
      for (const [path, methods] of Object.entries(pathsOf(version))) {
        for (const operation of Object.values(methods)) {
          const inPath = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)
          expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
        }
      }
    })
  }

  test('lays out URLs as this platform serves them', () => {
    const paths = Object.keys(pathsOf(v230))
    expect(paths).toEqual(
      expect.arrayContaining([
        '/versions',
        '/2.3.0',
        '/2.3.0/credentials',
        '/2.3.0/sender/locations',
        '/2.3.0/receiver/locations/{country_code}/{party_id}/{location_id}/{evse_uid}',
        '/2.3.0/sender/tokens/{token_uid}/authorize',
        '/2.3.0/receiver/commands/START_SESSION',
      ]),
    )
  })

  test('R-ROUTE-01 R-ROUTE-02 only functional modules carry routing headers, all carry message ids', () => {
    const paths = pathsOf(v221)
    expect(headersOf(paths['/2.2.1/sender/locations']!.get!)).toEqual([
      'X-Request-ID',
      'X-Correlation-ID',
      'OCPI-to-country-code',
      'OCPI-to-party-id',
      'OCPI-from-country-code',
      'OCPI-from-party-id',
    ])
    expect(headersOf(paths['/2.2.1/credentials']!.post!)).toEqual(['X-Request-ID', 'X-Correlation-ID'])
    expect(Object.keys(paths['/2.2.1/credentials']!.post!.responses['200']!.headers)).toEqual([
      'X-Request-ID',
      'X-Correlation-ID',
    ])
  })

  test('R-PAGE-07 R-PAGE-08 R-PAGE-09 lists answer the paging headers, and their data is a list in the envelope', () => {
    const { get } = pathsOf(v221)['/2.2.1/sender/tariffs']!
    expect(Object.keys(get!.responses['200']!.headers)).toEqual(
      expect.arrayContaining(['Link', 'X-Total-Count', 'X-Limit']),
    )
    expect(get!.responses['200']!.content['application/json']!.schema).toEqual({
      allOf: [
        { $ref: '#/components/schemas/ocpi_response' },
        { type: 'object', properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Tariff' } } } },
      ],
    })
    expect(get!.parameters.filter((one) => one.in === 'query').map(({ name, required }) => [name, required])).toEqual([
      ['date_from', false],
      ['date_to', false],
      ['offset', false],
      ['limit', false],
    ])
  })

  test('R-PAGE-18 a required query parameter is required, and none may be null', () => {
    const sessions = pathsOf(v221)['/2.2.1/sender/sessions']!.get!
    const from = sessions.parameters.find(({ name }) => name === 'date_from')!
    expect(from.required).toBe(true)
    expect(JSON.stringify(sessions.parameters)).not.toContain('null')
  })

  test('R-CDR-02 the answer to a new CDR has a Location, and 201 is for what is new', () => {
    const { post } = pathsOf(v221)['/2.2.1/receiver/cdrs']!
    expect(Object.keys(post!.responses)).toEqual(['200', '201', 'default'])
    expect(Object.keys(post!.responses['201']!.headers)).toContain('Location')
    const { put } = pathsOf(v221)['/2.2.1/sender/sessions/{session_id}/charging_preferences']!
    expect(Object.keys(put!.responses)).toEqual(['200', 'default'])
  })

  test('bodies: whole, changed fields only, or not required', () => {
    const paths = pathsOf(v221)
    const body = (path: string, method: string) => paths[path]![method]!.requestBody!
    const schema = (path: string, method: string) => body(path, method).content['application/json']!.schema.$ref
    const evse = '/2.2.1/receiver/locations/{country_code}/{party_id}/{location_id}/{evse_uid}'
    expect(schema(evse, 'put')).toBe('#/components/schemas/EVSE')
    expect(schema(evse, 'patch')).toBe('#/components/schemas/EVSEPatch')
    expect(body(evse, 'patch').required).toBe(true)
    expect(body('/2.2.1/sender/tokens/{token_uid}/authorize', 'post').required).toBe(false)
  })
})
