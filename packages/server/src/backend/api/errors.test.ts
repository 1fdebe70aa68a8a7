import { describe, expect, it } from 'vitest'
import { type ApiCall, isStreamed } from '../define.ts'
import { openApiDocument } from '../openapi.ts'
import { Problem, problemNames } from '../problem.ts'
import { apiCalls } from './table.ts'

const statuses = new Map(problemNames.map((name) => [name, new Problem(name, '').status]))
const tagged = new Set(apiCalls.filter(({ answers }) => answers[304]).map(({ path }) => path))

/** Problems a call can end in by what it is, whatever its handler does. */
function derived({ method, path, params, body, answers }: ApiCall): number[] {
  const isWrite = method !== 'GET'
  const names = Object.keys(params).length > 0
  const streams = body !== undefined && isStreamed(body)
  if (Object.keys(answers).length === 0) return [400, 401, 403, 405, 503]
  return [
    ...[400, 401, 403, 503],
    // What is named has to be there, but for what is made.
    ...(names && method !== 'PUT' ? [404] : []),
    // A tag can be asked for.
    ...(isWrite && tagged.has(path) ? [412] : []),
    ...(body ? [413, 415, 422] : []),
    // Idempotency-Key.
    ...(method === 'POST' && !streams ? [409, 422] : []),
  ]
}

describe('the problems of the table of calls', () => {
  it('are, for every call, at least those that follow from what it is', () => {
    for (const call of apiCalls) {
      const lacks = derived(call).filter((status) => call.errors[status] === undefined)
      expect([call.name, lacks]).toEqual([call.name, []])
    }
  })

  it('are statuses that a problem can have, and no such status is nowhere', () => {
    const stated = new Set(apiCalls.flatMap(({ errors }) => Object.keys(errors).map(Number)))
    const possible = new Set(statuses.values())
    expect([...stated].filter((status) => !possible.has(status))).toEqual([])
    // 500 is no plan of any call.
    expect([...possible].filter((status) => !stated.has(status))).toEqual([500])
    for (const { name, errors, answers } of apiCalls) {
      expect([name, Object.keys(errors).filter((status) => status in answers)]).toEqual([name, []])
    }
  })

  it('stand in the document, each with the headers it always has', () => {
    const document = JSON.parse(JSON.stringify(openApiDocument('https://ocpi.example.com')))
    const always: Record<number, string> = { 401: 'WWW-Authenticate', 405: 'Allow', 503: 'Retry-After' }
    for (const call of apiCalls) {
      const { responses } = document.paths[call.path][call.method.toLowerCase()]
      for (const status of [...Object.keys(call.errors), 408, 431, 500].map(Number)) {
        const header = always[status]
        expect([call.name, status, responses[status]?.headers?.[header ?? '']?.required]).toEqual([
          call.name,
          status,
          header ? true : undefined,
        ])
        expect(Object.keys(responses[status].content)).toEqual(['application/problem+json'])
      }
    }
    expect(document.paths['/tariffs/{country_code}/{party_id}/{id}'].get.responses[304].headers.ETag.required).toBe(
      true,
    )
    expect(document.paths['/tariffs/{country_code}/{party_id}/{id}'].put.responses[201].headers.ETag.required).toBe(
      true,
    )
  })
})
