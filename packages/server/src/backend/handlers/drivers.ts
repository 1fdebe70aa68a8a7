import { type EraseNeeds, eraseDriver } from '../../erasure/erase.ts'
import type { Events } from '../../events.ts'
import { Problem } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

/** What a driver can ask for. */
export function driverHandlers(needs: EraseNeeds & { readonly events: Pick<Events, 'driverErased'> }): ApiHandlers {
  return {
    async eraseDriver({ body, caller }) {
      if (caller.parties !== '*')
        throw new Problem('forbidden', 'A driver is erased of all parties; this key is of some')
      const { token, type } = body as { token: string; type?: string | null }
      const erased = await eraseDriver(needs, { token, type: type ?? undefined })
      const { tokens, rows, remaining } = erased
      const changed = rows.reduce((sum, each) => sum + each.rows, 0)
      needs.events.driverErased(caller.name, { tokens, rows: changed, remaining: remaining.length })
      return { status: 200, body: erased }
    },
  }
}
