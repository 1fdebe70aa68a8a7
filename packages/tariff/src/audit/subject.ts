// What the rules look at: the CDR as far as it can be read, what it costs, and what is known around it.

import type { CDR, Tariff } from '@interchange/ocpi'
import type { Cost } from '../cost.ts'
import { price } from '../price.ts'
import { add, type Rational, rational } from '../rational.ts'
import { isObject } from '../shape.ts'
import type { AuditContext } from './context.ts'
import { type CdrFacts, cdrFacts, idOf, type Loose, listOf, loose } from './facts.ts'
import { type Nears, nearsOf } from './tolerance.ts'
import { type Compared, compareTotals } from './totals.ts'

export interface Other {
  readonly cdr: Loose
  readonly facts: CdrFacts
}

export interface Subject {
  readonly cdr: Loose
  readonly facts: CdrFacts
  readonly context: AuditContext
  readonly near: Nears
  readonly now: number
  /** How many of the tariffs priced with are the CDR's own: they come first. */
  readonly ownTariffs: number
  readonly tariffs: readonly Tariff[]
  readonly cost: Cost
  /** Only where it may be another price. */
  readonly uncut: Cost | undefined
  /** Against the reading that fits better. */
  readonly compared: readonly Compared[]
  /** The cost is known, and every total that is stated is within tolerance. */
  readonly agrees: boolean
  /** Sum of the periods, kWh; undefined when no period states any. */
  readonly energy: Rational | undefined
  /** Other CDRs of any party, this one left out. */
  readonly others: readonly Other[]
}

export function subjectOf(given: CDR, context: AuditContext): Subject {
  const cdr = given as unknown as Loose
  const near = nearsOf(loose(context.tolerance) as never)
  const facts = cdrFacts(cdr)
  const own = Array.isArray(cdr.tariffs) ? (cdr.tariffs as Tariff[]) : []
  const tariffs = [...own, ...lacking(cdr, own, context.tariffs)]
  const timeZone = loose(context.location).time_zone
  const options = { tariffs, ...(typeof timeZone === 'string' ? { timeZone } : {}) }
  // What is no list is for the engine to say.
  const cost = price(given, Array.isArray(cdr.tariffs ?? []) ? options : { ...options, tariffs: cdr.tariffs as never })
  const cut = compareTotals(cdr, cost, near.money)
  const crossed = cost.findings.some(({ code }) => code === 'period-crosses-boundary')
  const uncut = crossed ? price(given, { ...options, cut: false }) : undefined
  const whole = uncut && compareTotals(cdr, uncut, near.money)
  const compared = whole && wrong(whole) < wrong(cut) ? whole : cut
  return {
    cdr,
    facts,
    context,
    near,
    now: context.now.getTime(),
    ownTariffs: own.length,
    tariffs,
    cost,
    uncut,
    compared,
    agrees: cost.total !== undefined && !compared.some(({ differs, open }) => differs || open),
    energy: energyOf(cdr),
    others: listOf(context.others)
      .map((other) => ({ cdr: other, facts: cdrFacts(other) }))
      .filter((other) => other.facts.party !== facts.party || other.facts.id !== facts.id),
  }
}

const wrong = (compared: readonly Compared[]): number => compared.filter(({ differs }) => differs).length

/** Tariffs that the periods name and the CDR has no copy of. */
function lacking(cdr: Loose, own: readonly unknown[], known: readonly Tariff[] | undefined): Tariff[] {
  if (!known || known.length === 0) return []
  const has = new Set(own.map((tariff) => idOf(loose(tariff).id)))
  const named = new Set(listOf(cdr.charging_periods).map(({ tariff_id }) => idOf(tariff_id)))
  return listOf(known).filter(({ id }) => named.has(idOf(id)) && !has.has(idOf(id))) as unknown as Tariff[]
}

function energyOf(cdr: Loose): Rational | undefined {
  let sum: Rational | undefined
  for (const { dimensions } of listOf(cdr.charging_periods)) {
    for (const dimension of Array.isArray(dimensions) ? (dimensions as unknown[]) : []) {
      if (!isObject(dimension) || dimension.type !== 'ENERGY') continue
      const volume = rational(dimension.volume)
      if (volume) sum = sum ? add(sum, volume) : volume
    }
  }
  return sum
}
