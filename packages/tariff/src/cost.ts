// What a price looks like from outside. All amounts and quantities are decimal texts: exact where they end, else rounded
// half-up at `digits` after the point. What cannot be known is undefined (absent in JSON), and a finding says why.

import type { TariffDimensionType } from '@interchange/ocpi'
import type { Finding } from './finding.ts'

/** A tax on an amount. `percentage` where one rate made all of it. */
export interface TaxLine {
  readonly name: string
  readonly percentage?: string
  readonly amount: string
}

/** Shaped like OCPI 2.3.0's Price, with decimals for numbers. */
export interface Amount {
  readonly before_taxes: string
  /** One line per name of a tax; empty when none applies or none is known. */
  readonly taxes: readonly TaxLine[]
  /** Absent when taxes come on top whose rates are not known, as in North America. */
  readonly after_taxes?: string
}

/** What one price component made of one charging period. */
export interface Charge {
  readonly type: TariffDimensionType
  readonly part: CostPart
  readonly tariff_id: string
  /** Positions in the tariff: `elements[element].price_components[component]`. */
  readonly element: number
  readonly component: number
  /** kWh for ENERGY, s for times, 1 for FLAT. */
  readonly quantity: string
  readonly price: string
  /** How much of the quantity was added by `step_size`. */
  readonly step?: string
  readonly amount: Amount | undefined
}

export interface PeriodCost {
  /** Position in `charging_periods`. */
  readonly index: number
  /** UTC. */
  readonly start_date_time: string
  readonly end_date_time: string
  readonly tariff_id?: string
  readonly amount: Amount | undefined
  readonly charges: readonly Charge[]
}

/** The parts a total is made of: OCPI's total_fixed_cost, total_energy_cost and so on. */
export type CostPart = 'fixed' | 'energy' | 'time' | 'parking' | 'reservation'
export const costParts: readonly CostPart[] = ['fixed', 'energy', 'time', 'parking', 'reservation']

/** One step of the way from usage to price: data for programs, `text` for people. */
export interface Explanation {
  readonly kind:
    | 'tariff'
    | 'charge'
    | 'no-price'
    | 'step-size'
    | 'min-price'
    | 'max-price'
    | 'taxes'
    | 'rounding'
    | 'credit'
    | 'home-charging'
  readonly text: string
  /** Position in `charging_periods`. */
  readonly period?: number
  readonly tariff_id?: string
  readonly element?: number
  readonly component?: number
  /** Numbers of this step, by name, as decimal texts. */
  readonly values?: Readonly<Record<string, string>>
}

/**
 * What a session costs. `total` is the sum of the parts, within the limits of min_price and max_price, negative for a
 * credit CDR (R-CDR-07: nothing else is negated). A part is undefined when its price cannot be known; then so is the total.
 * What is in it is written out when it is first looked at.
 */
export interface Cost {
  /** Of the tariffs; ISO 4217. */
  readonly currency: string | undefined
  readonly total: Amount | undefined
  readonly fixed: Amount | undefined
  readonly energy: Amount | undefined
  readonly time: Amount | undefined
  readonly parking: Amount | undefined
  readonly reservation: Amount | undefined
  /** In order of time. */
  readonly periods: readonly PeriodCost[]
  readonly explanation: readonly Explanation[]
  readonly findings: readonly Finding[]
}
