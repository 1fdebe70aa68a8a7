// A cost as the fields of OCPI's objects: canonical Price objects, and the totals of a CDR.

import type { CDR, Price, TaxAmount } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { type Amount, type Cost, type CostPart, costParts } from './cost.ts'
import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { add, divide, fraction, isZero, type Rational, round, text, ZERO } from './rational.ts'
import { readUsage } from './usage.ts'

/** As OCPI 2.3.0 has it. Numbers are the nearest to the decimals: round before, if somebody is going to be billed. */
export function priceObject({ before_taxes, taxes, after_taxes }: Amount): Price {
  const lines = taxes.map(
    ({ name, percentage, amount }): TaxAmount => ({
      name,
      ...(percentage === undefined ? {} : { percentage: Number(percentage) }),
      amount: Number(amount),
    }),
  )
  // Absent says nothing about taxes; an empty list, that there are none.
  return { before_taxes: Number(before_taxes), ...(after_taxes === undefined ? {} : { taxes: lines }) }
}

/** The field of a CDR that states each part of its cost. */
export const costFields = {
  fixed: 'total_fixed_cost',
  energy: 'total_energy_cost',
  time: 'total_time_cost',
  parking: 'total_parking_cost',
  reservation: 'total_reservation_cost',
} as const satisfies Record<CostPart, keyof CDR>

export type CdrCosts = Partial<Pick<CDR, 'total_cost' | (typeof costFields)[CostPart]>>

/** `total_cost` and the costs of its parts, parts that cost nothing left out; nothing at all of a cost that is not known. */
export function cdrCosts(cost: Cost): CdrCosts {
  if (!cost.total) return {}
  const costs: { -readonly [Field in keyof CdrCosts]: CdrCosts[Field] } = { total_cost: priceObject(cost.total) }
  for (const part of costParts) {
    const amount = cost[part]
    if (amount && amount.before_taxes !== '0') costs[costFields[part]] = priceObject(amount)
  }
  return costs
}

export type CdrTotals = Pick<CDR, 'total_energy' | 'total_time'> & Partial<Pick<CDR, 'total_parking_time'>>

/**
 * What was used: kWh and hours, to four digits as OCPI's numbers have. `total_time` is charging and parking together
 * (R-CDR-16), and `total_parking_time` is left out when there was none. Undefined when the periods do not say it.
 */
export function cdrTotals(usage: Usage): CdrTotals | undefined {
  const findings: Finding[] = []
  const { stretches, unknown } = readUsage(usage, findings)
  if (unknown || parseDateTime(usage.start_date_time) === undefined) return undefined
  let [energy, charging, parking] = [ZERO, ZERO, ZERO]
  for (const stretch of stretches) {
    if (!stretch.energy || !stretch.seconds) return undefined
    energy = add(energy, stretch.energy)
    if (stretch.phase === 'charging') charging = add(charging, stretch.seconds)
    if (stretch.phase === 'parking') parking = add(parking, stretch.seconds)
  }
  const hours = (seconds: Rational): number => number(divide(seconds, fraction(3600)))
  return {
    total_energy: number(energy),
    total_time: hours(add(charging, parking)),
    ...(isZero(parking) ? {} : { total_parking_time: hours(parking) }),
  }
}

const number = (value: Rational): number => Number(text(round(value, 4)))
