// What a session costs, will cost or would cost: answered from what is given and what the platform knows; nothing is stored.

import type { CDR, Connector, Location, Session, Tariff, TariffType } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { adHocComponents, type Plan, priceCurve, quote, selectTariff } from '@interchange/tariff'
import { zone } from '@interchange/tariff/local-time'
import type { Clock } from '../../clock.ts'
import { tariffVersions } from '../../inspection/tariff-versions.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey } from '../../party.ts'
import {
  type FoundLocation,
  locationOf,
  ownerOf,
  type PricedUsage,
  type TariffNeeds,
} from '../../pricing/connector-tariff.ts'
import { connectorOf, findObject, findTariffs, powerOf } from '../../pricing/lookup.ts'
import { tariffsOf } from '../../pricing/tariffs-of.ts'
import { soldPlan } from '../../retail/sold.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import { askedDriver, type DriverQuery } from '../quoted-driver.ts'
import type { ApiHandler, ApiHandlers, Caller } from '../request.ts'
import { knownPrice, usagePrice } from '../usage-price.ts'
import { concernOf, concerns } from '../visible.ts'

export interface PriceHandlersNeeds extends TariffNeeds {
  readonly directory: TariffNeeds['directory'] & Pick<Directory, 'partners' | 'ownParties' | 'ownPartiesFor'>
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
  const { database, directory, clock } = needs
  const versions = tariffVersions(database)

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

  async function tariffsFor({ usage, at }: Asked, place: FoundLocation | undefined): Promise<readonly Tariff[]> {
    const { tariffs, missing } = await tariffsOf(needs, usage, place)
    const owner = ownerOf(usage)
    if (missing.length > 0 && !owner) {
      const detail = 'is needed to look up the tariffs; or give tariffs'
      throw invalidBody(['country_code', 'party_id'].map((name) => ({ pointer: `${at}/${name}`, detail })))
    }
    assertKnown(owner!, missing, (id) => {
      const index = usage.charging_periods?.findIndex(({ tariff_id }) => tariff_id === id) ?? -1
      return index === -1 ? undefined : `${at}/charging_periods/${index}/tariff_id`
    })
    return tariffs
  }

  /** By what is known of it here; what is not is among the findings. */
  const known =
    (module: 'sessions' | 'cdrs'): ApiHandler =>
    async ({ params, caller }) => {
      const owner = { countryCode: params.country_code!, partyId: params.party_id! }
      const found = await findObject<PricedUsage>(database, module, owner, params.id!)
      const isSeen = found && concerns(concernOf(directory, caller), found.row)
      if (!isSeen) throw notFound(`There is no such ${module === 'cdrs' ? 'CDR' : 'session'}`)
      const { price } = await knownPrice({ ...needs, versions }, found.object, caller)
      return { status: 200, body: price }
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
      return { status: 200, body: await usagePrice(needs, asked.usage, options, caller) }
    },

    getSessionPrice: known('sessions'),
    getCdrPrice: known('cdrs'),

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
      const driver = await askedDriver({ database, directory }, caller, query as DriverQuery)
      const plan = planOf(connector, query as PriceQuery, clock.now())
      const retail = driver && (await soldPlan(needs, driver, owner, plan, tariffs, found.object))
      return {
        status: 200,
        body: { ...connectorPrice(found.object, tariffs, plan), ...(retail === undefined ? {} : { retail }) },
      }
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

type PlanAsked = Plan & { readonly power: number }

function planOf(connector: Connector, query: PriceQuery, now: Date): PlanAsked {
  const { start = now.toISOString(), power_kw: power = powerOf(connector), energy_kwh: energy } = query
  const { idle_minutes: idle, tariff_type: use } = query
  return {
    start_date_time: start,
    power,
    ...(energy === undefined ? {} : { energy }),
    ...(idle === undefined ? {} : { idle: idle * 60 }),
    ...(use === undefined ? {} : { use }),
  }
}

function connectorPrice(
  { time_zone: timeZone }: Location,
  tariffs: readonly Tariff[],
  plan: PlanAsked,
): Record<string, unknown> {
  const { start_date_time: start, power, use } = plan
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

function assertKnown(
  owner: Party,
  missing: readonly string[],
  pointerOf: (id: string) => string | undefined = () => undefined,
): void {
  if (missing.length === 0) return
  const list = missing.join(', ')
  throw conflict(
    `Nothing is known here of the ${missing.length === 1 ? 'tariff' : 'tariffs'} ${list} of ${partyKey(owner)}`,
    missing.map((id) => {
      const pointer = pointerOf(id)
      const detail = `the tariff ${id} of ${partyKey(owner)} is not known here`
      return pointer === undefined ? { detail } : { pointer, detail }
    }),
  )
}
