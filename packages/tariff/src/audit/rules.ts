// Every rule, in the order in which findings of one severity are told. Docs and severities come from here.

import type { RuleGroups } from '../rule.ts'
import type { Rule } from './rule.ts'
import { costRules } from './rules/costs.ts'
import { creditRules } from './rules/credits.ts'
import { energyRules } from './rules/energy.ts'
import { neighbourRules } from './rules/neighbours.ts'
import { originRules } from './rules/origin.ts'
import { placeRules } from './rules/place.ts'
import { powerRules } from './rules/power.ts'
import { tariffRules } from './rules/tariffs.ts'
import { timeRules } from './rules/times.ts'
import type { Subject } from './subject.ts'

export const ruleGroups: RuleGroups<Subject> = {
  Costs: costRules,
  'Energy and time': energyRules,
  Tariffs: tariffRules,
  Times: timeRules,
  'Session, token, authorization': originRules,
  'Location, EVSE, connector': placeRules,
  Power: powerRules,
  'Other CDRs': neighbourRules,
  'Credit CDRs': creditRules,
}

export const rules: readonly Rule[] = Object.values(ruleGroups).flat()
