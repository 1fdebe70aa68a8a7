import type { Delivery } from '../../feed/delivery.ts'
import type { Pulling } from '../../feed/pull/pulling.ts'
import type { DeliveryReports, ReportFilter } from '../../observability/report.ts'
import type { Directory } from '../../partners/directory.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { malformed, notFound } from '../problem.ts'
import type { ApiHandlers, ApiReply, QueryValue } from '../request.ts'
import { assertAllParties } from '../visible.ts'

/** What of delivery and pulling is shown. */
export interface DeliveryHandlersNeeds {
  readonly delivery: Pick<Delivery, 'listParked' | 'retryParked' | 'listUnroutable' | 'listMessages'>
  readonly pulling: Pick<Pulling, 'listAside'>
  readonly reports: DeliveryReports
  readonly directory: Pick<Directory, 'partner'>
}

const LIMIT = 100

/** What could not be delivered, or not be taken. */
export function deliveryHandlers({ delivery, pulling, reports, directory }: DeliveryHandlersNeeds): ApiHandlers {
  return {
    async listDelivery({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : LIMIT
      const { status, module, behind } = query as Omit<ReportFilter, 'limit'>
      const after = readNext(query.next, /^[A-Za-z0-9._:-]{1,80}$/)
      const found = await reports.list({
        ...(after === undefined ? {} : { after }),
        ...(status === undefined ? {} : { status }),
        ...(module === undefined ? {} : { module }),
        ...(behind === undefined ? {} : { behind }),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      return { status: 200, body: { items, next: found.length > limit ? nextAfter(items.at(-1)!.partner) : null } }
    },
    async getDelivery({ params, caller }) {
      assertAllParties(caller)
      const partner = directory.partner(params.id!)
      if (!partner) throw notFound('There is no such partner')
      return { status: 200, body: await reports.of(partner) }
    },
    listParked: async ({ query, caller }) => {
      assertAllParties(caller)
      const { limit, ...filter } = filterOf(query)
      const { module } = query
      const after = readNext(query.next, /^\d{4}-\d\d-\d\dT[\d:.]+Z \d{1,15}$/)?.split(' ')
      if (after && Number.isNaN(Date.parse(after[0]!))) {
        throw malformed('A parameter is malformed', [{ parameter: 'next', detail: 'is not the `next` of a page' }])
      }
      const found = await delivery.listParked({
        ...filter,
        ...(typeof module === 'string' ? { module } : {}),
        ...(after ? { before: { last_at: after[0]!, id: after[1]! } } : {}),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const next = found.length > limit && last ? nextAfter(`${last.last_at} ${last.id}`) : null
      return { status: 200, body: { items, next } }
    },
    async retryParked({ params, caller }) {
      assertAllParties(caller)
      if (!(await delivery.retryParked(params.id!))) throw notFound('Nothing is parked under this id')
      return { status: 204 }
    },
    listUnroutable: async ({ caller }) => {
      assertAllParties(caller)
      return whole(await delivery.listUnroutable())
    },
    listAside: async ({ query, caller }) => {
      assertAllParties(caller)
      return whole(await pulling.listAside(filterOf(query)))
    },
    listMessages: async ({ query, caller }) => {
      assertAllParties(caller)
      return whole(await delivery.listMessages({ ...filterOf(query), settled: query.settled === true }))
    },
  }
}

const whole = (items: readonly object[]): ApiReply => ({ status: 200, body: { items, next: null } })

const filterOf = ({ partner, limit }: Readonly<Record<string, QueryValue>>) => ({
  limit: typeof limit === 'number' ? limit : LIMIT,
  ...(typeof partner === 'string' ? { partner } : {}),
})
