import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { isCurrency } from '@interchange/tariff/currency'
import type { Markup } from '@interchange/tariff/retail'
import type { Directory } from '../../partners/directory.ts'
import type { StoredRule } from '../../retail/rules.ts'
import { retailStore } from '../../retail/store.ts'
import type { Database } from '../../storage/database.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { conflict, invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { assertAllParties } from '../visible.ts'

export interface RetailRuleHandlersNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'ownParty'>
}

const PAGE = 100
const MOST_RULES = 10_000
/** Parties, contracts, groups, types, CPOs, taxes: of each. */
const MOST_NAMED = 10_000
const MOST_FAULTS = 100

/** As a body states it; null is as good as absent. */
type RuleBody = { readonly [Name in keyof Omit<StoredRule, 'parties'>]?: StoredRule[Name] | null } & {
  readonly parties: readonly string[]
}

const lists = ['parties', 'contract_ids', 'group_ids', 'token_types', 'cpos', 'taxes'] as const
const drivers = ['contract_ids', 'group_ids', 'token_types'] as const
const added = ['per_kwh', 'per_minute', 'per_session'] as const

/** What our drivers pay. */
export function retailRuleHandlers({ database, directory }: RetailRuleHandlersNeeds): ApiHandlers {
  const store = retailStore(database)

  return {
    async listRetailRules({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const rules = await store.page(readNext(query.next, /^[A-Za-z0-9._-]{1,36}$/) ?? '', limit + 1)
      const items = rules.slice(0, limit)
      return { status: 200, body: { items, next: rules.length > limit ? nextAfter(items.at(-1)!.name) : null } }
    },

    async getRetailRule({ params, caller }) {
      assertAllParties(caller)
      const rule = await store.rule(params.name!)
      if (!rule) throw notFound('There is no such retail rule')
      return { status: 200, body: rule }
    },

    async putRetailRule({ params, body }) {
      const given = body as RuleBody
      const faults = faultsOf(given, params.name!, directory)
      if (faults.length > 0) throw invalidBody(faults.slice(0, MOST_FAULTS))
      const rule = ruleOf(given, params.name!)
      const outcome = await store.put(rule, MOST_RULES)
      if (outcome === 'full') {
        throw conflict(`There are ${MOST_RULES} retail rules already, which is the most there can be`)
      }
      return { status: outcome === 'created' ? 201 : 200, body: rule }
    },

    async deleteRetailRule({ params }) {
      if (!(await store.remove(params.name!))) throw notFound('There is no such retail rule')
      return { status: 204 }
    },
  }
}

function ruleOf(body: RuleBody, name: string): StoredRule {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined))
  const time = (at: string | null | undefined) => (at ? new Date(parseDateTime(at)!).toISOString() : undefined)
  const [start, end] = [time(body.start_date_time), time(body.end_date_time)]
  return {
    ...given,
    name,
    parties: body.parties.map((party) => party.toUpperCase()),
    ...(body.cpos ? { cpos: body.cpos.map((party) => party.toUpperCase()) } : {}),
    ...(start ? { start_date_time: start } : {}),
    ...(end ? { end_date_time: end } : {}),
  }
}

function faultsOf(body: RuleBody, name: string, directory: RetailRuleHandlersNeeds['directory']) {
  const faults: ProblemFault[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  if (body.name != null && body.name !== name) fault('/name', 'is not the name in the URL')
  for (const list of lists) {
    const items = body[list] ?? []
    if (items.length > MOST_NAMED) fault(`/${list}`, `has ${items.length} items; ${MOST_NAMED} is the most`)
  }
  for (const [index, given] of body.parties.entries()) {
    const party = given.toUpperCase()
    if (!directory.ownParty(party)) fault(`/parties/${index}`, `${party} is no party of this platform`)
  }
  const named = drivers.filter((list) => body[list]?.length)
  for (const list of named.slice(1)) {
    fault(`/${list}`, `cannot be beside ${named[0]}: a rule names drivers in one way; make a rule for each`)
  }
  const [start, end] = [parseDateTime(body.start_date_time), parseDateTime(body.end_date_time)]
  if (start !== undefined && end !== undefined && end <= start) fault('/end_date_time', 'is not after start_date_time')
  if (body.markup && body.tariff) fault('/tariff', 'cannot be beside markup: a rule has one of them')
  else if (!body.markup && !body.tariff) fault('', 'takes one of markup and tariff; "markup": {} adds nothing')
  if (body.markup) markupFaults(body.markup, fault)
  if (body.markup && body.taxes == null) {
    fault('/taxes', 'is needed with markup: the taxes that drivers pay, [] for none')
  }
  if (body.tariff && !isCurrency(body.tariff.currency)) fault('/tariff/currency', NO_CURRENCY)
  return faults
}

const NO_CURRENCY = 'is no currency of ISO 4217; three upper-case letters such as EUR are'

function markupFaults(markup: Markup, fault: (pointer: string, detail: string) => void): void {
  const amounts = added.filter((name) => markup[name] != null)
  if (markup.currency == null) {
    if (amounts.length > 0) fault('/markup/currency', `is needed with ${amounts.join(', ')}`)
  } else if (!isCurrency(markup.currency)) fault('/markup/currency', NO_CURRENCY)
}
