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
export type { Finding, FindingSeverity } from './finding.ts'
export { lint } from './lint/lint.ts'
export type { LintContext } from './lint/view.ts'
export type { PriceOptions, Rounding, Usage } from './options.ts'
export { price } from './price.ts'
