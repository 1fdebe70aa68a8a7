// What the company's backend leaves out of our own sessions and CDRs because it does not price: costs, by the tariffs
// that hold at the connector as they were when the session began (2.2.1 CDRs, "tariffs"), and what was used in total.
// Whoever gets the object finds in it by which tariff: charging periods are given its id, a CDR the tariff itself.

import type { ChargingPeriod, Tariff } from '@interchange/ocpi'
import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import { cdrCosts, cdrTotals, type Finding, price, type Rounding } from '@interchange/tariff'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import { bodyFrom } from '../modules/body.ts'
import { type Json, spell } from '../modules/json-text.ts'
import { Refused } from '../modules/refused.ts'
import { type Incoming, sameContent } from '../modules/writing.ts'
import { locationOf, ownerOf, type PricedUsage, type TariffNeeds } from './connector-tariff.ts'
import { findObject } from './lookup.ts'
import { tariffsOf } from './tariffs-of.ts'

export interface OwnCostsNeeds extends TariffNeeds {
  readonly versions: Pick<TariffVersions, 'asOf'>
  readonly rounding: Rounding
}

export interface Costed {
  readonly incoming: Incoming
  /** Why there is no cost, or what is odd about it. Empty where the backend states it. */
  readonly findings: readonly Finding[]
}

/** What a backend may leave out although OCPI demands it. */
export const sessionFills = ['currency'] as const
export const cdrFills = ['currency', 'total_cost', 'total_energy', 'total_time'] as const

type Periods = readonly ChargingPeriod[]

export function ownCosts(needs: OwnCostsNeeds) {
  const { database, rounding } = needs

  const stored = async (module: string, of: PricedUsage, id: unknown): Promise<Json | undefined> => {
    const owner = ownerOf(of)
    return owner && isGiven(id) ? (await findObject<Json>(database, module, owner, String(id)))?.object : undefined
  }

  /** Costs in the currency they are to be in, the tariffs, the periods that name them. */
  async function worked(usage: PricedUsage): Promise<{ fields: Json; findings: readonly Finding[] }> {
    if (!ownerOf(usage)) return { fields: {}, findings: [] }
    const place = await locationOf(needs, usage)
    const { tariffs } = await tariffsOf(needs, usage, place)
    const periods = namingTariff(usage, tariffs)
    const currency = usage.currency ?? tariffs[0]?.currency
    const fields = { ...(currency ? { currency } : {}), charging_periods: periods, tariffs }
    // Nothing was used yet, or nothing here has a price: who has prices of its own states them.
    if (periods.length === 0 || (tariffs.length === 0 && idsIn(periods).length === 0)) return { fields, findings: [] }
    const options = { tariffs, location: place?.location ?? null, rounding }
    const cost = price({ ...usage, charging_periods: periods }, options)
    return { fields: { ...fields, ...(cost.currency === currency ? cdrCosts(cost) : {}) }, findings: cost.findings }
  }

  return {
    /** Of a session that states its `total_cost` nothing is changed; it stays absent where no cost can be known. */
    async session(incoming: Incoming): Promise<Costed> {
      const given = withoutNull(incoming.object)
      if (isGiven(given.total_cost) && isGiven(given.currency)) return { incoming, findings: [] }
      const before = await stored('sessions', asUsage(given), given.id)
      const named = withNames(given, before)
      // The same again moves nothing.
      if (before && !isLater(given, before)) {
        const { currency, total_cost } = before
        const again = { ...(total_cost ? { currency, total_cost } : { currency }), ...named }
        if (sameContent(again, before)) return { incoming: withObject(incoming, again), findings: [] }
      }
      const { fields, findings } = await worked(asUsage({ last_updated: incoming.stamp, ...named }))
      const { currency, total_cost, charging_periods } = fields
      const filled = {
        ...(currency ? { currency } : {}),
        ...(total_cost ? { total_cost } : {}),
        ...named,
        ...(isGiven(named.charging_periods) ? { charging_periods } : {}),
      }
      assertComplete('sessions', filled, sessionFills, findings)
      return { incoming: withObject(incoming, filled), findings: isGiven(given.total_cost) ? [] : findings }
    },

    /** @throws Refused (`incomplete`) naming what a CDR leaves out and nobody can work out. */
    async cdr(incoming: Incoming): Promise<Costed> {
      const given = withoutNull(incoming.object)
      if (cdrFills.every((name) => isGiven(given[name]))) return { incoming, findings: [] }
      const before = await stored('cdrs', asUsage(given), given.id)
      // A CDR is worked out once: sent again, it is the one that was issued, whatever its tariff has become.
      if (before) return { incoming: withObject(incoming, { ...before, ...withNames(given, before) }), findings: [] }
      const session = await stored('sessions', asUsage(given), given.session_id)
      const named = withNames(given, session)
      const totals = { ...(cdrTotals(asUsage(named)) ?? {}), ...named }
      const { fields, findings } = isGiven(given.total_cost)
        ? { fields: {}, findings: [] }
        : await worked(asUsage(session ? { currency: session.currency, ...totals } : totals))
      const { charging_periods, ...costs } = fields
      const filled = { ...costs, ...totals, ...(charging_periods ? { charging_periods } : {}) }
      assertComplete('cdrs', filled, cdrFills, findings)
      return { incoming: withObject(incoming, filled), findings }
    },
  }
}

export type OwnCosts = ReturnType<typeof ownCosts>

const isGiven = (value: unknown): boolean => value !== undefined && value !== null
const asUsage = (object: Json): PricedUsage => object as unknown as PricedUsage

const withoutNull = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))

const idsIn = (periods: Periods): string[] => [...new Set(periods.flatMap(({ tariff_id }) => tariff_id ?? []))]

/** Where no period names a tariff, the connector's is the one that holds, and they name it from here on. */
function namingTariff({ charging_periods, tariffs: given }: PricedUsage, [tariff]: readonly Tariff[]): Periods {
  const periods = charging_periods ?? []
  const isConnectors = tariff !== undefined && idsIn(periods).length === 0 && !given?.length
  return isConnectors ? periods.map((period) => ({ ...period, tariff_id: tariff.id })) : periods
}

/** A given time after the stored one: the session has gone on, and time may cost. */
const isLater = ({ last_updated: given }: Json, { last_updated: before }: Json): boolean =>
  typeof given === 'string' && compareDateTimes(given, String(before)) > 0

/**
 * Where no charging period names a tariff, each gets the one that held at its time before: of the same session, in its
 * last state or in the session of a CDR. What the connector names may have changed since it began.
 */
function withNames(object: Json, before: Json | undefined): Json {
  const periods = asUsage(object).charging_periods ?? []
  const known = (before && asUsage(before).charging_periods) ?? []
  if (periods.length === 0 || idsIn(periods).length > 0 || idsIn(known).length === 0) return object
  const holding = ({ start_date_time: at }: ChargingPeriod) =>
    known.findLast(({ start_date_time }) => compareDateTimes(start_date_time, at) <= 0) ?? known[0]!
  return {
    ...object,
    charging_periods: periods.map((period) => {
      const { tariff_id } = holding(period)
      return tariff_id ? { ...period, tariff_id } : period
    }),
  }
}

/** What stays as it was given keeps its spelling. */
function withObject(incoming: Incoming, object: Json): Incoming {
  const given = bodyFrom(incoming.version.number, incoming.object, incoming.text)
  return { ...incoming, object, text: spell(object, [given]) }
}

function assertComplete(module: string, object: Json, names: readonly string[], findings: readonly Finding[]): void {
  const missing = names.filter((name) => !isGiven(object[name]))
  if (missing.length === 0) return
  const errors = findings.filter(({ severity }) => severity === 'error')
  const why =
    errors.length > 0
      ? errors.map(({ path, message }) => `${path ? `${path}: ` : ''}${message}`).join('; ')
      : 'no tariff is known for the connector, or the charging periods do not say enough'
  throw new Refused(
    module,
    'incomplete',
    missing.map((name) => ({ path: `/${name}`, message: `is left out and cannot be worked out: ${why}` })),
  )
}
