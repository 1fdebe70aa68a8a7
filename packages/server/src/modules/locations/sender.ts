import { notFound } from '@interchange/ocpi/wire/error'
import { type Party, partyKey } from '../../party.ts'
import { getRows } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import { mayRead } from '../audience.ts'
import type { Call, Handler, Handlers } from '../call.ts'
import { type ListNeeds, listPage } from '../lists.ts'
import { MODULE } from './family.ts'
import { partOf } from './part-of.ts'

/** 2.2.1 Locations, "Sender Interface": our own locations, to whoever may see them. REMOVED EVSEs stay (T-56). */
export function locationsSender(needs: ListNeeds): Handlers {
  const { database, directory, prices } = needs

  /** The URL names no party: the one addressed, or the first of ours that has such a location. */
  async function find(call: Call) {
    const given = directory.ownPartiesFor(call.partner)
    const parties: readonly Party[] = call.to ? [call.to] : given
    const rows = await getRows(
      database,
      parties.map((party) => rowKey(MODULE, party.countryCode, party.partyId, call.params.location_id ?? '')),
    )
    await prices.catchUp(rows)
    const visible = rows.filter((row) => !row.deleted && mayRead(row, call.partner, directory))
    const row = parties.flatMap((party) => visible.filter(({ key }) => partyKey(key) === partyKey(party)))[0]
    if (!row) throw notFound('There is no such Location', 'unknownLocation')
    return prices.priced(row, call.partner.id)
  }

  const get: Handler = async (call) => partOf(await find(call), call.params, call.version)
  return { getLocations: (call) => listPage(needs, call), getLocation: get, getEvse: get, getConnector: get }
}
