import type { RuleOf } from '../rule.ts'
import type { Subject } from './subject.ts'

/** One thing that can be wrong with a CDR. */
export type Rule = RuleOf<Subject>
