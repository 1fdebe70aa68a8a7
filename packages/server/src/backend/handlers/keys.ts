import type { Directory } from '../../partners/directory.ts'
import { nextAfter, readNext } from '../cursor.ts'
import type { Scope } from '../define.ts'
import { ADMIN, type KeyReport, type Keys } from '../keys.ts'
import { conflict, invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

export interface KeyHandlersNeeds {
  readonly keys: Keys
  readonly directory: Pick<Directory, 'ownParty'>
}

const PAGE = 100

/** Keys of this API: made, listed, taken back. */
export function keyHandlers({ keys, directory }: KeyHandlersNeeds): ApiHandlers {
  return {
    async listKeys({ query }) {
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const found = await keys.list(limit + 1, readNext(query.next, /^[ -~]+$/) ?? '')
      const items = found.slice(0, limit)
      const next = found.length > limit ? nextAfter(items.at(-1)!.name) : null
      return { status: 200, body: { items: items.map(show), next } }
    },

    async postKey({ body }) {
      const { name, scope, parties } = body as { name: string; scope: Scope; parties?: readonly string[] | null }
      const asked = [...new Set((parties ?? []).map((party) => party.toUpperCase()))]
      const all = asked.length === 0 || asked.includes('*')
      const faults = all ? [] : faultsOf(asked, scope, directory)
      if (name.toLowerCase() === ADMIN) faults.push({ pointer: '/name', detail: 'is the name of the admin key' })
      if (faults.length > 0) throw invalidBody(faults)
      const made = await keys.make({ name, scope, parties: all ? '*' : asked })
      if (made === 'taken') throw conflict('There is a key of this name; DELETE it first, or take another name')
      if (made === 'full') throw conflict('There are as many keys as there can be; DELETE one first')
      return { status: 201, body: { ...show(made), key: made.key } }
    },

    async deleteKey({ params }) {
      if (!(await keys.remove(params.id!))) throw notFound('There is no such key')
      return { status: 204 }
    },
  }
}

function faultsOf(parties: readonly string[], scope: Scope, directory: KeyHandlersNeeds['directory']): ProblemFault[] {
  const unknown = parties.flatMap((party, index) =>
    directory.ownParty(party) ? [] : [{ pointer: `/parties/${index}`, detail: 'is no party of this platform' }],
  )
  return scope === 'admin'
    ? [...unknown, { pointer: '/parties', detail: 'a key with scope admin is for all parties; leave them out' }]
    : unknown
}

const show = ({ id, name, scope, parties, createdAt }: KeyReport) => ({
  id,
  name,
  scope,
  parties: parties === '*' ? ['*'] : parties,
  created_at: createdAt,
})
