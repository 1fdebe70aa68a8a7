import { decimal, negate, toNumber } from '@interchange/ocpi/define/decimal'
import type { CDR } from '@interchange/ocpi/generated/v2.3.0'

/**
 * The credit CDR of a canonical CDR: all of its data, `total_cost` and its taxes negated and nothing else (2.2.1 CDRs,
 * "Credit CDRs"; T-52). `id` is the credit CDR's own, at most 39 characters; `at` the DateTime it is made.
 */
export function creditCdr(cdr: CDR, id: string, at: string): CDR {
  const { before_taxes, taxes, ...rest } = cdr.total_cost
  return {
    ...cdr,
    id,
    total_cost: {
      ...rest,
      before_taxes: negative(before_taxes),
      ...(taxes ? { taxes: taxes.map((tax) => ({ ...tax, amount: negative(tax.amount) })) } : {}),
    },
    credit: true,
    credit_reference_id: cdr.id,
    last_updated: at,
  }
}

const negative = (amount: number): number => toNumber(negate(decimal(amount)))
