import type { Events } from '../events.ts'
import { PullRefused } from '../feed/pull/pulling.ts'
import { isRefused } from '../modules/refused.ts'
import { HandshakeFailed, PartnerFault } from '../partners/faults.ts'
import { StorageBusy } from '../storage/writer.ts'
import { conflict, invalidBody, notFound, Problem } from './problem.ts'

/** What the rules of the objects forbid, in HTTP's words. Whatever nobody foresaw is a failure of ours. */
export function asProblem(error: unknown, events: Pick<Events, 'failed'>): Problem {
  if (error instanceof Problem) return error
  if (isRefused(error)) {
    const faults = error.faults.map(({ path, message }) => ({ pointer: path, detail: message }))
    switch (error.reason) {
      case 'unknown':
      case 'unknown_parent':
        return notFound(error.message)
      case 'foreign':
        return new Problem('forbidden', error.message)
      case 'kept':
        return new Problem('method-not-allowed', error.message, { headers: { allow: 'GET, PUT' } })
      case 'identity':
      case 'incomplete':
        return invalidBody(faults)
      default:
        return conflict(error.message, faults)
    }
  }
  // What the person asking can mend, and what the partner did.
  if (error instanceof PartnerFault) return invalidBody([{ pointer: error.pointer, detail: error.message }])
  if (error instanceof HandshakeFailed) return new Problem('partner-failed', error.message)
  if (error instanceof PullRefused) return conflict(error.message)
  if (error instanceof StorageBusy) return new Problem('busy', 'Too many writes are waiting; try again in a moment')
  events.failed('backend', error)
  return new Problem('internal-error', 'The log says more')
}
