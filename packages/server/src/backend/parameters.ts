// Path and query parameters: text becomes what the table says it is, and what does not fit is refused by name.

import type { Field } from '@interchange/ocpi/define/type'
import { check } from '@interchange/ocpi/define/validate'
import { api } from './api/table.ts'
import type { ApiCall } from './define.ts'
import { malformed, type ProblemFault } from './problem.ts'
import type { QueryValue } from './request.ts'

/** The query of a request, typed. Throws a Problem naming each parameter that is at fault. */
export function readParameters(
  call: ApiCall,
  params: Readonly<Record<string, string>>,
  given: URLSearchParams,
): Record<string, QueryValue> {
  const faults: ProblemFault[] = []
  const query: Record<string, QueryValue> = {}
  for (const name of new Set(given.keys())) {
    const field = Object.hasOwn(call.query, name) ? call.query[name] : undefined
    const texts = given.getAll(name).filter((text) => text !== '')
    if (!field) faults.push({ parameter: name.slice(0, 80), detail: `is unknown here; ${known(call)}` })
    else if (isList(field)) query[name] = texts.flatMap((text) => text.split(',')).map((text) => text.trim())
    else if (texts.length > 1) faults.push({ parameter: name, detail: 'is given more than once' })
    else if (texts[0] !== undefined) query[name] = readValue(field, texts[0])
  }
  faults.push(...faultsOf(`${call.name} params`, params), ...faultsOf(`${call.name} query`, query))
  if (faults.length > 0) throw malformed('A parameter is malformed', faults)
  return query
}

const isList = ({ card }: Field): boolean => card === '*' || card === '+'

/** What cannot be read stays text, and the definition then says what would be right. */
function readValue({ type }: Field, text: string): QueryValue {
  if (type.kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (type.kind === 'int' || type.kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  return text
}

const faultsOf = (definition: string, value: object): ProblemFault[] =>
  check(api, definition, value)
    .filter(({ severity }) => severity !== 'note')
    .map(({ path, message }) => ({ parameter: path.split('/')[1] ?? '', detail: message }))

const known = ({ query }: ApiCall): string => {
  const names = Object.keys(query)
  return names.length === 0 ? 'this call has no query' : `${names.join(', ')} can be given`
}
