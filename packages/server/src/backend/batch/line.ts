// One line of a batch: parsed, held against the same definitions as the body of a single call, and named.

import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseJson } from '@interchange/ocpi/wire/json'
import { isPlain, memberOf } from '../../modules/json-text.ts'
import type { Place } from '../../modules/store.ts'
import { judgeBody } from '../body.ts'
import { type ApiPayload, one, partial } from '../define.ts'
import type { Cut } from '../lines/split.ts'
import type { Given } from '../own-objects.ts'
import { invalidBody, malformed, Problem, type ProblemFault } from '../problem.ts'

export interface BatchLine {
  readonly number: number
  readonly op: 'put' | 'patch' | 'delete' | 'post'
  readonly module: string
  readonly place: Place
  readonly given: Given
  readonly noted: readonly string[]
}

/** `named`: what it is about, where that could be read all the same. */
export interface BadLine {
  readonly number: number
  readonly problem: Problem
  readonly named?: { readonly module: string; readonly place: Place }
}

export const isBad = (line: BatchLine | BadLine): line is BadLine => 'problem' in line

interface Key {
  readonly country_code?: string | null
  readonly party_id?: string | null
  readonly id?: string | null
  readonly uid?: string | null
  readonly type?: string | null
  readonly evse_uid?: string | null
  readonly connector_id?: string | null
}

interface Stated {
  readonly op: BatchLine['op']
  readonly module: string
  readonly key?: Key | null
  readonly object?: Readonly<Record<string, unknown>> | null
}

const names: Readonly<Record<string, string>> = {
  locations: 'Location',
  evse: 'Evse',
  connector: 'Connector',
  tariffs: 'Tariff',
  sessions: 'Session',
  tokens: 'Token',
  cdrs: 'Cdr',
}

/** The parts of a location are named in its key. */
const whatOf = (module: string, { connector_id, evse_uid }: Key): string =>
  module !== 'locations' ? module : connector_id != null ? 'connector' : evse_uid != null ? 'evse' : module

const allowed: Readonly<Record<string, readonly string[]>> = {
  locations: ['put', 'patch', 'delete'],
  tariffs: ['put', 'delete'],
  sessions: ['put', 'patch'],
  tokens: ['put', 'patch', 'delete'],
  cdrs: ['post'],
}

export function readLine(cut: Cut): BatchLine | BadLine {
  const { number } = cut
  if ('fault' in cut) return { number, problem: malformed(`The line ${cut.fault}`) }
  const parsed = parseJson(cut.text)
  if (!parsed.ok) return { number, problem: malformed(`The line ${parsed.why}`) }
  const { faults } = judgeBody(one('BatchLine'), '', parsed.value)
  if (faults.length > 0) return { number, problem: invalidBody(faults), ...named(parsed.value) }
  return readStated(number, cut.text, parsed.value as Stated)
}

function readStated(number: number, text: string, { op, module, key, object }: Stated): BatchLine | BadLine {
  const place = placeOf(module, key ?? {}, object ?? {})
  if (Array.isArray(place)) return { number, problem: invalidBody(place) }
  const bad = (problem: Problem): BadLine => ({ number, problem, named: { module, place } })
  if (!allowed[module]!.includes(op)) {
    const detail = `op is ${op}; in ${module} it can be ${allowed[module]!.join(' or ')}`
    return bad(new Problem('method-not-allowed', detail, { errors: [{ pointer: '/op', detail }] }))
  }
  if (op === 'delete') {
    return { number, op, module, place, given: { value: {} }, noted: [] }
  }
  if (!object) return bad(invalidBody([{ pointer: '/object', detail: `is missing; a ${op} carries it` }]))
  const value = op === 'patch' ? object : { ...ownKey(module, key ?? {}), ...object }
  const judged = judgeBody(payloadOf(op, whatOf(module, key ?? {})), text, value)
  const faults = [...contradictions(module, key ?? {}, object), ...judged.faults]
  if (faults.length > 0) return bad(invalidBody(faults.map(inObject)))
  // The text is only cut out where printing the object again would spell a number differently.
  const spelled = isPlain(text) ? undefined : memberOf(text, 'object')
  return { number, op, module, place, given: { value: object, text: spelled }, noted: judged.noted }
}

function payloadOf(op: BatchLine['op'], what: string): ApiPayload {
  const name = `${names[what]}ToWrite`
  return op === 'patch' ? partial(name, name) : one(name)
}

const inObject = ({ pointer, ...fault }: ProblemFault): ProblemFault => ({
  ...fault,
  pointer: `/object${pointer ?? ''}`,
})

/** Of what the key says, what is part of the object itself. */
function ownKey(module: string, { evse_uid, connector_id, ...key }: Key): Record<string, string> {
  if (module === 'locations' && connector_id != null) return { id: connector_id }
  if (module === 'locations' && evse_uid != null) return { uid: evse_uid }
  return Object.fromEntries(Object.entries(key).filter((entry): entry is [string, string] => entry[1] != null))
}

function contradictions(module: string, key: Key, object: Readonly<Record<string, unknown>>): ProblemFault[] {
  return Object.entries(ownKey(module, key)).flatMap(([name, text]) =>
    object[name] === undefined || equalCi(String(object[name]), text)
      ? []
      : [{ pointer: `/${name}`, detail: 'is not the one in key; both name the same object' }],
  )
}

/** The faults where the line names nothing. */
function placeOf(module: string, key: Key, object: Readonly<Record<string, unknown>>): Place | ProblemFault[] {
  const isPart = module === 'locations' && key.evse_uid != null
  const ofObject: Readonly<Record<string, unknown>> = isPart ? {} : object
  const idName = module === 'tokens' ? 'uid' : 'id'
  const textOf = (name: keyof Key): string | undefined => {
    const text = key[name] ?? ofObject[name]
    return typeof text === 'string' && text !== '' ? text : undefined
  }
  const [countryCode, partyId, id, tokenType] = [
    textOf('country_code'),
    textOf('party_id'),
    textOf(idName),
    textOf('type'),
  ]
  if (countryCode === undefined || partyId === undefined || id === undefined) {
    const missing = { country_code: countryCode, party_id: partyId, [idName]: id }
    return Object.entries(missing).flatMap(([name, text]) =>
      text === undefined
        ? [{ pointer: `/key/${name}`, detail: 'is missing, and the object does not say it either' }]
        : [],
    )
  }
  if (key.connector_id != null && key.evse_uid == null) {
    return [{ pointer: '/key/evse_uid', detail: 'is missing; a connector is one of an EVSE' }]
  }
  return {
    countryCode,
    partyId,
    id,
    ...(isPart ? { evseUid: key.evse_uid! } : {}),
    ...(isPart && key.connector_id != null ? { connectorId: key.connector_id } : {}),
    ...(module === 'tokens' && tokenType !== undefined ? { tokenType } : {}),
  }
}

/** A line with faults still says what it is about: that is not missing from a list. */
function named(value: unknown): Pick<BadLine, 'named'> {
  const { module, key, object } = (value ?? {}) as { module?: unknown; key?: unknown; object?: unknown }
  if (typeof module !== 'string' || !Object.hasOwn(allowed, module)) return {}
  const place = placeOf(module, recordOf(key), recordOf(object))
  return Array.isArray(place) ? {} : { named: { module, place } }
}

const recordOf = (value: unknown): Record<string, never> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, never>) : {}
