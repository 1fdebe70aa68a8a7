// What a session costs, and why. The way from usage to price, one file per step:
//
//   usage        charging periods become stretches of reserving, charging, parking
//   tariff-of    each stretch has its tariff
//   cuts         where a price may change within a stretch
//   matching     the price component per dimension at a moment
//   step-size    quantities rounded up, once
//   money        quantities times prices, before taxes and by tax
//   limits       min_price and max_price
//
// Sources: 2.3.0 Tariffs and CDRs; docs/prices.md tells it with an example.

import { type Cost, type CostPart, costParts } from './cost.ts'
import { checkCurrency } from './currency.ts'
import { explain } from './explain.ts'
import type { Finding } from './finding.ts'
import { lazyCost } from './lazy-cost.ts'
import { type Limited, limit } from './limits.ts'
import { type Zone, zone as zoneOf } from './local-time.ts'
import { addMoney, amountOf, type Money, NO_MONEY, negateMoney, roundMoney } from './money.ts'
import type { PriceOptions, Usage } from './options.ts'
import { costOf, periodCosts } from './period-costs.ts'
import { type Pricing, priceStretches } from './pricing.ts'
import { add, type Rational } from './rational.ts'
import { MALFORMED, objects } from './shape.ts'
import { type Step, steps, sumByComponent } from './step-size.ts'
import { readTariffs, type Tariffs } from './tariff-of.ts'
import type { PricedComponent } from './tariff-reading.ts'
import { readUsage, type UsageReading } from './usage.ts'

/** A session may last a year and a bit; beyond that it is a mistake, and it would be cut into thousands of pieces. */
const LONGEST = 400 * 86_400_000

/** All that `explain` and `periodCosts` need to tell how it came about. */
export interface Priced {
  readonly usage: Usage
  readonly options: PriceOptions
  readonly reading: UsageReading
  readonly tariffs: Tariffs
  readonly pricing: Pricing
  readonly steps: readonly Step[]
  readonly parts: Readonly<Record<CostPart, Money>>
  readonly limited: readonly Limited[]
  readonly zone: Zone | undefined
  /** Within the limits, before and after rounding. */
  readonly exact: Money
  readonly rounded: Money
}

/**
 * What a CDR, a Session or any usage costs by its tariffs: exact, with an explanation, and with findings about all that is
 * odd. Does not throw because of data. Local time is that of `options.timeZone` or `options.location`.
 */
export function price(usage: Usage, options: PriceOptions = {}): Cost {
  const findings: Finding[] = []
  const reading = readUsage(usage, findings)
  const tariffs = readTariffs(givenTariffs(usage, options, findings), reading, options.taxes, findings)
  const zone = findZone(options, tariffs, findings)
  const currency = checkCurrency(usage, tariffs.used, findings)
  const tooLong = reading.to - reading.from > LONGEST
  if (tooLong) findings.push(TOO_LONG)
  const running = usage.status === 'RESERVATION' || usage.status === 'ACTIVE' || usage.status === 'PENDING'
  const expired = reading.reservationOnly && (options.reservationExpired ?? !running)
  const cut = (options.cut ?? true) && !tooLong
  const pricing = priceStretches(reading, tariffs, { zone, cut, expired }, findings)
  const sums = sumByComponent(pricing.quantities)
  const added = steps(pricing.quantities, sums)
  const malformed = findings.some(({ code }) => code === MALFORMED)
  const unknown = (part: CostPart): boolean =>
    reading.unknown || malformed || currency.mixed || pricing.unknown.has(part)
  const { digits } = options
  const rounding = options.rounding

  const parts = costByPart(sums, added)
  if (rounding?.per === 'component') {
    for (const part of costParts) parts[part] = roundMoney(parts[part], rounding.digits, rounding.mode)
  }
  const unlimited = costParts.reduce((sum, part) => addMoney(sum, parts[part]), NO_MONEY)
  const known = !costParts.some(unknown)
  const { total, limited } = known
    ? limit(unlimited, tariffs.used, !expired, findings)
    : { total: unlimited, limited: [] }
  if (known) checkTaxes(total, findings)
  const rounded = rounding ? roundMoney(total, rounding.digits, rounding.mode) : total

  const priced = {
    usage,
    options,
    reading,
    tariffs,
    pricing,
    steps: added,
    parts,
    limited,
    zone,
    exact: total,
    rounded,
  }
  const made = usage.credit === true ? negateMoney(rounded) : rounded
  return lazyCost(currency.code, findings, {
    amount(of) {
      if (of === 'total' ? !known : unknown(of)) return undefined
      return amountOf(of === 'total' ? made : parts[of], digits)
    },
    periods: () => periodCosts(priced),
    explanation: () => explain(priced),
  })
}

const givenTariffs = (usage: Usage, options: PriceOptions, findings: Finding[]) =>
  objects(options.tariffs ?? usage.tariffs, () => '/tariffs', findings, true)

/** The quantities of each component, step included, times its price. */
function costByPart(sums: ReadonlyMap<PricedComponent, Rational>, added: readonly Step[]): Record<CostPart, Money> {
  const parts = { fixed: NO_MONEY, energy: NO_MONEY, time: NO_MONEY, parking: NO_MONEY, reservation: NO_MONEY }
  for (const [component, sum] of sums) {
    const step = added.find((one) => one.component === component)
    const quantity = step ? add(sum, step.quantity) : sum
    parts[component.part] = addMoney(parts[component.part], costOf(component, quantity))
  }
  return parts
}

function findZone({ timeZone, location }: PriceOptions, { used }: Tariffs, findings: Finding[]): Zone | undefined {
  const name = timeZone ?? location?.time_zone
  const zone = name === undefined ? undefined : zoneOf(name)
  const needed = used.some(({ needsClock }) => needsClock)
  if (zone === undefined && (needed || name !== undefined)) {
    findings.push({
      code: 'time-zone-unknown',
      severity: needed ? 'error' : 'warning',
      path: '/time_zone',
      message: needed
        ? 'the tariff depends on local time, so the IANA time zone of the location has to be known'
        : 'this is no IANA time zone; nothing in the tariff depends on it',
      requirement: 'R-TAR-09',
    })
  }
  return zone
}

function checkTaxes(total: Money, findings: Finding[]): void {
  if (total.open.size === 0) return
  findings.push({
    code: 'tax-rate-unknown',
    severity: 'warning',
    path: '/tariffs',
    message: total.open.has('within')
      ? 'prices include taxes whose rates nobody said: before_taxes still contains them'
      : 'taxes come on top, and nobody said their rates',
    requirement: 'R-TAR-26',
  })
}

const TOO_LONG: Finding = {
  code: 'session-too-long',
  severity: 'error',
  path: '/end_date_time',
  message: 'the session lasts more than 400 days; each period is priced as it began',
}
