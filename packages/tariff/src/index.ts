export type { Finding, FindingSeverity } from './finding.ts'
export { lint } from './lint/lint.ts'
export type { LintContext } from './lint/view.ts'
