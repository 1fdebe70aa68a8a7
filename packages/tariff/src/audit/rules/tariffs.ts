import { idOf, type Loose, listOf, loose, timeOf } from '../facts.ts'
import type { Rule } from '../rule.ts'

/** What a tariff asks for; two with the same are one price. */
const FIELDS = ['currency', 'elements', 'min_price', 'max_price', 'tax_included'] as const
const asked = (tariff: Loose): string => JSON.stringify(FIELDS.map((field) => sorted(tariff[field] ?? null)))

/** Order of fields does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  )
}

export const tariffRules: readonly Rule[] = [
  {
    code: 'tariff-unknown',
    severity: 'warning',
    requirement: 'R-CDR-15',
    doc: 'no price can be known, since a tariff is neither in the CDR nor known here, or no period says which of several it has',
    check({ cost }, report) {
      for (const { code, path, message } of cost.findings) if (code === 'tariff-missing') report(path, message)
    },
  },
  {
    code: 'tariff-differs',
    severity: 'warning',
    requirement: 'R-CDR-10',
    doc: "the CDR's copy of a tariff asks other prices than the tariff that was known when the session began",
    check({ cdr, context, facts: { start } }, report) {
      if (!Array.isArray(cdr.tariffs) || start === undefined) return
      const own = cdr.tariffs as unknown[]
      for (const [index, tariff] of own.entries()) {
        const id = idOf(loose(tariff).id)
        const known = id === undefined ? undefined : listOf(context.tariffs).find((one) => idOf(one.id) === id)
        const since = timeOf(known?.last_updated)
        if (!known || since === undefined || since > start || asked(known) === asked(loose(tariff))) continue
        report(`/tariffs/${index}`, 'asks other prices than the tariff that was in force when the session began')
      }
    },
  },
  {
    code: 'home-charging-public',
    severity: 'warning',
    requirement: 'R-CDR-25',
    doc: 'the CDR asks for compensation of charging at home, and its location is published',
    check({ cdr, context: { location } }, report) {
      if (cdr.home_charging_compensation !== true || location?.publish !== true) return
      report('/home_charging_compensation', 'charging at home is compensated, and the location is a published one')
    },
  },
]
