// Lists of everything known, in order of creation: page 400 costs what page 1 costs.

import { codeWord } from '../../inspection/keys.ts'
import { canonicalText, type Readable } from '../../modules/rows.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import type { Concerning } from '../../storage/list-sql.ts'
import { type ListFilter, listBodies } from '../../storage/objects.ts'
import { malformed } from '../problem.ts'
import type { ApiHandlers, ApiReply, ApiRequest, QueryValue } from '../request.ts'
import { concernOf } from '../visible.ts'

const PAGE = 100

export interface PageNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'partners' | 'ownPartiesFor'>
}

export function listHandlers(needs: PageNeeds): ApiHandlers {
  const lister = (module: string) => (request: ApiRequest) => page(needs, module, request, canonicalText)
  return {
    listLocations: lister('locations'),
    listTariffs: lister('tariffs'),
    listSessions: lister('sessions'),
    listCdrs: lister('cdrs'),
    listTokens: lister('tokens'),
  }
}

type Query = Readonly<Record<string, QueryValue>>

/** What the key sees of a module. `textOf` makes the JSON text of an item. */
export async function page(
  { database, directory }: PageNeeds,
  module: string,
  { query, caller }: Pick<ApiRequest, 'query' | 'caller'>,
  textOf: (row: Readable) => string,
): Promise<ApiReply> {
  const limit = typeof query.limit === 'number' ? query.limit : PAGE
  const afterSeq = positionOf(query.next)
  const rows = await listBodies(database, filterOf(module, query, concernOf(directory, caller)), {
    afterSeq,
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? nextOf(shown.at(-1)!.seq) : null
  return { status: 200, bodyText: `{"items":[${shown.map(textOf).join(',')}],"next":${JSON.stringify(next)}}` }
}

function filterOf(module: string, query: Query, concerning: Concerning | undefined): ListFilter {
  const { party, partner, own, updated_from: from, updated_to: to, state, code } = query
  return {
    module,
    ...(concerning ? { concerning } : {}),
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
