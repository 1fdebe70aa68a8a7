// The totals a CDR states beside those recomputed.

import { type Amount, type Cost, type CostPart, costParts } from '../cost.ts'
import { absolute, add, compare, fraction, type Rational, rational, subtract, text } from '../rational.ts'
import { type CdrCosts, costFields } from '../totals.ts'
import type { Difference } from './context.ts'
import { type Loose, priceOf } from './facts.ts'
import type { Near } from './tolerance.ts'

/** Each total of a CDR, the part of the cost it states, and the code of a difference. */
export const totals: readonly Total[] = [
  { field: 'total_cost', part: 'total', code: 'total-cost-differs' },
  ...costParts.map((part): Total => ({ field: costFields[part], part, code: `${part}-cost-differs` })),
]

export interface Total {
  readonly field: keyof CdrCosts
  readonly part: CostPart | 'total'
  readonly code: TotalCode
}

export type TotalCode = `${CostPart | 'total'}-cost-differs`

export interface Compared extends Difference {
  readonly code: TotalCode | 'taxes-differ'
  /** Beyond tolerance. */
  readonly differs: boolean
  /** Nobody can tell: the rate of a tax within is not known, and what the CDR states has no taxes apart. */
  readonly open: boolean
}

/** Every total that is stated, and the part of the cost it should be. */
export function compareTotals(cdr: Loose, cost: Cost, near: Near): Compared[] {
  const within = cost.findings.some(({ code }) => code === 'tax-rate-unknown')
  return totals.flatMap(({ field, part, code }) => {
    if (cdr[field] === undefined || cdr[field] === null) return []
    const stated = priceOf(cdr[field])
    const worked = read(cost[part])
    const before = line(`/${field}/before_taxes`, code, stated.before, worked.before, near)
    if (within && before.differs && worked.after) return [withTaxesIn(`/${field}`, before, stated, worked.after, near)]
    return stated.taxes ? [before, line(`/${field}/taxes`, 'taxes-differ', stated.taxes, worked.taxes, near)] : [before]
  })
}

/** Prices with taxes in them at a rate nobody said: only what is paid in the end can be compared. */
function withTaxesIn(
  path: string,
  before: Compared,
  stated: ReturnType<typeof priceOf>,
  after: Rational,
  near: Near,
): Compared {
  const paid = stated.before && stated.taxes && add(stated.before, stated.taxes)
  if (paid) return line(path, before.code, paid, after, near)
  const less = stated.before && compare(absolute(stated.before), absolute(after)) < 0
  return less ? { ...before, differs: false, open: true } : before
}

interface Worked {
  readonly before?: Rational
  readonly taxes?: Rational
  readonly after?: Rational
}

function read(amount: Amount | undefined): Worked {
  if (!amount) return {}
  const before = parse(amount.before_taxes)
  if (amount.after_taxes === undefined) return { before }
  const after = parse(amount.after_taxes)
  return { before, taxes: subtract(after, before), after }
}

/** A decimal text of a cost. */
export function parse(decimal: string): Rational {
  const [whole = '', digits = ''] = decimal.split('.')
  return fraction(BigInt(`${whole}${digits}`), 10n ** BigInt(digits.length))
}

function line(
  path: string,
  code: Compared['code'],
  stated: Rational | undefined,
  recomputed: Rational | undefined,
  near: Near,
): Compared {
  const known = stated !== undefined && recomputed !== undefined
  return {
    path,
    stated: stated ? text(stated) : null,
    recomputed: recomputed ? text(recomputed) : null,
    difference: known ? text(subtract(stated, recomputed)) : null,
    code,
    open: false,
    differs: known && !near(stated, recomputed),
  }
}

/** What a number of the CDR shows, as a decimal text. */
export const shown = (value: unknown): string | null => {
  const read = rational(value)
  return read ? text(read) : null
}
