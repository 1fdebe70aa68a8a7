// The company's retail rules: which price its drivers pay for sessions of which CPOs.

import type { TokenType } from '@interchange/ocpi'
import type { RetailRule } from '@interchange/tariff/retail'
import { type Party, partyKey } from '../party.ts'

/** By what a rule names drivers, the closest first. */
export const driverKinds = ['contract_id', 'group_id', 'token_type', 'all'] as const
export type DriverKind = (typeof driverKinds)[number]

/** As it was put. Of `contract_ids`, `group_ids` and `token_types` at most one is given; parties are keys such as `NL-ABC`. */
export interface StoredRule extends RetailRule {
  readonly parties: readonly string[]
  readonly contract_ids?: readonly string[]
  readonly group_ids?: readonly string[]
  readonly token_types?: readonly TokenType[]
  readonly cpos?: readonly string[]
  /** Of sessions that start from then on. */
  readonly start_date_time?: string
  /** Of sessions that start before. */
  readonly end_date_time?: string
}

/** Whose price is asked. Never logged. */
export interface Driver {
  readonly party: Party
  readonly contractId?: string | undefined
  readonly groupId?: string | undefined
  readonly tokenType?: string | undefined
}

export const ALL = '*'

export const kindOf = ({ contract_ids, group_ids, token_types }: StoredRule): DriverKind => {
  if (contract_ids?.length) return 'contract_id'
  if (group_ids?.length) return 'group_id'
  return token_types?.length ? 'token_type' : 'all'
}

/** What a rule is found by. Ids compare without case. */
export function wordsOf(rule: StoredRule): string[] {
  const kind = kindOf(rule)
  const named = rule.contract_ids ?? rule.group_ids ?? rule.token_types ?? []
  return kind === 'all' ? [ALL] : named.map((id) => word(kind, id))
}

/** What the rules for a driver are found by. */
export function wordsFor({ contractId, groupId, tokenType }: Driver): string[] {
  const named = [word('contract_id', contractId), word('group_id', groupId), word('token_type', tokenType)]
  return [...named.filter((one) => one !== ''), ALL]
}

const word = (kind: DriverKind, id: string | undefined): string =>
  id === undefined ? '' : `${kind} ${id.toUpperCase()}`

export const cposOf = ({ cpos }: StoredRule): readonly string[] => (cpos?.length ? cpos : [ALL])

/** How a rule came to be among those for a session. Says nothing of who the driver is. */
export interface RuleMatch {
  readonly name: string
  readonly driver: DriverKind
  /** Whether it names the CPO. */
  readonly cpo: boolean
}

export const matchOf = (rule: StoredRule): RuleMatch => ({
  name: rule.name,
  driver: kindOf(rule),
  cpo: cposOf(rule)[0] !== ALL,
})

/** The rule that names the driver more closely goes first, then the one that names the CPO, the later start, the name. */
export function byCloseness(a: StoredRule, b: StoredRule): number {
  return (
    driverKinds.indexOf(kindOf(a)) - driverKinds.indexOf(kindOf(b)) ||
    Number(matchOf(b).cpo) - Number(matchOf(a).cpo) ||
    startOf(b) - startOf(a) ||
    (a.name < b.name ? -1 : 1)
  )
}

const startOf = ({ start_date_time: start }: StoredRule): number =>
  start === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(start)

/** What the rules for a CPO are found by. */
export const wordsForCpo = (cpo: Party | undefined): string[] => (cpo ? [partyKey(cpo), ALL] : [ALL])
