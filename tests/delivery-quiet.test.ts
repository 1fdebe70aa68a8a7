// What is stored without being delivered, and partners.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { canonical } from '../packages/ocpi/src/canonical.ts'
import { quietly } from '../packages/server/src/backend/batch/quiet.ts'
import { type Place, storePatch, storeWhole } from '../packages/server/src/modules/store.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, tariff } from './support/wire-objects.ts'

const place = { countryCode: 'NL', partyId: 'ABC', id: 'LOC1' }

onEachEngine('stored without being delivered', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
    partner = await bed.partner('p1')
    await until(() => process.delivery.lanes().length === 4)
  })
  afterEach(() => bed.close())

  const calls = async (count: number) => {
    await until(() => partner.sink.pushed.length >= count)
    await process.settled('p1')
    return partner.sink.calls
  }
  const own = (object: Record<string, unknown>) =>
    ({ version: canonical, object, partner: null, source: 'own', correlationId: null }) as const
  const quietWhole = (module: string, object: Record<string, unknown>) =>
    bed.writer.write(quietly(storeWhole(module, own(object))))
  const quietPatch = (at: Place, object: Record<string, unknown>) =>
    bed.writer.write(quietly(storePatch('locations', at, own(object))))

  it('an object is not pushed; written again as it is, it is', async () => {
    await quietWhole('tariffs', tariff({ id: 'T1' }))
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    expect(await calls(1)).toEqual(['PUT /tariffs/NL/ABC/T2'])
    await bed.whole('tariffs', tariff({ id: 'T1' }))
    expect(await calls(2)).toEqual(['PUT /tariffs/NL/ABC/T2', 'PUT /tariffs/NL/ABC/T1'])
  })

  it('what is pushed next of an EVSE is all of it, not the status alone', async () => {
    await bed.whole('locations', location({ evses: [evse()] }))
    await calls(1)
    await quietPatch({ ...place, evseUid: '3256' }, { floor_level: '-1', last_updated: noonPlus(1) })
    await bed.patch('locations', { ...place, evseUid: '3256' }, { status: 'CHARGING', last_updated: noonPlus(2) })
    expect(await calls(2)).toEqual(['PUT /locations/NL/ABC/LOC1', 'PUT /locations/NL/ABC/LOC1/3256'])
    expect(partner.sink.pushed[1]!.body).toMatchObject({ floor_level: '-1', status: 'CHARGING' })
  })

  it('a partner that comes later is pushed it with all the rest', async () => {
    await quietWhole('locations', location({ evses: [evse()] }))
    const late = await bed.partner('p2', { settings: { initialPushAfter: 'at_once' } })
    await until(() => late.sink.pushed.length > 0)
    expect(late.sink.calls).toEqual(['PUT /locations/NL/ABC/LOC1'])
    expect(partner.sink.calls).toEqual([])
  })
})
