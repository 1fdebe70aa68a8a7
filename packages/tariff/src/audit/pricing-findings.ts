// What the price engine found on its way to the cost, told of the CDR.

import type { Finding } from '../finding.ts'
import type { Subject } from './subject.ts'

/** A guess of the engine: once the amounts agree, it was the right one, and only worth knowing. */
const GUESSES: ReadonlySet<string> = new Set([
  'limit-crossed-within-period',
  'period-crosses-boundary',
  'step-size-unreadable',
  'tariff-ambiguous',
  'tariff-not-named',
  'tax-included-unknown',
  'tax-rate-unknown',
  'time-not-stated',
  'time-zone-unknown',
])

/** What follows from a place that is not known. */
const OF_PLACE: ReadonlySet<string> = new Set(['time-zone-unknown', 'restriction-undecided'])

/** Rules of the audit say it themselves. */
const SAID_HERE: ReadonlySet<string> = new Set(['total-differs', 'tariff-missing'])

export function pricingFindings({ cost, agrees, ownTariffs }: Subject): Finding[] {
  const placeless = cost.findings.some(({ code }) => code === 'time-zone-unknown')
  return cost.findings
    .filter(({ code }) => !SAID_HERE.has(code))
    .map((finding): Finding => {
      const path = pathInCdr(finding.path, ownTariffs)
      if (GUESSES.has(finding.code) && agrees) return { ...finding, path, severity: 'note' }
      // The CDR is not wrong because somebody does not know the place.
      if (placeless && OF_PLACE.has(finding.code)) return { ...finding, path, severity: 'warning' }
      return { ...finding, path }
    })
}

/** Tariffs that are not the CDR's own have no place in it, and neither has the time zone. */
function pathInCdr(path: string, ownTariffs: number): string {
  if (path === '/time_zone') return '/cdr_location'
  const [, index] = /^\/tariffs\/(\d+)/.exec(path) ?? []
  return index !== undefined && Number(index) >= ownTariffs ? '/tariffs' : path
}
