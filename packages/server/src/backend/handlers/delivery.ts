import type { Delivery } from '../../feed/delivery.ts'
import type { Pulling } from '../../feed/pull/pulling.ts'
import { notFound } from '../problem.ts'
import type { ApiHandlers, ApiReply, QueryValue } from '../request.ts'
import { assertAllParties } from '../visible.ts'

/** What of delivery and pulling is shown. */
export interface DeliveryHandlersNeeds {
  readonly delivery: Pick<Delivery, 'listParked' | 'retryParked' | 'listUnroutable' | 'listMessages'>
  readonly pulling: Pick<Pulling, 'listAside'>
}

const LIMIT = 100

/** What could not be delivered, or not be taken. */
export function deliveryHandlers({ delivery, pulling }: DeliveryHandlersNeeds): ApiHandlers {
  return {
    listParked: async ({ query, caller }) => {
      assertAllParties(caller)
      return whole(await delivery.listParked(filterOf(query)))
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
