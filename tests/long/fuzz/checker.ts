// Holds answers against what the document promises.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { OpenApi, Operation, Response } from './document.ts'
import type { Answer } from './http.ts'
import { eventsIn } from './memory.ts'

export interface Asked {
  readonly operation: Operation
  /** The path was bent so far that it may lead elsewhere, or nowhere. */
  readonly astray: boolean
  /** A method that the document does not have for this path. */
  readonly wrongMethod: boolean
  /** What must not stand in the answer. */
  readonly secrets: readonly string[]
}

export type Checker = (asked: Asked, answer: Answer) => string[]

/** What is wrong with answers; empty where they are as documented. */
export function answerChecker(document: OpenApi): Checker {
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: { uri: (text: string) => URL.canParse(text) } })
  ajv.addSchema(document, 'api')
  const compiled = new Map<string, ValidateFunction>()
  const validator = (...steps: string[]): ValidateFunction => {
    const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` })
    compiled.set(pointer, known)
    return known
  }
  const against = (validate: ValidateFunction, value: unknown, what: string): string[] =>
    validate(value) ? [] : [`${what} breaks its schema: ${ajv.errorsText(validate.errors, { dataVar: '' })}`]

  function problem(text: string, type: string | undefined): string[] {
    if (type !== 'application/problem+json') return [`the problem comes as ${type}`]
    const value = parsed(text)
    if (value === undefined) return ['the problem is no JSON']
    return against(validator('components', 'schemas', 'ProblemDetails'), value, 'the problem')
  }

  function body({ id, method, path }: Operation, response: Response, status: string, answer: Answer): string[] {
    const type = mediaType(answer)
    if (!response.content) return answer.text === '' ? [] : [`${id} ${status} has a body, which is not documented`]
    if (type === undefined || !response.content[type])
      return [`the content type ${type} is not documented for ${status}`]
    const validate = validator('paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema')
    if (type === 'text/event-stream') {
      return eventsIn(answer.text).flatMap(({ data }, index) => against(validate, data, `event ${index}`))
    }
    const texts =
      type === 'application/x-ndjson' ? answer.text.split('\n').filter((line) => line !== '') : [answer.text]
    return texts.flatMap((text, index) => {
      const value = parsed(text)
      return value === undefined ? [`text ${index} of the body is no JSON`] : against(validate, value, 'the body')
    })
  }

  const headers = ({ method, path }: Operation, response: Response, answer: Answer): string[] =>
    Object.entries(response.headers ?? {}).flatMap(([name, { required }]) => {
      const value = answer.headers[name.toLowerCase()]
      if (value === undefined) return required ? [`the header ${name} is missing`] : []
      const at = ['paths', path, method.toLowerCase(), 'responses', String(answer.status), 'headers', name, 'schema']
      return against(validator(...at), value, `the header ${name}`)
    })

  return ({ operation, astray, wrongMethod, secrets }, answer) => {
    const { status } = answer
    const all = `${answer.text}\n${Object.values(answer.headers).join('\n')}`
    const found = secrets.some((secret) => all.includes(secret)) ? ['a key stands in the answer'] : []
    const documented = operation.responses[status]
    if (status >= 500 && !isExcused(status, documented, answer)) return [...found, `a ${status}`]
    if (wrongMethod && !astray && status !== 401) {
      const methods = new Set(Object.keys(document.paths[operation.path]!).map((method) => method.toUpperCase()))
      const allowed = new Set((answer.headers.allow ?? '').split(', '))
      // Another path may fit as well: `/commands/{id}` and `/commands/START_SESSION`.
      const lacks = [...methods].filter((method) => !allowed.has(method))
      if (status !== 405) found.push(`${status} for a method that is not documented`)
      else if (lacks.length > 0) found.push(`Allow lacks ${lacks.join(', ')}`)
      return [...found, ...problem(answer.text, mediaType(answer))]
    }
    if (astray) return status >= 400 ? [...found, ...problem(answer.text, mediaType(answer))] : found
    if (!documented) return [...found, `${status} is not documented`]
    return [...found, ...body(operation, documented, String(status), answer), ...headers(operation, documented, answer)]
  }
}

/** A failure of somebody else, or a moment of too much: where the document has it, and the answer says when to try again. */
const isExcused = (status: number, documented: Response | undefined, { headers }: Answer): boolean =>
  documented !== undefined && (status === 502 || (status === 503 && headers['retry-after'] !== undefined))

const mediaType = ({ headers }: Answer): string | undefined => headers['content-type']?.split(';', 1)[0]?.trim()

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
