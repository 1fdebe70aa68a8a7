// Currency, country and time zone.

import { isTimeZone } from '@interchange/ocpi/define/formats'
import { countries as allCountries, heldAt } from '../facts/countries.ts'
import { currencies } from '../facts/currencies.ts'
import type { Rule } from '../rule.ts'
import { momentOf } from './taxes.ts'

const withdrawn = new Map(
  allCountries.flatMap(({ currency }) =>
    currency.slice(1).map(([old, until]) => [old, { until, now: currency[0]![0] }] as const),
  ),
)

export const placeRules: readonly Rule[] = [
  {
    code: 'currency-unknown',
    severity: 'error',
    doc: 'The currency is not in ISO 4217.',
    check({ currency }, report) {
      if (currency === undefined || currencies.has(currency) || withdrawn.has(currency)) return
      const upper = currency.toUpperCase()
      report('/currency', `not a currency of ISO 4217; write ${currencies.has(upper) ? upper : 'a code such as EUR'}`)
    },
  },
  {
    code: 'currency-country',
    severity: 'warning',
    softer: 'note',
    doc: 'The currency is not that of the country at that time. A note while only the owner’s country is known.',
    check(tariff, report) {
      const { currency, countries } = tariff
      if (currency === undefined || !countries) return
      if (!currencies.has(currency) && !withdrawn.has(currency)) return
      const at = momentOf(tariff)
      const odd = countries.filter((country) => !heldAt(country.currency, at).includes(currency))
      if (odd.length === 0) return
      const right = odd
        .map((country) => `${country.alpha2} has ${heldAt(country.currency, at).join(' or ')}`)
        .join('; ')
      report(
        '/currency',
        `${currency} is not the currency of the country: ${right}`,
        tariff.countriesAreSure ? 'warning' : 'note',
      )
    },
  },
  {
    code: 'currency-withdrawn',
    severity: 'warning',
    doc: 'The currency no longer exists.',
    check(tariff, report) {
      const { currency, countries } = tariff
      const gone = currency === undefined ? undefined : withdrawn.get(currency)
      const at = momentOf(tariff)
      // The rule before says it where the country is known.
      if (!gone || at === undefined || countries || at < Date.parse(gone.until!)) return
      report('/currency', `${currency} was replaced by ${gone.now} on ${gone.until}`)
    },
  },
  {
    code: 'time-zone-unknown',
    severity: 'error',
    requirement: 'R-TAR-09',
    doc: 'The time zone of a location is not in the tz database, so times and days of the tariff cannot be told there.',
    check({ timeZones, elements }, report) {
      if (!elements.some(({ box }) => box?.times || box?.dates || box?.weekdays)) return
      for (const zone of timeZones) {
        if (typeof zone === 'string' && isTimeZone(zone)) continue
        report('', 'has times or days, and a location has no known time_zone; a name like Europe/Amsterdam is expected')
      }
    },
  },
]
