// What a planned session would cost: the plan becomes charging periods, and those are priced like any others.

import type { CdrDimension, ChargingPeriod, Tariff } from '@interchange/ocpi'
import { formatDateTime, parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Cost } from './cost.ts'
import type { Finding } from './finding.ts'
import { lazyCost } from './lazy-cost.ts'
import type { PriceOptions, Usage } from './options.ts'
import { price } from './price.ts'
import { selectTariff, type TariffUse } from './select.ts'

/** So much power for so long. */
export interface PowerStep {
  /** kW. */
  readonly power: number
  readonly seconds: number
}

export interface Plan {
  /** UTC. */
  readonly start_date_time: string
  /** kWh. With a power it says how long charging takes; with a curve, where the curve ends. */
  readonly energy?: number
  /** kW: constant, or a curve whose last step goes on for as long as energy is left. */
  readonly power?: number | readonly PowerStep[]
  /** Charging time in s, where no power says it. */
  readonly seconds?: number
  /** A, the sum over the phases; for tariffs that depend on it. */
  readonly current?: number
  /** Seconds parked after charging. */
  readonly idle?: number
  /** Seconds reserved before `start_date_time`. */
  readonly reserved?: number
  /** How the driver pays, or wants to charge; default `REGULAR`. */
  readonly use?: TariffUse
}

/**
 * The cost of a plan under the one of `tariffs` that is valid for it. `location` gives the time zone. A plan that says too
 * little has no price, and a finding says what is missing.
 */
export function quote(
  plan: Plan,
  tariffs: readonly Tariff[],
  location?: { readonly time_zone?: string } | null,
  options: Omit<PriceOptions, 'tariffs' | 'location'> = {},
): Cost {
  const { tariff, findings } = selectTariff(tariffs, plan.start_date_time, plan.use)
  const planned = planUsage(plan, tariff?.id ?? '')
  const problem = 'problem' in planned ? planned.problem : undefined
  const usage: Usage = 'problem' in planned ? { start_date_time: plan.start_date_time } : planned
  const cost = price(usage, { ...options, tariffs: tariff ? [tariff] : [], ...(location ? { location } : {}) })
  const own = problem ? [problem] : cost.findings.filter(({ code }) => !OF_THE_PAST.has(code))
  const all = [...findings, ...own.filter(({ code }) => tariff || code !== 'tariff-missing')]
  return lazyCost(cost.currency, all, {
    amount: (of) => cost[of],
    periods: () => cost.periods,
    explanation: () => cost.explanation,
  })
}

/** What a CPO did wrong when it made periods; nobody has made these. */
const OF_THE_PAST = new Set(['period-crosses-boundary', 'tariff-changed-since', 'tariff-not-valid'])

function planUsage(plan: Plan, tariff_id: string): Usage | { readonly problem: Finding } {
  const start = parseDateTime(plan.start_date_time)
  if (start === undefined) return problem('/start_date_time', 'a DateTime in UTC, such as 2026-01-31T12:00:00Z')
  const { idle = 0, reserved = 0, energy, seconds, current } = plan
  for (const [field, value] of Object.entries({ idle, reserved, energy, seconds, current })) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      return problem(`/${field}`, 'a number from 0 on')
  }
  const charging = chargingSteps(plan)
  if ('problem' in charging) return charging
  const periods: ChargingPeriod[] = []
  let at = start - Math.round(reserved * 1000)
  const add = (milliseconds: number, type: CdrDimension['type'], more: CdrDimension[] = []): void => {
    if (milliseconds <= 0) return
    const time: CdrDimension = { type, volume: milliseconds / 3_600_000 }
    periods.push({ start_date_time: formatDateTime(at), dimensions: [time, ...more], tariff_id })
    at += milliseconds
  }
  add(Math.round(reserved * 1000), 'RESERVATION_TIME')
  for (const { milliseconds, kwh, power } of charging.steps) {
    add(milliseconds, 'TIME', [
      { type: 'ENERGY', volume: kwh },
      ...(power === undefined ? [] : [dimension('MIN_POWER', power), dimension('MAX_POWER', power)]),
      ...(current === undefined ? [] : [dimension('MIN_CURRENT', current), dimension('MAX_CURRENT', current)]),
    ])
  }
  add(Math.round(idle * 1000), 'PARKING_TIME')
  if (periods.length === 0) return problem('', 'energy and power, a power curve, a charging time or a time of parking')
  return { start_date_time: periods[0]!.start_date_time, end_date_time: formatDateTime(at), charging_periods: periods }
}

const dimension = (type: CdrDimension['type'], volume: number): CdrDimension => ({ type, volume })

interface ChargingStep {
  readonly milliseconds: number
  readonly kwh: number
  readonly power: number | undefined
}

function chargingSteps(plan: Plan): { readonly steps: readonly ChargingStep[] } | { readonly problem: Finding } {
  const { energy, power, seconds } = plan
  if (power === undefined) {
    if (energy !== undefined && energy > 0 && !seconds)
      return problem('/power', 'a power in kW, or seconds of charging')
    return { steps: [{ milliseconds: Math.round((seconds ?? 0) * 1000), kwh: energy ?? 0, power: undefined }] }
  }
  const curve = typeof power === 'number' ? [{ power, seconds: seconds ?? 0 }] : power
  for (const [index, step] of curve.entries()) {
    const path = typeof power === 'number' ? '/power' : `/power/${index}`
    if (!(Number.isFinite(step.power) && step.power >= 0)) return problem(path, 'a power in kW, from 0 on')
    if (!(Number.isFinite(step.seconds) && step.seconds >= 0)) return problem(path, 'seconds, from 0 on')
  }
  return energy === undefined ? { steps: curve.map(asPlanned) } : untilFull(curve, energy)
}

const asPlanned = ({ power, seconds }: PowerStep): ChargingStep => ({
  milliseconds: Math.round(seconds * 1000),
  kwh: microKwh((power * seconds) / 3600),
  power,
})

function untilFull(curve: readonly PowerStep[], energy: number): ReturnType<typeof chargingSteps> {
  const steps: ChargingStep[] = []
  let left = energy
  for (const [index, { power, seconds }] of curve.entries()) {
    if (left <= 0) break
    const last = index === curve.length - 1
    const inStep = (power * seconds) / 3600
    if (!last && inStep < left) {
      steps.push(asPlanned({ power, seconds }))
      left = microKwh(left - inStep)
    } else if (power === 0) return problem('/power', 'more than 0 kW at the end, as there is energy left to charge')
    else {
      steps.push({ milliseconds: Math.round((left / power) * 3_600_000), kwh: left, power })
      left = 0
    }
  }
  return { steps }
}

/** A plan is no measurement: a thousandth of a Wh is as exact as it gets. */
const microKwh = (kwh: number): number => Number(kwh.toFixed(6))

const problem = (path: string, wanted: string): { readonly problem: Finding } => ({
  problem: { code: 'plan-incomplete', severity: 'error', path, message: `the plan takes ${wanted}` },
})
