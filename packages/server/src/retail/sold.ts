// What the company's driver pays for a session: the rule that is closest to driver and CPO, applied.

import type { CdrToken, Tariff, Token } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Plan, Usage } from '@interchange/tariff'
import { type RetailCost, type RetailOptions, retailPrice, retailQuote } from '@interchange/tariff/retail'
import { fromRow } from '../modules/rows.ts'
import type { Directory } from '../partners/directory.ts'
import { type Party, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { getRow } from '../storage/objects.ts'
import { rowKey } from '../storage/row.ts'
import { type Driver, matchOf, type RuleMatch } from './rules.ts'
import { retailStore } from './store.ts'

export interface RetailNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'ownParty'>
}

export interface Sold extends RetailCost {
  /** All rules that are for this driver and CPO, the closest first: the first one is applied. */
  readonly rules: readonly RuleMatch[]
}

/** Shown of the rules that fit. */
const MOST_SHOWN = 20

/** Undefined: the token is not of a party of ours. Null: no rule is for its driver, who pays what the CPO asks. */
export async function soldUsage(
  needs: RetailNeeds,
  usage: Usage & { readonly cdr_token?: Partial<CdrToken> | null | undefined },
  cpo: Party | undefined,
  options: RetailOptions,
): Promise<Sold | null | undefined> {
  const driver = await driverOf(needs, usage.cdr_token)
  return driver && sold(needs, driver, cpo, usage.start_date_time, (rule) => retailPrice(usage, rule, options))
}

export const soldPlan = (
  needs: RetailNeeds,
  driver: Driver,
  cpo: Party,
  plan: Plan,
  tariffs: readonly Tariff[],
  location: { readonly time_zone?: string },
): Promise<Sold | null> =>
  sold(needs, driver, cpo, plan.start_date_time, (rule) => retailQuote(plan, rule, tariffs, location))

async function sold(
  { database }: RetailNeeds,
  driver: Driver,
  cpo: Party | undefined,
  start: string,
  apply: (rule: Parameters<typeof retailPrice>[1]) => RetailCost,
): Promise<Sold | null> {
  const at = parseDateTime(start)
  const rules = at === undefined ? [] : await retailStore(database).rulesFor(driver, cpo, new Date(at).toISOString())
  const [rule] = rules
  return rule ? { ...apply(rule), rules: rules.slice(0, MOST_SHOWN).map(matchOf) } : null
}

/** A CDR's token does not say its group; ours do. */
async function driverOf(
  { database, directory }: RetailNeeds,
  token: Partial<CdrToken> | null | undefined,
): Promise<Driver | undefined> {
  if (!token?.country_code || !token.party_id) return undefined
  const party = { countryCode: token.country_code, partyId: token.party_id }
  if (!directory.ownParty(partyKey(party))) return undefined
  const known = token.uid && token.type ? await ownToken(database, party, token.uid, token.type) : undefined
  return {
    party,
    contractId: token.contract_id ?? known?.contractId,
    groupId: known?.groupId,
    tokenType: token.type,
  }
}

/** Undefined: there is no such token. */
export async function ownToken(
  database: Database,
  party: Party,
  uid: string,
  type: string,
): Promise<Driver | undefined> {
  const row = await getRow(database, rowKey('tokens', party.countryCode, party.partyId, uid, type))
  if (!row || row.deleted) return undefined
  const { contract_id, group_id } = fromRow(row) as unknown as Token
  return { party, contractId: contract_id, groupId: group_id ?? undefined, tokenType: type }
}
