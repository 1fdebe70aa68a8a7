import type { AgreementRule } from '../../hub/agreements.ts'
import { type KnownAgreements, MOST_AGREEMENTS } from '../../hub/known-agreements.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { conflict, invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { assertAllParties } from '../visible.ts'

const PAGE = 100

/** As a body states it; null is as good as absent. */
type AgreementBody = { readonly [Name in keyof AgreementRule]?: AgreementRule[Name] | null } & {
  readonly effect: AgreementRule['effect']
}

/** What a hub lets its partners' parties do with each other. */
export function agreementHandlers(agreements: Pick<KnownAgreements, 'rules' | 'put' | 'remove'>): ApiHandlers {
  return {
    async listAgreements({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const after = readNext(query.next, /^[A-Za-z0-9._-]{1,36}$/) ?? ''
      const left = agreements.rules().filter(({ name }) => name > after)
      const items = left.slice(0, limit)
      return { status: 200, body: { items, next: left.length > limit ? nextAfter(items.at(-1)!.name) : null } }
    },

    async getAgreement({ params, caller }) {
      assertAllParties(caller)
      const rule = agreements.rules().find(({ name }) => name === params.name)
      if (!rule) throw notFound('There is no such agreement')
      return { status: 200, body: rule }
    },

    async putAgreement({ params, body }) {
      const given = body as AgreementBody
      const faults = faultsOf(given, params.name!)
      if (faults.length > 0) throw invalidBody(faults)
      const rule = ruleOf(given, params.name!)
      const outcome = await agreements.put(rule)
      if (outcome === 'full') {
        throw conflict(`There are ${MOST_AGREEMENTS} agreements already, which is the most there can be`)
      }
      return { status: outcome === 'created' ? 201 : 200, body: rule }
    },

    async deleteAgreement({ params }) {
      if (!(await agreements.remove(params.name!))) throw notFound('There is no such agreement')
      return { status: 204 }
    },
  }
}

const ruleOf = (
  { effect, user, user_role, owner, owner_role, modules }: AgreementBody,
  name: string,
): AgreementRule => ({
  name,
  effect,
  ...(user && { user: user.toUpperCase() }),
  ...(user_role && { user_role }),
  ...(owner && { owner: owner.toUpperCase() }),
  ...(owner_role && { owner_role }),
  ...(modules?.length && { modules: [...new Set(modules)] }),
})

function faultsOf(body: AgreementBody, name: string): ProblemFault[] {
  const faults: ProblemFault[] = []
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail })
  if (body.name != null && body.name !== name) fault('/name', 'is not the name in the URL')
  if (body.user && body.user_role) fault('/user_role', 'cannot be beside user: an agreement names a party or a role')
  if (body.owner && body.owner_role)
    fault('/owner_role', 'cannot be beside owner: an agreement names a party or a role')
  return faults
}
