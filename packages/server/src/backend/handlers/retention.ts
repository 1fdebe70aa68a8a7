import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import type { Retention } from '../../retention/retention.ts'
import { malformed, Problem } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

/** A CDR on its way is tried for seven days. */
const LEAST_DAYS = 30

/** What is deleted by hand. */
export function retentionHandlers(needs: {
  readonly retention: Pick<Retention, 'deleteCdrs'>
  readonly events: Pick<Events, 'cdrsDeleted'>
  readonly clock: Clock
}): ApiHandlers {
  const { retention, events, clock } = needs
  return {
    async deleteCdrs({ query, caller }) {
      if (caller.parties !== '*') throw new Problem('forbidden', 'CDRs of all parties are deleted; this key is of some')
      const before = new Date(parseDateTime(query.before as string)!)
      if (before.getTime() > clock.now().getTime() - LEAST_DAYS * 86_400_000) {
        throw malformed('A parameter is malformed', [
          { parameter: 'before', detail: `is less than ${LEAST_DAYS} days ago; younger CDRs are not deleted` },
        ])
      }
      const deleted = await retention.deleteCdrs(before)
      events.cdrsDeleted(caller.name, before.toISOString(), deleted)
      return { status: 200, body: { deleted } }
    },
  }
}
