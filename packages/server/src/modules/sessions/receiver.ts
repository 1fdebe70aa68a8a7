import { rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { asReply, placeOf, pushed, type ReceiverNeeds, received, store, stored } from '../receiving.ts'
import { storePatch, storeWhole } from '../store.ts'

/** 2.2.1 Sessions, "Receiver Interface": sessions of our tokens. */
export function sessionsReceiver(needs: ReceiverNeeds): Handlers {
  const place = (call: Call) => placeOf(call, 'session_id')
  return {
    async getSession(call) {
      const { countryCode, partyId, id } = place(call)
      return asReply(await received(needs, rowKey('sessions', countryCode, partyId, id), 'Session'), call, 'Session')
    },
    async putSession(call) {
      return stored(await store(needs, call, () => storeWhole('sessions', pushed(call), place(call))))
    },
    async patchSession(call) {
      return stored(await store(needs, call, () => storePatch('sessions', place(call), pushed(call))))
    },
  }
}
