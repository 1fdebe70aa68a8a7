import type { Call, Handlers } from '../call.ts'
import { asReply, placeOf, pushed, type ReceiverNeeds, received, store, stored } from '../receiving.ts'
import { storePatch, storeWhole } from '../store.ts'
import { tokenKey } from './write.ts'

/** 2.2.1 Tokens, "Receiver Interface". `?type` is part of a token's name; without it RFID is meant. */
export function tokensReceiver(needs: ReceiverNeeds): Handlers {
  const place = (call: Call) => placeOf(call, 'token_uid')
  return {
    async getToken(call) {
      return asReply(await received(needs, tokenKey(place(call)), 'Token'), call, 'Token')
    },
    async putToken(call) {
      return stored(await store(needs, call, () => storeWhole('tokens', pushed(call), place(call))))
    },
    async patchToken(call) {
      return stored(await store(needs, call, () => storePatch('tokens', place(call), pushed(call))))
    },
  }
}
