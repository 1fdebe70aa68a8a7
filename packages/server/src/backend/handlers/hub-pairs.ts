import { pairOf } from '../../observability/pair-metrics.ts'
import type { PairReports } from '../../observability/pair-report.ts'
import { nextAfter, readNext } from '../cursor.ts'
import type { ApiHandlers, QueryValue } from '../request.ts'
import { assertAllParties } from '../visible.ts'

const LIMIT = 100

/** What parties say to each other through this hub. */
export function hubPairHandlers({ pairs }: { readonly pairs: PairReports }): ApiHandlers {
  return {
    async listHubPairs({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : LIMIT
      const after = readNext(query.next, /^[A-Za-z0-9-]{1,6} [A-Za-z0-9-]{1,6}$/)
      const found = await pairs.list({
        ...(after === undefined ? {} : { after }),
        ...side('from', query.from),
        ...side('to', query.to),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const next = found.length > limit && last ? nextAfter(pairOf(last.from, last.to)) : null
      return { status: 200, body: { items, next } }
    },
  }
}

const side = (name: 'from' | 'to', party: QueryValue): { from?: string; to?: string } =>
  typeof party === 'string' ? { [name]: party.toUpperCase() } : {}
