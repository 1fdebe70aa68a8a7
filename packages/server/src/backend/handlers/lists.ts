// Lists of everything known, in order of creation: page 400 costs what page 1 costs.

import { codeWord } from '../../inspection/keys.ts'
import { canonicalText, type Readable } from '../../modules/rows.ts'
import type { Database } from '../../storage/database.ts'
import { type ListFilter, listBodies } from '../../storage/objects.ts'
import { malformed } from '../problem.ts'
import type { ApiHandlers, ApiReply, QueryValue } from '../request.ts'

const PAGE = 100

export function listHandlers(database: Database): ApiHandlers {
  const lister = (module: string) => (request: { query: Query }) => page(database, module, request.query, canonicalText)
  return {
    listLocations: lister('locations'),
    listTariffs: lister('tariffs'),
    listSessions: lister('sessions'),
    listCdrs: lister('cdrs'),
    listTokens: lister('tokens'),
  }
}

type Query = Readonly<Record<string, QueryValue>>

/** `textOf` makes the JSON text of an item. */
export async function page(
  database: Database,
  module: string,
  query: Query,
  textOf: (row: Readable) => string,
): Promise<ApiReply> {
  const limit = typeof query.limit === 'number' ? query.limit : PAGE
  const afterSeq = positionOf(query.next)
  const rows = await listBodies(database, filterOf(module, query), { afterSeq, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? nextOf(shown.at(-1)!.seq) : null
  return { status: 200, bodyText: `{"items":[${shown.map(textOf).join(',')}],"next":${JSON.stringify(next)}}` }
}

function filterOf(module: string, query: Query): ListFilter {
  const { party, partner, own, updated_from: from, updated_to: to, state, code } = query
  return {
    module,
    ...(Array.isArray(party) && party.length > 0 ? { owners: party } : {}),
    ...(typeof partner === 'string' ? { partner } : {}),
    ...(own === true ? { partner: null } : {}),
    ...(own === false ? { received: true } : {}),
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof to === 'string' ? { to } : {}),
    ...(Array.isArray(state) && state.length > 0 ? { state } : {}),
    ...(Array.isArray(code) && code.length > 0 ? { foundBy: code.map(codeWord) } : {}),
  }
}

const nextOf = (seq: number): string => Buffer.from(`after ${seq}`).toString('base64url')

function positionOf(next: QueryValue): number {
  if (next === undefined) return 0
  const seq = /^after (\d{1,15})$/.exec(Buffer.from(String(next), 'base64url').toString('utf8'))?.[1]
  if (seq === undefined) {
    throw malformed('A parameter is malformed', [{ parameter: 'next', detail: 'is not the `next` of a page' }])
  }
  return Number(seq)
}
