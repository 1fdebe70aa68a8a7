export { type AdHocComponent, type AdHocPrices, adHocComponents } from './ad-hoc.ts'
export { audit } from './audit/audit.ts'
export type { Audit, AuditContext, Authorization, Difference, Tolerance } from './audit/context.ts'
export { chargingPeriods, type MeteredPeriods, type PeriodOptions } from './charging-periods.ts'
export {
  type Amount,
  type Charge,
  type Cost,
  type CostPart,
  costParts,
  type Explanation,
  type PeriodCost,
  type TaxLine,
} from './cost.ts'
export { type Finding, type FindingSeverity, findingSeverities } from './finding.ts'
export { lint } from './lint/lint.ts'
export type { LintContext } from './lint/view.ts'
export type { MarginalPrices, PriceListOptions } from './marginal-prices.ts'
export type { MeterReading } from './metered.ts'
export type { PriceOptions, Rounding, Usage } from './options.ts'
export { price } from './price.ts'
export { type CurveStep, type PriceCurve, priceCurve } from './price-curve.ts'
export { type Plan, type PowerStep, quote } from './quote.ts'
export { readRounding } from './rounding.ts'
export { type Selected, selectTariff, type TariffUse } from './select.ts'
export type { Phase } from './tariff-reading.ts'
export { type CdrCosts, type CdrTotals, cdrCosts, cdrTotals, priceObject } from './totals.ts'
