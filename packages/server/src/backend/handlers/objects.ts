// Own objects are written and published; own and received ones are read.

import { canonical } from '@interchange/ocpi/canonical'
import type { Clock, Ids } from '../../clock.ts'
import { type Events, ourselves } from '../../events.ts'
import { auditKey } from '../../inspection/keys.ts'
import type { OwnWrites } from '../../inspection/own-writes.ts'
import { bodyFrom } from '../../modules/body.ts'
import type { Applying } from '../../modules/price-groups/applying.ts'
import { canonicalText } from '../../modules/rows.ts'
import { type Place, type Removal, type Stored, storePatch, storeRemoval, storeWhole } from '../../modules/store.ts'
import { type Incoming, withFields } from '../../modules/writing.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import type { GroupWriter, Write } from '../../storage/writer.ts'
import { asFindingsProblem, findingHeaders } from '../findings.ts'
import { assertOurs } from '../ours.ts'
import { notFound, Problem } from '../problem.ts'
import type { ApiHandler, ApiHandlers, ApiReply, ApiRequest } from '../request.ts'
import { API_PREFIX } from '../router.ts'
import { concernOf, concerns } from '../visible.ts'

export interface ObjectHandlersNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly own: OwnWrites
  readonly directory: Directory
  readonly priceGroups: Pick<Applying, 'beforeWrite'>
  readonly events: Pick<Events, 'objectOdd'>
  readonly clock: Clock
  readonly ids: Ids
}

const RFID = 'RFID'

export function objectHandlers(needs: ObjectHandlersNeeds): ApiHandlers {
  const { database, writer, own, directory, priceGroups, events, clock, ids } = needs

  /** An own write: what the URL names is put in, the text keeps its spelling. */
  function incoming(request: ApiRequest, added: Readonly<Record<string, string>>): Incoming {
    const value = request.body as Record<string, unknown>
    const missing = Object.fromEntries(Object.entries(added).filter(([name]) => value[name] === undefined))
    const given = bodyFrom(canonical.number, value, request.bodyText)
    const body = Object.keys(missing).length === 0 ? given : withFields(given, missing)
    return {
      version: canonical,
      object: body.value,
      text: body.text,
      partner: null,
      source: 'own',
      correlationId: ids.uuid(),
      stamp: clock.now().toISOString(),
    }
  }

  async function store(module: string, write: Write<Stored>): Promise<Stored> {
    const stored = await writer.write(write)
    events.objectOdd(ourselves, module, stored.findings)
    return stored
  }

  const removal = (): Removal => ({
    partner: null,
    source: 'own',
    correlationId: ids.uuid(),
    at: clock.now().toISOString(),
  })

  async function find(module: string, { caller, ...request }: Placed & Pick<ApiRequest, 'caller'>): Promise<Row> {
    const place = placeOf(request)
    const sub = module === 'tokens' ? (place.tokenType ?? RFID) : ''
    const row = await getRow(database, rowKey(module, place.countryCode, place.partyId, place.id, sub))
    if (!row || row.deleted || !concerns(concernOf(directory, caller), row)) {
      throw notFound(`There is no such object in ${module}`)
    }
    return row
  }

  const read =
    (module: string): ApiHandler =>
    async (request) => ({ status: 200, bodyText: canonicalText(await find(module, request)) })

  const put =
    (module: string, added: (request: ApiRequest, place: Place) => Record<string, string>): ApiHandler =>
    async (request) => {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const object = incoming(request, added(request, place))
      if (module === 'locations') await priceGroups.beforeWrite(place, object.object)
      return replyTo(await store(module, storeWhole(module, object, place)))
    }

  const remove =
    (module: string): ApiHandler =>
    async (request) => {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const { row } = await writer.write(storeRemoval(module, place, removal()))
      return row.deleted ? { status: 204 } : { status: 200, bodyText: canonicalText(row) }
    }

  const ownerAndId = (_request: ApiRequest, { countryCode, partyId, id }: Place) => ({
    ...ownerFields(countryCode, partyId),
    id,
  })

  return {
    getLocation: read('locations'),
    putLocation: put('locations', ownerAndId),
    deleteLocation: remove('locations'),
    getEvse: async (request) => ({ status: 200, bodyText: partOf(await find('locations', request), request) }),
    putEvse: put('locations', (_request, { evseUid }) => ({ uid: evseUid! })),
    patchEvse: patchPart,
    getConnector: async (request) => ({
      status: 200,
      bodyText: partOf(await find('locations', request), request),
    }),
    async putConnector(request) {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const object = incoming(request, { id: place.connectorId! })
      await priceGroups.beforeWrite(place, object.object)
      const stored = await store('locations', storeWhole('locations', object, place))
      return { status: stored.outcome === 'created' ? 201 : 200, bodyText: connectorOf(stored.row, place) }
    },
    patchConnector: patchPart,

    getTariff: read('tariffs'),
    async putTariff(request) {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const write = incoming(request, ownerAndId(request, place))
      const { stored, findings } = await own.publishTariff(write, place)
      events.objectOdd(ourselves, 'tariffs', stored.findings)
      return { ...replyTo(stored), headers: findingHeaders(findings, { lint: urlOf(stored.row, 'lint') }) }
    },
    deleteTariff: remove('tariffs'),

    getSession: read('sessions'),
    async putSession(request) {
      const place = placeOf(request)
      assertOurs(directory, request.caller, place)
      const { stored, findings } = await own.publishSession(incoming(request, ownerAndId(request, place)), place)
      events.objectOdd(ourselves, 'sessions', stored.findings)
      return { ...replyTo(stored), headers: findingHeaders(findings) }
    },
    async deleteSession() {
      throw new Problem(
        'method-not-allowed',
        'OCPI deletes no sessions; PUT it with status COMPLETED, or INVALID when it is not to be billed',
        { headers: { allow: 'GET, PUT' } },
      )
    },

    getToken: read('tokens'),
    putToken: put('tokens', (_request, { countryCode, partyId, id, tokenType }) => ({
      ...ownerFields(countryCode, partyId),
      uid: id,
      type: tokenType ?? RFID,
    })),
    deleteToken: remove('tokens'),

    async getCdr(request) {
      const cdr = await find('cdrs', request)
      const audit = await getRow(database, auditKey(cdr.key))
      const state = audit?.state ? { 'interchange-audit': audit.state } : {}
      return {
        status: 200,
        bodyText: canonicalText(cdr),
        headers: { ...state, ...findingHeaders([], { audit: urlOf(cdr, 'audit') }) },
      }
    },
    async postCdr(request) {
      const { country_code, party_id } = request.body as { country_code: string; party_id: string }
      assertOurs(directory, request.caller, { countryCode: country_code, partyId: party_id })
      try {
        const accept = request.query.accept_findings === true
        const { stored, findings } = await own.issueCdr(incoming(request, {}), request.caller.name, accept)
        events.objectOdd(ourselves, 'cdrs', stored.findings)
        return { ...replyTo(stored), headers: findingHeaders(findings, { audit: urlOf(stored.row, 'audit') }) }
      } catch (error) {
        throw asFindingsProblem(error)
      }
    },
  }

  async function patchPart(request: ApiRequest): Promise<ApiReply> {
    const place = placeOf(request)
    assertOurs(directory, request.caller, place)
    const fields = incoming(request, {})
    await priceGroups.beforeWrite(place, fields.object)
    const { row } = await store('locations', storePatch('locations', place, fields))
    return { status: 200, bodyText: place.connectorId === undefined ? canonicalText(row) : connectorOf(row, place) }
  }
}

/** Ids keep the spelling of the URL; parties are written in capitals, as everywhere. */
const ownerFields = (countryCode: string, partyId: string) => ({
  country_code: countryCode.toUpperCase(),
  party_id: partyId.toUpperCase(),
})

type Placed = Pick<ApiRequest, 'params' | 'query' | 'body'>

/** Without `?type` a token is of the type its body says: a uid is unique only together with it. */
function placeOf({ params, query, body }: Placed): Place {
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
