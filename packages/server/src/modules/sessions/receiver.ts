import { rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { asReply, isForgotten, placeOf, pushed, type ReceiverNeeds, received, store, stored } from '../receiving.ts'
import { storePatch, storeWhole } from '../store.ts'

/** 2.2.1 Sessions, "Receiver Interface": sessions of our tokens. */
export function sessionsReceiver(needs: ReceiverNeeds): Handlers {
  const place = (call: Call) => placeOf(call, 'session_id')
  const keyOf = (call: Call) => {
    const { countryCode, partyId, id } = place(call)
    return rowKey('sessions', countryCode, partyId, id)
  }
  return {
    async getSession(call) {
      return asReply(await received(needs, keyOf(call), 'Session'), call, 'Session')
    },
    async putSession(call) {
      if (await isForgotten(needs, call, keyOf(call))) return {}
      return stored(await store(needs, call, () => storeWhole('sessions', pushed(call), place(call))))
    },
    async patchSession(call) {
      if (await isForgotten(needs, call, keyOf(call))) return {}
      return stored(await store(needs, call, () => storePatch('sessions', place(call), pushed(call))))
    },
  }
}
