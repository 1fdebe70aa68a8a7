// Every rule, in the order in which findings are told. Docs and severities come from here.

import type { RuleGroups } from '../rule.ts'
import type { Rule, Subject } from './rule.ts'
import { dateRules } from './rules/dates.ts'
import { elementRules } from './rules/elements.ts'
import { limitRules } from './rules/limits.ts'
import { placeRules } from './rules/places.ts'
import { priceRules } from './rules/prices.ts'
import { rangeRules } from './rules/ranges.ts'
import { reservationRules } from './rules/reservation.ts'
import { shapeRules } from './rules/shape.ts'
import { stepRules } from './rules/steps.ts'
import { taxRules } from './rules/taxes.ts'
import { textRules } from './rules/texts.ts'
import { timeRules } from './rules/times.ts'

export const ruleGroups: RuleGroups<Subject> = {
  Shape: shapeRules,
  Elements: elementRules,
  'Times and days': timeRules,
  'Dates and validity': dateRules,
  'Energy, power, current, duration': rangeRules,
  Prices: priceRules,
  Steps: stepRules,
  Taxes: taxRules,
  'Least and most price': limitRules,
  Reservations: reservationRules,
  Texts: textRules,
  'Currency, country, time zone': placeRules,
}

export const rules: readonly Rule[] = Object.values(ruleGroups).flat()
