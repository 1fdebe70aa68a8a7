export type { Finding, FindingSeverity } from './finding.ts'
