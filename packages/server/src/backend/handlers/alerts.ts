import type { AlertRule } from '../../alerts/rule.ts'
import type { AlertFilter, AlertStore } from '../../alerts/store.ts'
import type { Directory } from '../../partners/directory.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { conflict, invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { assertAllParties } from '../visible.ts'

export interface AlertHandlersNeeds {
  readonly store: AlertStore
  readonly directory: Pick<Directory, 'partner'>
  /** Whether mails can be sent at all. */
  readonly hasMail: boolean
}

const PAGE = 100
/** Each is looked at for every partner every few seconds. */
const MOST_RULES = 100
const MOST_ADDRESSES = 20
const MOST_PARTNERS = 1000

/** As a body states it; null is as good as absent. */
type RuleBody = { readonly [Name in keyof AlertRule]?: AlertRule[Name] | null } & Pick<AlertRule, 'kind'>

/** When somebody is told that a partner is in trouble. */
export function alertHandlers({ store, directory, hasMail }: AlertHandlersNeeds): ApiHandlers {
  async function withMails(rules: readonly AlertRule[]): Promise<object[]> {
    const mails = await store.mailStatus(rules.map(({ name }) => name))
    return rules.map((rule) => ({ ...rule, ...(mails.has(rule.name) ? { mails: mails.get(rule.name) } : {}) }))
  }

  return {
    async listAlertRules({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const rules = await store.rules(readNext(query.next, /^[A-Za-z0-9._-]{1,36}$/) ?? '', limit + 1)
      const items = rules.slice(0, limit)
      const next = rules.length > limit ? nextAfter(items.at(-1)!.name) : null
      return { status: 200, body: { items: await withMails(items), next } }
    },

    async getAlertRule({ params, caller }) {
      assertAllParties(caller)
      const rule = await store.rule(params.name!)
      if (!rule) throw notFound('There is no such alert rule')
      return { status: 200, body: (await withMails([rule]))[0] }
    },

    async putAlertRule({ params, body, caller }) {
      assertAllParties(caller)
      const given = body as RuleBody
      const faults = faultsOf(given, params.name!, directory, hasMail)
      if (faults.length > 0) throw invalidBody(faults)
      const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null))
      const rule: AlertRule = { ...stated, name: params.name!, kind: given.kind }
      const outcome = await store.putRule(rule, MOST_RULES)
      if (outcome === 'full')
        throw conflict(`There are ${MOST_RULES} alert rules already, which is the most there can be`)
      return { status: outcome === 'created' ? 201 : 200, body: (await withMails([rule]))[0] }
    },

    async deleteAlertRule({ params, caller }) {
      assertAllParties(caller)
      if (!(await store.removeRule(params.name!))) throw notFound('There is no such alert rule')
      return { status: 204 }
    },

    async listAlerts({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const { rule, partner, state } = query as Pick<AlertFilter, 'rule' | 'partner' | 'state'>
      const before = readNext(query.next, /^\d{1,15}$/)
      const found = await store.list({
        ...(rule === undefined ? {} : { rule }),
        ...(partner === undefined ? {} : { partner }),
        ...(state === undefined ? {} : { state }),
        ...(before === undefined ? {} : { before }),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      return { status: 200, body: { items, next: found.length > limit ? nextAfter(items.at(-1)!.id) : null } }
    },
  }
}

/** Fields that only some kinds have. */
const only = { modules: 'lag', objects: 'lag', seconds: 'lag', count: 'rejected_cdrs' } as const

function faultsOf(
  body: RuleBody,
  name: string,
  directory: AlertHandlersNeeds['directory'],
  hasMail: boolean,
): ProblemFault[] {
  const faults: ProblemFault[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  const { kind, partners, mail } = body
  if (body.name != null && body.name !== name) fault('/name', 'is not the name in the URL')
  for (const [field, of] of Object.entries(only) as [keyof typeof only, string][]) {
    const given = body[field]
    if (given != null && kind !== of && !(Array.isArray(given) && given.length === 0)) {
      fault(`/${field}`, `is for rules of kind ${of} only`)
    }
  }
  if (kind === 'lag' && body.objects == null && body.seconds == null) {
    fault('', 'a rule of kind lag takes objects, seconds or both; "seconds": 600 would be ten minutes')
  }
  if ((partners?.length ?? 0) > MOST_PARTNERS) fault('/partners', `has more than ${MOST_PARTNERS} items`)
  else {
    for (const [index, id] of (partners ?? []).entries()) {
      if (!directory.partner(id)) fault(`/partners/${index}`, 'is no partner of this platform')
    }
  }
  if ((mail?.length ?? 0) > MOST_ADDRESSES) fault('/mail', `has more than ${MOST_ADDRESSES} addresses`)
  if (mail?.length && !hasMail) fault('/mail', 'needs a mail server; set SMTP_URL and MAIL_FROM')
  return faults.slice(0, 100)
}
