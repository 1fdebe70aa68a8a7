import type { Call, Handler, Handlers } from '../call.ts'
import { placeOf, pushed, type ReceiverNeeds, received, store, stored } from '../receiving.ts'
import { storePatch, storeWhole } from '../store.ts'
import { partOf } from './part-of.ts'
import { locationKey } from './write.ts'

/** 2.2.1 Locations, "Receiver Interface": what CPOs push to us, at three depths. */
export function locationsReceiver(needs: ReceiverNeeds): Handlers {
  const place = (call: Call) => placeOf(call, 'location_id')
  const get: Handler = async (call) =>
    partOf(await received(needs, locationKey(place(call)), 'Location'), call.params, call.version)
  const put: Handler = async (call) =>
    stored(await store(needs, call, () => storeWhole('locations', pushed(call), place(call))))
  const patch: Handler = async (call) =>
    stored(await store(needs, call, () => storePatch('locations', place(call), pushed(call))))
  return {
    getLocation: get,
    getEvse: get,
    getConnector: get,
    putLocation: put,
    putEvse: put,
    putConnector: put,
    patchLocation: patch,
    patchEvse: patch,
    patchConnector: patch,
  }
}
