import { notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

/** What of delivery and pulling is shown. Items are as the API defines them. */
export interface DeliveryHandlersNeeds {
  readonly delivery: {
    listParked(): Promise<readonly object[]>
    /** False: nothing is parked under this id. */
    retryParked(id: string): Promise<boolean>
    listUnroutable(): Promise<readonly object[]>
  }
  readonly pulling: { listAside(): Promise<readonly object[]> }
}

export function deliveryHandlers({ delivery, pulling }: DeliveryHandlersNeeds): ApiHandlers {
  const whole = (items: readonly object[]) => ({ status: 200, body: { items, next: null } })
  return {
    listParked: async () => whole(await delivery.listParked()),
    async retryParked({ params }) {
      if (!(await delivery.retryParked(params.id!))) throw notFound('Nothing is parked under this id')
      return { status: 204 }
    },
    listUnroutable: async () => whole(await delivery.listUnroutable()),
    listAside: async () => whole(await pulling.listAside()),
  }
}
