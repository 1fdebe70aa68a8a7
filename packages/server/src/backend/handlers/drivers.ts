import { type EraseNeeds, eraseDriver } from '../../erasure/erase.ts'
import { Problem } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

/** What a driver can ask for. */
export function driverHandlers(needs: EraseNeeds): ApiHandlers {
  return {
    async eraseDriver({ body, caller }) {
      if (caller.parties !== '*')
        throw new Problem('forbidden', 'A driver is erased of all parties; this key is of some')
      const { token, type } = body as { token: string; type?: string | null }
      return { status: 200, body: await eraseDriver(needs, { token, type: type ?? undefined }) }
    },
  }
}
