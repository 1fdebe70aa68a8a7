import type { Clock } from '../../clock.ts'
import { rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { asReply, placeOf, pushed, type ReceiverNeeds, received, removal, store, stored } from '../receiving.ts'
import { storeRemoval, storeWhole } from '../store.ts'

/** 2.2.1 Tariffs, "Receiver Interface": PUT and DELETE, no PATCH. */
export function tariffsReceiver(needs: ReceiverNeeds & { readonly clock: Clock }): Handlers {
  const place = (call: Call) => placeOf(call, 'tariff_id')
  return {
    async getTariff(call) {
      const { countryCode, partyId, id } = place(call)
      return asReply(await received(needs, rowKey('tariffs', countryCode, partyId, id), 'Tariff'), call, 'Tariff')
    },
    async putTariff(call) {
      return stored(await store(needs, call, () => storeWhole('tariffs', pushed(call), place(call))))
    },
    async deleteTariff(call) {
      await store(needs, call, () => storeRemoval('tariffs', place(call), removal(call, needs.clock.now())))
      return {}
    },
  }
}
