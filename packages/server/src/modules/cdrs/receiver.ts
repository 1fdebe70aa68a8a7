import { invalidParameters } from '@interchange/ocpi/wire/error'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import { rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import type { Json } from '../json-text.ts'
import { asReply, isForgotten, placeOf, pushed, type ReceiverNeeds, received, store } from '../receiving.ts'
import { storeWhole } from '../store.ts'

/** 2.2.1 CDRs, "Receiver Interface": one CDR per POST; the answer says where it is, again if it was sent before. */
export function cdrsReceiver(needs: ReceiverNeeds & { readonly directory: Directory }): Handlers {
  return {
    async postCdr(call) {
      const cdr = call.body as Json
      assertOwner(needs.directory, call, cdr)
      const key = rowKey('cdrs', String(cdr.country_code), String(cdr.party_id), String(cdr.id))
      const { country_code, party_id, id } = (await isForgotten(needs, call, key))
        ? cdr
        : (JSON.parse((await store(needs, call, () => storeWhole('cdrs', pushed(call)))).row.text) as Json)
      const path = [country_code, party_id, id].map((part) => encodeURIComponent(String(part))).join('/')
      // 201 for a repeat too: the sender did not see the first answer, and this one is to be the same.
      return { http: 201, headers: { Location: `${call.publicUrl}/${path}` } }
    },
    async getCdr(call) {
      const { countryCode, partyId, id } = placeOf(call, 'cdr_id')
      return asReply(await received(needs, rowKey('cdrs', countryCode, partyId, id), 'CDR'), call, 'CDR')
    },
  }
}

/** A CDR's URL names no party, so its owner is checked here (R-OWN-02). */
function assertOwner(directory: Directory, { partner }: Call, cdr: Json): void {
  const owner = partyKey({ countryCode: String(cdr.country_code), partyId: String(cdr.party_id) })
  if (directory.mayActFor(partner, owner)) return
  throw invalidParameters([{ path: '/party_id', message: 'with /country_code it is not a party of this connection' }])
}
