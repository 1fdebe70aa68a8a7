// What is known about one CDR's audit: a row of the store beside the CDR's, so that lists, /changes and webhooks tell of
// it like of any object. Pure; writes of several processes meet in `withOutcome` and `withDecision`.

import { canonical } from '@interchange/ocpi/canonical'
import { type Audit, type Cost, type CostPart, costParts, type Finding } from '@interchange/tariff'
import type { AuditRules } from '../partners/partner.ts'
import type { Row } from '../storage/row.ts'
import { sameJson } from '../storage/same-json.ts'
import type { Change } from '../storage/writer.ts'
import { auditKey, codeWord } from './keys.ts'

/**
 * - `accepted`: nothing wrong was found, or somebody accepted it
 * - `flagged`: somebody has to look at it
 * - `held`: flagged, and by the partner's rules not to be paid yet
 * - `disputed`: somebody disputes it
 */
export const auditStates = ['accepted', 'flagged', 'held', 'disputed'] as const
export type AuditState = (typeof auditStates)[number]

/** `audited`: by the platform itself; `again`: because somebody asked for it. */
export const auditActions = ['audited', 'again', 'accepted', 'disputed'] as const
export type AuditAction = (typeof auditActions)[number]

export interface HistoryEntry {
  /** DateTime. */
  readonly at: string
  /** Name of the API key; `audit`: the platform itself. */
  readonly by: string
  readonly action: AuditAction
  /** After it. */
  readonly state: AuditState
  /** Codes of the findings, after an audit. */
  readonly codes?: readonly string[]
  readonly text?: string
}

/** What of an audit is kept: a cost without its periods and its explanation, which can be made again. */
export interface Outcome {
  readonly findings: readonly Finding[]
  readonly cost: Partial<Pick<Cost, 'currency' | 'total' | CostPart>> | null
  readonly differences: Audit['differences']
  readonly energy: Audit['energy'] | null
}

export interface AuditRecord extends Outcome {
  readonly country_code: string
  readonly party_id: string
  readonly cdr_id: string
  /** Id of the partner it came from; null: our own. */
  readonly partner: string | null
  readonly own: boolean
  readonly state: AuditState
  /** The oldest first. */
  readonly history: readonly HistoryEntry[]
  /** When the findings were made. */
  readonly audited_at: string
  readonly last_updated: string
}

/** The CDR an audit is of. */
export type Audited = Pick<AuditRecord, 'country_code' | 'party_id' | 'cdr_id' | 'partner'>

/** What stands behind the rules of a partner: `errors` among the codes is every finding of that severity. */
export function stateOf({ verdict, findings }: Judged, rules: AuditRules): AuditState {
  if (verdict === 'accepted' || findings.every(({ severity }) => severity === 'note')) return 'accepted'
  const holds = ({ code, severity }: Finding) =>
    rules.hold.includes(code) || (severity === 'error' && rules.hold.includes('errors'))
  return findings.some(holds) ? 'held' : 'flagged'
}

export type Judged = Pick<Audit, 'verdict' | 'findings'>

const KEPT = ['currency', 'total', ...costParts] as const

export function outcomeOf(audit: Audit<Cost>, { ignore }: AuditRules): Outcome {
  const { cost } = audit
  return {
    findings: audit.findings.filter(({ code }) => !ignore.includes(code)),
    cost: cost
      ? Object.fromEntries(KEPT.flatMap((name) => (cost[name] === undefined ? [] : [[name, cost[name]]])))
      : null,
    differences: audit.differences,
    energy: audit.energy ?? null,
  }
}

/** More than this and the oldest are forgotten. */
const MOST_HISTORY = 100

const entered = (history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] =>
  [...history, entry].slice(-MOST_HISTORY)

/** Whether what somebody decided still stands: asking for another audit takes it back. */
function isDecided({ history }: AuditRecord): boolean {
  const last = history.findLast(({ action }) => action !== 'audited')
  return last?.action === 'accepted' || last?.action === 'disputed'
}

/**
 * After an audit. The same outcome as before leaves the record as it is, so that an audit that is made twice (a crash, two
 * processes) is made once. What a person decided stays, whatever later audits find, until a person asks for one (`by`).
 */
export function withOutcome(
  before: AuditRecord | undefined,
  cdr: Audited,
  outcome: Outcome,
  found: AuditState,
  at: string,
  by?: string,
): AuditRecord {
  const state = before && by === undefined && isDecided(before) ? before.state : found
  if (before && by === undefined && before.state === state && sameOutcome(before, outcome)) return before
  const entry: HistoryEntry = {
    at,
    by: by ?? 'audit',
    action: by === undefined ? 'audited' : 'again',
    state,
    codes: codesOf(outcome.findings),
  }
  return {
    country_code: cdr.country_code,
    party_id: cdr.party_id,
    cdr_id: cdr.cdr_id,
    partner: cdr.partner,
    own: cdr.partner === null,
    state,
    findings: outcome.findings,
    cost: outcome.cost,
    differences: outcome.differences,
    energy: outcome.energy,
    history: entered(before?.history ?? [], entry),
    audited_at: at,
    last_updated: at,
  }
}

export interface Decision {
  readonly action: 'accepted' | 'disputed'
  readonly by: string
  readonly at: string
  readonly text?: string
}

export function withDecision(record: AuditRecord, { action, by, at, text }: Decision): AuditRecord {
  const entry = { at, by, action, state: action, ...(text === undefined ? {} : { text }) }
  return { ...record, state: action, history: entered(record.history, entry), last_updated: at }
}

const sameOutcome = (a: Outcome, b: Outcome): boolean => sameJson(textOf(a), textOf(b))
const textOf = ({ findings, cost, differences, energy }: Outcome): string =>
  JSON.stringify([findings, cost, differences, energy])

/** Each once, in order of their first finding. */
export const codesOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ code }) => code))]

export const readAudit = ({ text }: Pick<Row, 'text'>): AuditRecord => JSON.parse(text) as AuditRecord

/** What was missing is waited for so long after the first audit, or after the last one that somebody asked for. */
const AWAITED_MS = 7 * 86_400_000

function awaitedUntil({ history, audited_at }: AuditRecord): string {
  const from = history.findLast(({ action }) => action === 'again') ?? history[0]
  return new Date(Date.parse(from?.at ?? audited_at) + AWAITED_MS).toISOString()
}

/**
 * The row of a record. `words`: what it is found by beside the codes of its findings; left out: as it was, for a record
 * whose findings are as they were.
 */
export const auditChange = (
  record: AuditRecord,
  cdr: Pick<Row, 'key' | 'audience'>,
  words?: readonly string[],
): Change => ({
  key: auditKey(cdr.key),
  version: canonical.number,
  text: JSON.stringify(record),
  lastUpdated: record.last_updated,
  partner: record.partner,
  audience: cdr.audience,
  state: record.state,
  ...(words
    ? {
        derived: { found_by: [...words, ...codesOf(record.findings).map(codeWord)], until: awaitedUntil(record) },
      }
    : {}),
})
