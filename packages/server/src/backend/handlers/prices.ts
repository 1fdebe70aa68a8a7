// What a session costs, will cost or would cost: answered from what is given and what the platform knows; nothing is stored.

import type { CDR, Connector, Location, Session, Tariff, TariffType } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { adHocComponents, price, priceCurve, quote, selectTariff } from '@interchange/tariff'
import { zone } from '@interchange/tariff/local-time'
import type { Clock } from '../../clock.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey } from '../../party.ts'
import {
  connectorTariff,
  type FoundLocation,
  locationOf,
  ownerOf,
  type PricedUsage,
  type TariffNeeds,
} from '../../pricing/connector-tariff.ts'
import { connectorOf, findObject, findTariffs, powerOf } from '../../pricing/lookup.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers, Caller } from '../request.ts'
import { concernOf, concerns } from '../visible.ts'

export interface PriceHandlersNeeds extends TariffNeeds {
  readonly directory: TariffNeeds['directory'] & Pick<Directory, 'partners' | 'ownPartiesFor'>
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

/** What is priced, and where in the body it stands. */
interface Asked {
  readonly usage: PricedUsage
  readonly at: string
}

export function priceHandlers(needs: PriceHandlersNeeds): ApiHandlers {
  const { database, clock } = needs

  async function askedFor({ cdr, session, ...named }: PriceBody, caller: Caller): Promise<Asked> {
    const given = [cdr, session, named.session_id].filter((one) => one !== undefined && one !== null)
    if (given.length !== 1) {
      throw invalidBody([{ pointer: '', detail: 'takes one of cdr, session and session_id' }])
    }
    if (cdr) return { usage: cdr as PricedUsage, at: '/cdr' }
    if (session) return { usage: session as PricedUsage, at: '/session' }
    const missing = (['country_code', 'party_id'] as const).filter((name) => !named[name])
    if (missing.length > 0) {
      throw invalidBody(missing.map((name) => ({ pointer: `/${name}`, detail: 'is needed with session_id' })))
    }
    const owner = { countryCode: named.country_code!, partyId: named.party_id! }
    const found = await findObject<PricedUsage>(database, 'sessions', owner, named.session_id!)
    if (!found || !concerns(concernOf(needs.directory, caller), found.row)) {
      throw notFound(`There is no session ${named.session_id} of ${partyKey(owner)}`)
    }
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

  async function tariffOfConnector(usage: PricedUsage, place: FoundLocation | undefined): Promise<readonly Tariff[]> {
    const { tariff, missing } = await connectorTariff(needs, usage, place)
    if (place) assertKnown(place.owner, missing)
    return tariff ? [tariff] : []
  }

  return {
    async postPrice({ body, caller }) {
      const { tariffs, location, cut } = body as PriceBody
      const asked = await askedFor(body as PriceBody, caller)
      const place = await locationOf(needs, asked.usage)
      const options = {
        tariffs: tariffs?.length ? tariffs : await tariffsFor(asked, place),
        location: location ?? place?.location ?? null,
        cut: cut ?? true,
      }
      return { status: 200, body: price(asked.usage, options) }
    },

    async getConnectorPrice({ params, query, caller }) {
      const owner = { countryCode: params.country_code!, partyId: params.party_id! }
      const found = await findObject<Location>(database, 'locations', owner, params.id!)
      const isSeen = found && concerns(concernOf(needs.directory, caller), found.row)
      const connector = isSeen && connectorOf(found.object, params.evse_uid, params.connector_id)
      if (!connector) throw notFound('There is no such connector')
      const ids = connector.tariff_ids ?? []
      if (ids.length === 0) throw conflict('The connector names no tariffs')
      const { tariffs, missing } = await findTariffs(database, owner, ids)
      assertKnown(owner, missing)
      return { status: 200, body: connectorPrice(found.object, connector, tariffs, query as PriceQuery, clock.now()) }
    },
  }
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
