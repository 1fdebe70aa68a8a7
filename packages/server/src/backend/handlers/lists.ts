// Lists of everything known, in order of creation: page 400 costs what page 1 costs.

import type { Clock } from '../../clock.ts'
import { codeWord } from '../../inspection/keys.ts'
import { canonicalText, type Readable } from '../../modules/rows.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Driver } from '../../retail/rules.ts'
import type { Database } from '../../storage/database.ts'
import type { Concerning } from '../../storage/list-sql.ts'
import { type NearPosition, type NearRow, nearRows } from '../../storage/near.ts'
import { type ListFilter, listBodies, listRows } from '../../storage/objects.ts'
import type { Row } from '../../storage/row.ts'
import { metaOf, wrappedRow } from '../meta.ts'
import { pricesNow } from '../prices-now.ts'
import { malformed } from '../problem.ts'
import { askedDriver, driverOfList, type ListDriverQuery } from '../quoted-driver.ts'
import type { ApiHandler, ApiHandlers, ApiReply, ApiRequest, QueryValue } from '../request.ts'
import { concernOf } from '../visible.ts'

const PAGE = 100

/** `prices`: with `?prices=true`. */
const MOST_PRICED = 100
const NEAR_RADIUS = 10_000

export interface PageNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'partners' | 'ownPartiesFor'>
}

interface DriverNeeds extends PageNeeds {
  readonly directory: PageNeeds['directory'] & Pick<Directory, 'ownParty' | 'ownParties'>
}

/** Whose prices a list or a Location is asked with. */
export async function driverOfPrices(
  needs: DriverNeeds,
  { call, caller, query }: Pick<ApiRequest, 'call' | 'caller' | 'query'>,
): Promise<Driver | undefined> {
  if (call.query.driver_party === undefined) return undefined
  const asked = driverOfList(query as ListDriverQuery)
  const [parameter] = Object.keys(asked)
  if (parameter === undefined) return undefined
  if (query.prices !== true) throw wrong(parameter === 'party' ? 'driver_party' : parameter, 'goes with prices=true')
  return askedDriver(needs, caller, asked, 'driver_party')
}

export function listHandlers({ clock, ...needs }: DriverNeeds & { readonly clock: Clock }): ApiHandlers {
  const { database, directory } = needs
  const lister =
    (module: string): ApiHandler =>
    async (request) => {
      const { query } = request
      const { near, meta, prices } = query
      const driver = await driverOfPrices(needs, request)
      if (prices === true && meta !== true) throw wrong('prices', 'goes with meta=true')
      if (query.radius !== undefined && near === undefined) throw wrong('radius', 'goes with near')
      const limit = Math.min(limitOf(query), prices === true ? MOST_PRICED : Number.POSITIVE_INFINITY)
      if (near === undefined && meta !== true) return page(needs, module, request, canonicalText)
      const filter = filterOf(module, query, concernOf(directory, request.caller))
      const { rows, next } =
        near === undefined
          ? await listed(database, filter, query, limit)
          : await around(database, filter, query, limit, String(near))
      if (meta !== true) return { status: 200, bodyText: pageText(rows.map(canonicalText), next) }
      const about = await metaOf(database, rows)
      const pricesOf = prices === true ? await pricesNow(database, rows, clock.now(), driver) : undefined
      const items = rows.map((row) =>
        wrappedRow(row, {
          ...about(row),
          ...('distance' in row ? { distance: Math.round(row.distance) } : {}),
          ...(pricesOf ? { prices: pricesOf(row) } : {}),
        }),
      )
      return { status: 200, bodyText: pageText(items, next) }
    }
  return {
    listLocations: lister('locations'),
    listTariffs: lister('tariffs'),
    listSessions: lister('sessions'),
    listCdrs: lister('cdrs'),
    listTokens: lister('tokens'),
  }
}

interface Listed {
  readonly rows: readonly (Row | NearRow)[]
  readonly next: string | null
}

async function listed(database: Database, filter: ListFilter, query: Query, limit: number): Promise<Listed> {
  const afterSeq = positionOf(query.next)
  const rows = await listRows(database, filter, { afterSeq, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? nextOf(shown.at(-1)!.seq) : null }
}

async function around(
  database: Database,
  filter: ListFilter,
  query: Query,
  limit: number,
  near: string,
): Promise<Listed> {
  const [latitude, longitude] = near.split(',').map(Number) as [number, number]
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    throw wrong(
      'near',
      'is no place on Earth: the latitude comes first, within 90 degrees, then the longitude, within 180',
    )
  }
  const radius = typeof query.radius === 'number' ? query.radius : NEAR_RADIUS
  const after = nearPositionOf(query.next)
  const rows = await nearRows(database, filter, { latitude, longitude, radius }, after, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = last && rows.length > limit ? encoded(`near ${last.distance} ${last.seq}`) : null
  return { rows: shown, next }
}

const pageText = (items: readonly string[], next: string | null): string =>
  `{"items":[${items.join(',')}],"next":${JSON.stringify(next)}}`

type Query = Readonly<Record<string, QueryValue>>

/** What the key sees of a module. `textOf` makes the JSON text of an item. */
export async function page(
  { database, directory }: PageNeeds,
  module: string,
  { query, caller }: Pick<ApiRequest, 'query' | 'caller'>,
  textOf: (row: Readable) => string,
): Promise<ApiReply> {
  const limit = limitOf(query)
  const afterSeq = positionOf(query.next)
  const rows = await listBodies(database, filterOf(module, query, concernOf(directory, caller)), {
    afterSeq,
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? nextOf(shown.at(-1)!.seq) : null
  return { status: 200, bodyText: pageText(shown.map(textOf), next) }
}

const limitOf = ({ limit }: Query): number => (typeof limit === 'number' ? limit : PAGE)

function filterOf(module: string, query: Query, concerning: Concerning | undefined): ListFilter {
  const { party, partner, own, updated_from: from, updated_to: to, code } = query
  const { evse_id: evseId, token, from: startedFrom, to: startedTo } = query
  const states = [...listOf(query.state), ...listOf(query.status)]
  return {
    module,
    ...(concerning ? { concerning } : {}),
    ...(Array.isArray(party) && party.length > 0 ? { owners: party } : {}),
    ...(typeof partner === 'string' ? { partner } : {}),
    ...(own === true ? { partner: null } : {}),
    ...(own === false ? { received: true } : {}),
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof to === 'string' ? { to } : {}),
    ...(states.length > 0 ? { [stateOf(module)]: states } : {}),
    ...(Array.isArray(code) && code.length > 0 ? { foundBy: code.map(codeWord) } : {}),
    ...(typeof evseId === 'string' ? { evseId } : {}),
    ...(typeof token === 'string' && module !== 'locations' ? { tokenUid: token } : {}),
    ...(typeof startedFrom === 'string' ? { startedFrom } : {}),
    ...(typeof startedTo === 'string' ? { startedTo } : {}),
  }
}

const listOf = (value: QueryValue): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : [])

/** A location is in the states of its EVSEs, a CDR in that of its audit. */
const stateOf = (module: string): 'state' | 'evseStatus' | 'auditState' =>
  module === 'locations' ? 'evseStatus' : module === 'cdrs' ? 'auditState' : 'state'

const encoded = (text: string): string => Buffer.from(text).toString('base64url')
const decoded = (next: QueryValue): string => Buffer.from(String(next), 'base64url').toString('utf8')
const nextOf = (seq: number): string => encoded(`after ${seq}`)

const wrong = (parameter: string, detail: string) => malformed('A parameter is malformed', [{ parameter, detail }])
const notNext = () => wrong('next', 'is not the `next` of a page of this list')

function positionOf(next: QueryValue): number {
  if (next === undefined) return 0
  const seq = /^after (\d{1,15})$/.exec(decoded(next))?.[1]
  if (seq === undefined) throw notNext()
  return Number(seq)
}

function nearPositionOf(next: QueryValue): NearPosition | undefined {
  if (next === undefined) return undefined
  const [, distance, seq] = /^near (\d{1,8}(?:\.\d{1,20})?(?:e-\d{1,3})?) (\d{1,15})$/.exec(decoded(next)) ?? []
  if (distance === undefined) throw notNext()
  return { distance: Number(distance), seq: Number(seq) }
}
