// `vat` is a percentage; `tax_included` says whether the prices contain it (Tariffs, "PriceComponent", "TaxIncluded").

import { type Country, heldAt } from '../facts/countries.ts'
import { highVat } from '../facts/plausible.ts'
import type { Rule } from '../rule.ts'
import type { ComponentView, TariffView } from '../view.ts'
import { over, times } from './prices.ts'

const withVat = ({ components }: TariffView) =>
  components.flatMap((component) =>
    component.vat === undefined ? [] : [{ path: `${component.path}/vat`, vat: component.vat }],
  )

const isFraction = (vat: number): boolean => vat > 0 && vat < 1
/** No country has a rate from 1 to 1.5 % on charging; 1.19 is a factor. */
const isFactor = (vat: number): boolean => vat > 1 && vat < 1.5
/** 119 for 119 % of the net price. */
const isGross = (vat: number): boolean => vat > 100 && vat <= 100 + highVat
const isRate = (vat: number): boolean => vat >= 0 && vat <= highVat && !isFraction(vat) && !isFactor(vat)

/** The time prices are about: the present, but within the validity of the tariff. Undefined: not known. */
export function momentOf({ now, validFrom, validTo }: TariffView): number | undefined {
  if (now === undefined) return undefined
  const at = Math.max(now, validFrom ?? now)
  return validTo !== undefined && validTo < at ? validTo - 1 : at
}

export const taxRules: readonly Rule[] = [
  {
    code: 'vat-fraction',
    severity: 'warning',
    requirement: 'R-TAR-25',
    doc: 'A VAT rate below 1, such as 0.19: it is a percentage.',
    check(tariff, report) {
      for (const { path, vat } of withVat(tariff)) {
        if (isFraction(vat)) report(path, `vat is a percentage; if ${vat} is a fraction write ${times(vat, 100)}`)
      }
    },
  },
  {
    code: 'vat-factor',
    severity: 'warning',
    requirement: 'R-TAR-25',
    doc: 'A VAT rate that looks like a factor or a total, such as 1.19 or 119.',
    check(tariff, report) {
      for (const { path, vat } of withVat(tariff)) {
        if (!isFactor(vat) && !isGross(vat)) continue
        const right = isGross(vat) ? over(times(vat, 10) - 1000, 10) : over(times(vat, 1000) - 1000, 10)
        report(path, `vat is the percentage that is added, not what it adds up to; write ${right}`)
      }
    },
  },
  {
    code: 'vat-range',
    severity: 'warning',
    requirement: 'R-TAR-25',
    doc: 'A VAT rate below 0 or above 30 %.',
    check(tariff, report) {
      for (const { path, vat } of withVat(tariff)) {
        if (vat < 0 || (vat > highVat && !isGross(vat))) {
          report(path, 'vat is a percentage, and no country has such a rate; 19 means 19 %')
        }
      }
    },
  },
  {
    code: 'vat-country',
    severity: 'warning',
    softer: 'note',
    requirement: 'R-TAR-25',
    doc: 'A VAT rate that the country does not have, told once. A note while only the owner’s country is known.',
    check(tariff, report) {
      const { countries } = tariff
      if (!countries || countries.some(({ vat }) => vat?.length === 0)) return
      const at = momentOf(tariff)
      const told = new Set<number>()
      for (const { path, vat } of withVat(tariff)) {
        if (told.has(vat)) continue
        told.add(vat)
        // No tax on it, as on what is sold to a company abroad, is possible everywhere.
        if (vat === 0 || !isRate(vat) || countries.some((country) => ratesOf(country, at).includes(vat))) continue
        const right = countries.map((country) => ratesText(country, at)).join('; ')
        report(path, `${vat} % is no VAT rate of the country: ${right}`, tariff.countriesAreSure ? 'warning' : 'note')
      }
    },
  },
  {
    code: 'vat-partly',
    severity: 'warning',
    requirement: 'R-TAR-25',
    doc: 'Some prices have a VAT rate and others none: without one no VAT applies, which is not 0 % and not unknown.',
    check(tariff, report) {
      const paid = tariff.components.filter(({ price }) => price !== undefined && price > 0)
      if (!paid.some(({ vat }) => vat !== undefined)) return
      for (const component of paid) {
        if (component.vat !== undefined) continue
        report(component.path, 'has no vat while other prices have: absent means that no VAT applies; state the rate')
      }
    },
  },
  {
    code: 'vat-differs',
    severity: 'note',
    requirement: 'R-TAR-25',
    doc: 'Prices of one dimension have several VAT rates.',
    check({ components }, report) {
      const first = new Map<string, ComponentView>()
      for (const component of components) {
        if (component.vat === undefined || component.price === 0) continue
        const before = first.get(component.type)
        if (!before) first.set(component.type, component)
        else if (before.vat !== component.vat) {
          report(`${component.path}/vat`, `another rate than ${before.path}/vat for the same dimension`)
        }
      }
    },
  },
  {
    code: 'vat-missing',
    severity: 'note',
    requirement: 'R-TAR-26',
    doc: 'Prices before taxes without any VAT rate, in a country that has VAT: what a driver pays is not known.',
    check(tariff, report) {
      const { countries, components, taxIncluded } = tariff
      if (taxIncluded !== 'NO' || !countries?.every(({ vat }) => vat !== undefined && vat.length > 0)) return
      if (components.some(({ vat }) => vat !== undefined) || !components.some(({ price }) => (price ?? 0) > 0)) return
      const right = countries.map((country) => ratesText(country, momentOf(tariff))).join('; ')
      report('/tax_included', `taxes are to be added, and no vat says which; ${right}`)
    },
  },
  {
    code: 'tax-none-with-vat',
    severity: 'warning',
    requirement: 'R-TAR-26',
    doc: '`tax_included` says that no taxes apply, and a price has a VAT rate.',
    check(tariff, report) {
      if (tariff.taxIncluded !== 'N/A') return
      for (const { path, vat } of withVat(tariff)) {
        if (vat !== 0) report(path, 'tax_included is N/A, no taxes apply; write NO or YES there, or leave vat out')
      }
    },
  },
]

const ratesOf = ({ vat = [], reduced }: Country, at: number | undefined): readonly number[] => [
  ...heldAt(vat, at),
  ...reduced,
]

function ratesText({ alpha2, vat, reduced }: Country, at: number | undefined): string {
  if (!vat) return `${alpha2} has no VAT, leave vat out`
  const standard = `${alpha2} has ${heldAt(vat, at).join(' or ')} %`
  return reduced.length > 0 ? `${standard}, for some goods ${reduced.join(', ')} %` : standard
}
