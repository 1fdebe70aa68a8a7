// What a session costs, will cost or would cost: answered from what is given and what the platform knows; nothing is stored.

import type { CDR, Connector, Location, Session, Tariff, TariffType } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { adHocComponents, price, priceCurve, quote, selectTariff } from '@interchange/tariff'
import { zone } from '@interchange/tariff/local-time'
import type { Clock } from '../../clock.ts'
import type { KnownPrices } from '../../modules/price-groups/known-prices.ts'
import { tariffIdsForToken } from '../../modules/price-groups/tariff-ids.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { connectorOf, findObject, findTariffs, powerOf } from './price-lookup.ts'

export interface PriceHandlersNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'serving' | 'ownParty'>
  readonly prices: Pick<KnownPrices, 'tariffIdsFor' | 'catchUp'>
  readonly clock: Clock
}

interface PriceBody {
  readonly cdr?: Partial<CDR> | null
  readonly session?: Partial<Session> | null
  readonly country_code?: string | null
  readonly party_id?: string | null
  readonly session_id?: string | null
  readonly tariffs?: readonly Tariff[] | null
  readonly location?: { readonly time_zone: string } | null
  readonly cut?: boolean | null
}

type Used = Partial<CDR> & Partial<Session> & Pick<Session, 'start_date_time'>

/** What is priced, and where in the body it stands. */
interface Asked {
  readonly usage: Used
  readonly at: string
}

export function priceHandlers({ database, directory, prices, clock }: PriceHandlersNeeds): ApiHandlers {
  async function askedFor({ cdr, session, ...named }: PriceBody): Promise<Asked> {
    const given = [cdr, session, named.session_id].filter((one) => one !== undefined && one !== null)
    if (given.length !== 1) {
      throw invalidBody([{ pointer: '', detail: 'takes one of cdr, session and session_id' }])
    }
    if (cdr) return { usage: cdr as Used, at: '/cdr' }
    if (session) return { usage: session as Used, at: '/session' }
    const missing = (['country_code', 'party_id'] as const).filter((name) => !named[name])
    if (missing.length > 0) {
      throw invalidBody(missing.map((name) => ({ pointer: `/${name}`, detail: 'is needed with session_id' })))
    }
    const owner = { countryCode: named.country_code!, partyId: named.party_id! }
    const found = await findObject<Used>(database, 'sessions', owner, named.session_id!)
    if (!found) throw notFound(`There is no session ${named.session_id} of ${partyKey(owner)}`)
    return { usage: found.object, at: '' }
  }

  /** The tariffs that the periods name, beside those at hand; without any name, the one of the connector. */
  async function tariffsFor({ usage, at }: Asked, place: FoundLocation | undefined): Promise<readonly Tariff[]> {
    const atHand = usage.tariffs ?? []
    const named = [...new Set((usage.charging_periods ?? []).flatMap(({ tariff_id }) => tariff_id ?? []))]
    if (named.length === 0) return atHand.length > 0 ? atHand : await tariffOfConnector(usage, place)
    const wanted = named.filter((name) => !atHand.some(({ id }) => equalCi(id, name)))
    if (wanted.length === 0) return atHand
    const owner = ownerOf(usage)
    if (!owner) {
      const detail = 'is needed to look up the tariffs; or give tariffs'
      throw invalidBody(['country_code', 'party_id'].map((name) => ({ pointer: `${at}/${name}`, detail })))
    }
    const { tariffs, missing } = await findTariffs(database, owner, wanted)
    assertKnown(owner, missing, (id) => {
      const index = usage.charging_periods!.findIndex(({ tariff_id }) => tariff_id === id)
      return `${at}/charging_periods/${index}/tariff_id`
    })
    return [...atHand, ...tariffs]
  }

  async function tariffOfConnector(usage: Used, place: FoundLocation | undefined): Promise<readonly Tariff[]> {
    const { evseUid, connectorId } = placeOf(usage)
    const connector = place && connectorOf(place.location, evseUid, connectorId)
    if (!place || !connector) return []
    const { owner, location } = place
    const own = connector.tariff_ids ?? []
    const party = usage.cdr_token && {
      countryCode: usage.cdr_token.country_code,
      partyId: usage.cdr_token.party_id,
    }
    const ours = { ...owner, locationId: location.id, evseUid: evseUid!, connectorId: connectorId!, tariffIds: own }
    const ids =
      party && directory.ownParty(partyKey(owner)) ? tariffIdsForToken({ prices, directory }, ours, party) : own
    const { tariffs, missing } = await findTariffs(database, owner, ids)
    assertKnown(owner, missing)
    const { tariff } = selectTariff(tariffs, usage.start_date_time)
    return tariff ? [tariff] : []
  }

  async function locationOf(usage: Used): Promise<FoundLocation | undefined> {
    const owner = ownerOf(usage)
    const { locationId } = placeOf(usage)
    if (!owner || !locationId) return undefined
    const found = await findObject<Location>(database, 'locations', owner, locationId)
    if (!found) return undefined
    await prices.catchUp([found.row])
    return { owner, location: found.object }
  }

  return {
    async postPrice({ body }) {
      const { tariffs, location, cut } = body as PriceBody
      const asked = await askedFor(body as PriceBody)
      const place = await locationOf(asked.usage)
      const options = {
        tariffs: tariffs?.length ? tariffs : await tariffsFor(asked, place),
        location: location ?? place?.location ?? null,
        cut: cut ?? true,
      }
      return { status: 200, body: price(asked.usage, options) }
    },

    async getConnectorPrice({ params, query }) {
      const owner = { countryCode: params.country_code!, partyId: params.party_id! }
      const found = await findObject<Location>(database, 'locations', owner, params.id!)
      const connector = found && connectorOf(found.object, params.evse_uid, params.connector_id)
      if (!connector) throw notFound('There is no such connector')
      const ids = connector.tariff_ids ?? []
      if (ids.length === 0) throw conflict('The connector names no tariffs')
      const { tariffs, missing } = await findTariffs(database, owner, ids)
      assertKnown(owner, missing)
      return { status: 200, body: connectorPrice(found.object, connector, tariffs, query as PriceQuery, clock.now()) }
    },
  }
}

interface FoundLocation {
  readonly owner: Party
  readonly location: Location
}

interface PriceQuery {
  readonly energy_kwh?: number
  readonly power_kw?: number
  readonly start?: string
  readonly idle_minutes?: number
  readonly tariff_type?: TariffType
}

function connectorPrice(
  { time_zone: timeZone }: Location,
  connector: Connector,
  tariffs: readonly Tariff[],
  query: PriceQuery,
  now: Date,
): Record<string, unknown> {
  const { start = now.toISOString(), power_kw: power = powerOf(connector), energy_kwh: energy } = query
  const { idle_minutes: idle, tariff_type: use } = query
  const plan = {
    start_date_time: start,
    power,
    ...(energy === undefined ? {} : { energy }),
    ...(idle === undefined ? {} : { idle: idle * 60 }),
    ...(use === undefined ? {} : { use }),
  }
  const asked = selectTariff(tariffs, start, use).tariff
  const adHoc = selectTariff(tariffs, start, 'AD_HOC_PAYMENT').tariff
  const day = zone(timeZone)?.localTime(parseDateTime(start)!).day
  const date = day === undefined ? '' : new Date(day * 86_400_000).toISOString().slice(0, 10)
  return {
    quote: quote(plan, tariffs, { time_zone: timeZone }),
    ad_hoc: adHoc ? { tariff_id: adHoc.id, ...adHocComponents(adHoc, start, { timeZone, power }) } : null,
    curve: asked ? { tariff_id: asked.id, date, ...priceCurve(asked, date, { timeZone, power }) } : null,
  }
}

function assertKnown(owner: Party, missing: readonly string[], pointerOf?: (id: string) => string): void {
  if (missing.length === 0) return
  const list = missing.join(', ')
  throw conflict(
    `Nothing is known here of the ${missing.length === 1 ? 'tariff' : 'tariffs'} ${list} of ${partyKey(owner)}`,
    missing.map((id) => ({
      ...(pointerOf ? { pointer: pointerOf(id) } : {}),
      detail: `the tariff ${id} of ${partyKey(owner)} is not known here`,
    })),
  )
}

/** A CDR's and a session's tariffs and locations are those of its CPO. */
const ownerOf = ({ country_code, party_id }: Used): Party | undefined =>
  country_code && party_id ? { countryCode: country_code, partyId: party_id } : undefined

const placeOf = ({ cdr_location: of, location_id, evse_uid, connector_id }: Used) => ({
  locationId: of?.id ?? location_id,
  evseUid: of?.evse_uid ?? evse_uid,
  connectorId: of?.connector_id ?? connector_id,
})
