// Own objects are written and published; own and received ones are read.

import type { Clock } from '../../clock.ts'
import { auditKey } from '../../inspection/keys.ts'
import { canonicalText } from '../../modules/rows.ts'
import type { Place, Stored } from '../../modules/store.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { getRow, getRows } from '../../storage/objects.ts'
import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import { asFindingsProblem, findingHeaders } from '../findings.ts'
import { metaOf, wrapped } from '../meta.ts'
import { assertOurs } from '../ours.ts'
import type { Given, OwnObjects } from '../own-objects.ts'
import { conditionOf, isUnmodified, tagOf } from '../preconditions.ts'
import { pricesNow } from '../prices-now.ts'
import { notFound, Problem } from '../problem.ts'
import type { ApiHandler, ApiHandlers, ApiReply, ApiRequest } from '../request.ts'
import { API_PREFIX } from '../router.ts'
import { concernOf, concerns } from '../visible.ts'
import { driverOfPrices } from './lists.ts'

export interface ObjectHandlersNeeds {
  readonly database: Database
  readonly objects: OwnObjects
  readonly directory: Directory
  readonly clock: Clock
}

const RFID = 'RFID'

export function objectHandlers({ database, objects, directory, clock }: ObjectHandlersNeeds): ApiHandlers {
  /** The object, or the location that has the part; `tagged`: what its ETag is of. */
  async function find(module: string, request: ApiRequest): Promise<{ row: Row; tagged: Row }> {
    const place = placeOf(request)
    const key = keyOf(module, place)
    const part = partKey(place)
    const rows = await getRows(database, part ? [key, part] : [key])
    const row = rows.find((one) => one.key.module === module && !one.deleted)
    const tagged = part ? rows.find((one) => one.key.module === part.module && !one.deleted) : row
    if (!row || !concerns(concernOf(directory, request.caller), row)) {
      throw notFound(`There is no such object in ${module}`)
    }
    if (!tagged) throw notFound('The Location has no such part')
    return { row, tagged }
  }

  const read =
    (module: string, headersOf: (row: Row) => Promise<Record<string, string>> = async () => ({})): ApiHandler =>
    async (request) => {
      const { row, tagged } = await find(module, request)
      const text = request.params.evse_uid === undefined ? canonicalText(row) : partOf(row, request)
      const etag = tagOf(tagged)
      const headers = { etag, 'cache-control': 'private, no-cache', ...(await headersOf(row)) }
      if (isUnmodified(request.headers, etag)) return { status: 304, headers }
      if (request.query.meta !== true) return { status: 200, bodyText: text, headers }
      const { availability, ...about } = (await metaOf(database, [row]))(row)
      const driver = await driverOfPrices({ database, directory }, request)
      const prices =
        request.query.prices === true ? { prices: (await pricesNow(database, [row], clock.now(), driver))(row) } : {}
      const meta =
        tagged === row
          ? { ...about, ...(availability ? { availability } : {}), ...prices }
          : { ...about, state: tagged.state, received_at: tagged.receivedAt }
      return { status: 200, bodyText: wrapped(text, meta), headers }
    }

  /** The one way of all writes of an object: its party is ours, and it is what the request supposes. */
  const write =
    (module: string, how: 'put' | 'patch'): ApiHandler =>
    async (request) => {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const condition = conditionOf(request.headers, partKey(place) ?? keyOf(module, place))
      const { stored, findings } = await objects[how](module, place, givenIn(request), condition.within)
      const lint = module === 'tariffs' ? { lint: urlOf(stored.row, 'lint') } : {}
      return {
        status: how === 'put' && stored.outcome === 'created' ? 201 : 200,
        bodyText: place.connectorId === undefined ? canonicalText(stored.row) : connectorOf(stored.row, place),
        headers: { ...condition.headers(), ...findingHeaders(findings, lint) },
      }
    }

  const remove =
    (module: string): ApiHandler =>
    async (request) => {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const condition = conditionOf(request.headers, keyOf(module, place))
      const { row } = await objects.remove(module, place, condition.within)
      return row.deleted ? { status: 204 } : { status: 200, bodyText: canonicalText(row), headers: condition.headers() }
    }

  return {
    getLocation: read('locations'),
    putLocation: write('locations', 'put'),
    deleteLocation: remove('locations'),
    getEvse: read('locations'),
    putEvse: write('locations', 'put'),
    patchEvse: write('locations', 'patch'),
    getConnector: read('locations'),
    putConnector: write('locations', 'put'),
    patchConnector: write('locations', 'patch'),

    getTariff: read('tariffs'),
    putTariff: write('tariffs', 'put'),
    deleteTariff: remove('tariffs'),

    getSession: read('sessions'),
    putSession: write('sessions', 'put'),
    async deleteSession() {
      throw new Problem(
        'method-not-allowed',
        'OCPI deletes no sessions; PUT it with status COMPLETED, or INVALID when it is not to be billed',
        { headers: { allow: 'GET, PUT' } },
      )
    },

    getToken: read('tokens'),
    putToken: write('tokens', 'put'),
    deleteToken: remove('tokens'),

    getCdr: read('cdrs', async (cdr) => {
      const audit = await getRow(database, auditKey(cdr.key))
      const state = audit?.state ? { 'interchange-audit': audit.state } : {}
      return { ...state, ...findingHeaders([], { audit: urlOf(cdr, 'audit') }) }
    }),
    async postCdr(request) {
      const { country_code, party_id } = request.body as { country_code: string; party_id: string }
      assertOurs(directory, request.caller, { countryCode: country_code, partyId: party_id })
      try {
        const accept = request.query.accept_findings === true
        const { stored, findings } = await objects.issueCdr(givenIn(request), request.caller.name, accept)
        return { ...replyTo(stored), headers: findingHeaders(findings, { audit: urlOf(stored.row, 'audit') }) }
      } catch (error) {
        throw asFindingsProblem(error)
      }
    },
  }
}

const givenIn = ({ body, bodyText }: ApiRequest): Given => ({ value: body as Given['value'], text: bodyText })

const keyOf = (module: string, { countryCode, partyId, id, tokenType }: Place): RowKey =>
  rowKey(module, countryCode, partyId, id, module === 'tokens' ? (tokenType ?? RFID) : '')

/** A connector stands in its EVSE. */
const partKey = ({ countryCode, partyId, id, evseUid }: Place): RowKey | undefined =>
  evseUid === undefined ? undefined : rowKey('evses', countryCode, partyId, id, evseUid)

/** Without `?type` a token is of the type its body says: a uid is unique only together with it. */
function placeOf({ params, query, body }: ApiRequest): Place {
  const given = (body as { type?: unknown } | undefined)?.type
  const type = query.type ?? (params.uid === undefined ? undefined : given)
  return {
    countryCode: params.country_code!,
    partyId: params.party_id!,
    id: params.id ?? params.uid!,
    ...(params.evse_uid === undefined ? {} : { evseUid: params.evse_uid }),
    ...(params.connector_id === undefined ? {} : { connectorId: params.connector_id }),
    ...(typeof type === 'string' ? { tokenType: type } : {}),
  }
}

const replyTo = ({ outcome, row }: Stored): ApiReply => ({
  status: outcome === 'created' ? 201 : 200,
  bodyText: canonicalText(row),
})

/** Path of what was found in an object. */
const urlOf = ({ key }: Row, what: 'audit' | 'lint'): string =>
  `${API_PREFIX}/${key.module}/${[key.countryCode, key.partyId, key.id].map(encodeURIComponent).join('/')}/${what}`

interface Part {
  readonly uid?: string
  readonly id?: string
  readonly evses?: readonly Part[]
  readonly connectors?: readonly Part[]
}

const same = (a: string | undefined, b: string | undefined): boolean => a?.toUpperCase() === b?.toUpperCase()

function partOf(location: Row, { params }: ApiRequest): string {
  const evse = (JSON.parse(canonicalText(location)) as Part).evses?.find(({ uid }) => same(uid, params.evse_uid))
  const part =
    params.connector_id === undefined ? evse : evse?.connectors?.find(({ id }) => same(id, params.connector_id))
  if (!part) throw notFound('The Location has no such part')
  return JSON.stringify(part)
}

/** The row of a connector's write is its EVSE. */
function connectorOf(evse: Row, place: Place): string {
  const { connectors } = JSON.parse(canonicalText(evse)) as Part
  return JSON.stringify(connectors?.find(({ id }) => same(id, place.connectorId)))
}
