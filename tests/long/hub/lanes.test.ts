// What lanes of a hub bring of other partners' objects, what comes into a partner's sight and what leaves it.

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Partner } from '../../../packages/server/src/partners/partner.ts'
import { feedState } from '../../../packages/server/src/storage/objects.ts'
import { onEachEngine } from '../../support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from '../../support/delivery-bed.ts'
import { until } from '../../support/until.ts'
import { cdr, evse, location, noonPlus, session, tariff, token } from '../../support/wire-objects.ts'

const atOnce = { initialPushAfter: 'at_once' } as const
/** Counts are of what is sent once; a process that loses a partner on a loaded machine sends again. */
const steady = { leaseMs: 30_000 }
const CPO = { country_code: 'NL', party_id: 'CPO' }
const EMS = { country_code: 'NL', party_id: 'EMS' }
const place = (id: string, evseUid?: string) => ({
  countryCode: 'NL',
  partyId: 'CPO',
  id,
  ...(evseUid === undefined ? {} : { evseUid }),
})

onEachEngine('lanes of a hub', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let cpo: SinkPartner
  let ems: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-HUB:HUB'])
    process = await bed.process({ settings: steady })
    cpo = await bed.partner('cpo', { roles: ['NL-CPO:CPO'], settings: atOnce })
    ems = await bed.partner('ems', { roles: ['NL-EMS:EMSP'], settings: atOnce })
  })
  afterEach(() => bed.close())

  const by = (id: string): Partner => process.directory.partner(id)!
  const lanes = (id: string) => process.delivery.lanes().filter(({ partner }) => partner === id).length
  const settled = async (...ids: string[]) => {
    for (const id of ids) await process.settled(id)
  }
  /** Parties whose objects are being put into lanes. */
  const coming = async (): Promise<number> => {
    const { rows } = await bed.database.query<{ count: number }>(
      `select count(*)::int as count from "${bed.database.schema}".lane_party where up_to is not null`,
    )
    return rows[0]!.count
  }
  const lookedAt = async (id: string, module: string): Promise<string[]> => {
    const { rows } = await bed.database.query<{ party: string }>(
      `select party from "${bed.database.schema}".lane_party where partner = $1 and module = $2 order by party`,
      [id, module],
    )
    return rows.map(({ party }) => party)
  }
  const ready = () => until(async () => lanes('ems') === 5 && (await lookedAt('ems', 'tokens')).length > 0)
  const routing = ({ headers }: { headers: Record<string, unknown> }) => [
    `${headers['ocpi-from-country-code']}-${headers['ocpi-from-party-id']}`,
    `${headers['ocpi-to-country-code']}-${headers['ocpi-to-party-id']}`,
  ]

  it('R-ROUTE-14 R-ROUTE-18 what one partner pushed goes to those of opposite role, from the hub, at its owner’s URL', async () => {
    const other = await bed.partner('other', { roles: ['NL-OTH:CPO'], settings: atOnce })
    const deaf = await bed.partner('deaf', { roles: ['NL-DEF:EMSP'], modules: ['tokens'], settings: atOnce })
    await ready()
    await until(() => lanes('other') === 5 && lanes('deaf') === 1)
    await bed.whole('tariffs', tariff({ ...CPO, id: 'T1' }), by('cpo'))
    await bed.whole('locations', location({ ...CPO, evses: [evse()] }), by('cpo'))
    await bed.whole('tokens', token({ ...EMS }), by('ems'))
    await settled('ems', 'cpo', 'other', 'deaf')
    expect(ems.sink.calls.sort()).toEqual(['PUT /locations/NL/CPO/LOC1', 'PUT /tariffs/NL/CPO/T1'])
    for (const one of ems.sink.pushed) expect(routing(one)).toEqual(['NL-HUB', 'NL-EMS'])
    expect(cpo.sink.calls).toEqual(['PUT /tokens/NL/EMS/04AABBCC'])
    expect(routing(cpo.sink.pushed[0]!)).toEqual(['NL-HUB', 'NL-CPO'])
    expect(other.sink.calls).toEqual(['PUT /tokens/NL/EMS/04AABBCC'])
    expect(deaf.sink.calls).toEqual([])
  })

  it('R-ROUTE-15 OTHER gets what CPOs push, and its own goes to CPOs alone', async () => {
    const other = await bed.partner('other', { roles: ['NL-OTH:OTHER'], settings: atOnce })
    await ready()
    await until(() => lanes('other') === 5)
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await bed.whole('tokens', token({ country_code: 'NL', party_id: 'OTH' }), by('other'))
    await settled('ems', 'cpo', 'other')
    expect(other.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
    expect(cpo.sink.calls).toEqual(['PUT /tokens/NL/OTH/04AABBCC'])
    expect(ems.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
  })

  it('a status goes on as PATCH of status alone, a deleted tariff as DELETE, an object nobody may see not at all', async () => {
    await ready()
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await bed.whole('locations', location({ ...CPO, evses: [evse()] }), by('cpo'))
    await bed.whole('locations', location({ ...CPO, id: 'HIDDEN', publish: false }), by('cpo'))
    await settled('ems')
    ems.sink.forget()
    const status = { status: 'CHARGING', last_updated: noonPlus(5) }
    await bed.patch('locations', place('LOC1', '3256'), status, by('cpo'))
    await bed.remove('tariffs', place('T1'), noonPlus(6), by('cpo'))
    await settled('ems')
    expect(ems.sink.calls.sort()).toEqual(['DELETE /tariffs/NL/CPO/T1', 'PATCH /locations/NL/CPO/LOC1/3256'])
    expect(ems.sink.bodies('PATCH', '/locations/NL/CPO/LOC1/3256')).toEqual([status])
    ems.sink.forget()
    // What its owner does not publish any more is told as its owner said it, not as removed.
    const unpublished = location({ ...CPO, publish: false, last_updated: noonPlus(7), evses: [evse()] })
    await bed.whole('locations', unpublished, by('cpo'))
    await settled('ems')
    const [said] = ems.sink.bodies('PUT', '/locations/NL/CPO/LOC1')
    expect(said).toMatchObject({ publish: false, last_updated: noonPlus(7) })
    expect((said!.evses as { status: string }[])[0]!.status).not.toBe('REMOVED')
  })

  it('R-ROUTE-17 sessions and CDRs of other partners are pushed to nobody', async () => {
    await ready()
    const meant = { cdr_token: { ...EMS, uid: '04AABBCC', type: 'RFID', contract_id: 'NL-EMS-C1' } }
    await bed.whole('sessions', session({ ...CPO, ...meant }), by('cpo'))
    await bed.whole('cdrs', cdr({ ...CPO, ...meant }), by('cpo'))
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await settled('ems', 'cpo')
    expect(ems.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
  })

  it('a platform that is a hub and a CPO pushes its own objects as before, from their owner', async () => {
    await bed.close()
    bed = await DeliveryBed.open(engine, ['NL-HUB:HUB', 'NL-ABC:CPO'])
    process = await bed.process({ settings: steady })
    cpo = await bed.partner('cpo', { roles: ['NL-CPO:CPO'], settings: atOnce })
    ems = await bed.partner('ems', { roles: ['NL-EMS:EMSP'], settings: atOnce })
    await ready()
    await bed.whole('tariffs', tariff({ id: 'OURS' }))
    await bed.whole('tariffs', tariff({ ...CPO, id: 'THEIRS' }), by('cpo'))
    await settled('ems')
    const from = Object.fromEntries(ems.sink.pushed.map((one) => [one.path, routing(one)[0]]))
    expect(from).toEqual({ '/tariffs/NL/ABC/OURS': 'NL-ABC', '/tariffs/NL/CPO/THEIRS': 'NL-HUB' })
    // A partner that was not given the hub gets ours alone, and nobody gets its.
    const apart = await bed.partner('apart', {
      roles: ['NL-APA:EMSP'],
      settings: atOnce,
      more: { parties: ['NL-ABC'] },
    })
    await until(() => apart.sink.calls.includes('PUT /tariffs/NL/ABC/OURS'))
    await bed.whole('tokens', token({ country_code: 'NL', party_id: 'APA' }), by('apart'))
    await settled('apart', 'cpo')
    expect(apart.sink.calls).toEqual(['PUT /tariffs/NL/ABC/OURS'])
    expect(cpo.sink.calls).toEqual([])
  })

  it.each([
    ['locations', location({ ...CPO }), 'PUT /locations/NL/CPO/LOC1'],
    ['tariffs', tariff({ ...CPO }), 'PUT /tariffs/NL/CPO/T1'],
  ] as const)(
    'R-ROUTE-23 %s of a party that an agreement opens are pushed at once; what it closes is not withdrawn, and not pushed',
    async (module, object, call) => {
      await ready()
      const rule = `NL-CPO > NL-EMS ${module}`
      bed.terms.deny(rule)
      await bed.whole(module, object, by('cpo'))
      await settled('ems')
      expect(ems.sink.calls).toEqual([])
      bed.terms.allow(rule)
      await until(() => ems.sink.calls.includes(call))
      await until(async () => (await coming()) === 0)
      expect(ems.sink.calls).toEqual([call])
      bed.terms.deny(rule)
      await until(async () => !(await lookedAt('ems', module)).includes('NL-CPO'))
      await bed.whole(module, { ...object, last_updated: noonPlus(3) }, by('cpo'))
      await settled('ems')
      expect(ems.sink.calls).toEqual([call])
      bed.terms.allow(rule)
      await until(() => ems.sink.bodies('PUT', call.slice(4)).length === 2)
      expect(ems.sink.bodies('PUT', call.slice(4))[1]!.last_updated).toBe(noonPlus(3))
    },
  )

  it('R-ROUTE-23 tokens of a party enter and leave the same way, with those that are not valid', async () => {
    await ready()
    await until(async () => (await lookedAt('cpo', 'tokens')).includes('NL-EMS'))
    bed.terms.deny('NL-EMS > NL-CPO tokens')
    await until(async () => !(await lookedAt('cpo', 'tokens')).includes('NL-EMS'))
    await bed.whole('tokens', token({ ...EMS, uid: 'GOOD' }), by('ems'))
    await bed.whole('tokens', token({ ...EMS, uid: 'BAD', valid: false }), by('ems'))
    await settled('cpo')
    expect(cpo.sink.calls).toEqual([])
    bed.terms.allow('NL-EMS > NL-CPO tokens')
    await until(() => cpo.sink.calls.length === 2)
    expect(cpo.sink.bodies('PUT', '/tokens/NL/EMS/BAD')).toMatchObject([{ valid: false }])
    bed.terms.deny('NL-EMS > NL-CPO tokens')
    await until(async () => !(await lookedAt('cpo', 'tokens')).includes('NL-EMS'))
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await settled('cpo', 'ems')
    expect(cpo.sink.calls).toHaveLength(2)
  })

  it('R-HCI-09 objects of a party wait until the partner was told of it, then all of them go, tariffs before locations', async () => {
    bed.terms.hold('ems NL-CPO')
    await ready()
    const numbers = Array.from({ length: 105 }, (_, n) => n)
    await Promise.all([
      ...numbers.map((n) => bed.whole('locations', location({ ...CPO, id: `L${n}`, evses: [evse()] }), by('cpo'))),
      ...numbers.map((n) => bed.whole('tariffs', tariff({ ...CPO, id: `T${n}` }), by('cpo'))),
    ])
    await settled('ems')
    expect(ems.sink.calls).toEqual([])
    bed.terms.told('ems NL-CPO')
    await until(async () => ems.sink.calls.length >= 210 && (await coming()) === 0)
    expect(new Set(ems.sink.calls).size).toBe(210)
    expect(ems.sink.calls).toHaveLength(210)
    const firstLocation = ems.sink.calls.findIndex((call) => call.includes('/locations/'))
    expect(ems.sink.calls.slice(0, firstLocation)).toHaveLength(105)
  })

  it('what came into sight and was not told when its process died is told by the next one', async () => {
    await process.stop()
    process = await bed.process()
    bed.terms.deny('NL-CPO > NL-EMS tariffs')
    await ready()
    const numbers = Array.from({ length: 150 }, (_, n) => n)
    await Promise.all(numbers.map((n) => bed.whole('tariffs', tariff({ ...CPO, id: `T${n}` }), by('cpo'))))
    await settled('ems')
    // The second page is never answered.
    ems.sink.answer = () => (ems.sink.pushed.length > 110 ? 'hang' : undefined)
    bed.terms.allow('NL-CPO > NL-EMS tariffs')
    await until(() => ems.sink.pushed.length > 110)
    await process.kill()
    ems.sink.answer = () => undefined
    process = await bed.process()
    await until(async () => new Set(ems.sink.calls).size === 150 && (await coming()) === 0)
    // The first page was through.
    expect(ems.sink.calls.length).toBeLessThan(150 + 101)
  })

  it('what changed while a party was out of sight for a moment is made up for', async () => {
    await ready()
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await settled('ems')
    bed.terms.deny('NL-CPO > NL-EMS tariffs')
    await bed.whole('tariffs', tariff({ ...CPO, last_updated: noonPlus(4) }), by('cpo'))
    bed.terms.allow('NL-CPO > NL-EMS tariffs')
    await until(() => ems.sink.bodies('PUT', '/tariffs/NL/CPO/T1').length === 2)
  })

  it('a new partner is sent everything once; one that is gone is neither shown nor pushed any more', async () => {
    await ready()
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    const late = await bed.partner('late', { roles: ['NL-LAT:EMSP'], settings: atOnce })
    await until(() => late.sink.calls.length === 1)
    await until(async () => (await lookedAt('late', 'tariffs')).includes('NL-CPO') && (await coming()) === 0)
    await settled('late')
    expect(late.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
    await bed.change('cpo', { status: 'suspended' })
    await until(async () => !(await lookedAt('late', 'tariffs')).includes('NL-CPO'))
    await bed.whole('tariffs', tariff({ ...CPO, id: 'T2' }), by('cpo'))
    await settled('late', 'ems')
    expect(late.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
    expect(ems.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
  })

  it('a new partner that has time to read everything is pushed what changes, and not what it read', async () => {
    await ready()
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    bed.terms.hold('late NL-CPO')
    const late = await bed.partner('late', { roles: ['NL-LAT:EMSP'] })
    await until(async () => lanes('late') === 5 && (await lookedAt('late', 'tariffs')).length > 0)
    bed.terms.told('late NL-CPO')
    // Whoever has lanes was looked at after that.
    await bed.partner('later', { roles: ['NL-LTR:EMSP'] })
    await until(() => lanes('later') === 5)
    await bed.whole('tariffs', tariff({ ...CPO, id: 'T2' }), by('cpo'))
    await until(() => late.sink.calls.length > 0)
    const { position } = await feedState(bed.database)
    await process.delivery.crawlObserved('late', 'tariffs', { startedAtPosition: position, complete: true })
    await until(async () => (await lookedAt('late', 'tariffs')).includes('NL-CPO'))
    await settled('late')
    expect([await coming(), late.sink.calls]).toEqual([0, ['PUT /tariffs/NL/CPO/T2']])
  })

  it('R-ROUTE-06 between hubs: another hub gets what it does not carry, to itself, and nothing of its own comes back', async () => {
    const hub = {
      hubParty: { countryCode: 'DE', partyId: 'HB1' },
    }
    const other = await bed.partner('hub', { roles: ['DE-BEH:CPO', 'DE-EMB:EMSP'], settings: atOnce, more: hub })
    const third = await bed.partner('hub2', {
      roles: ['DE-BEH:CPO'],
      settings: atOnce,
      more: { hubParty: { countryCode: 'DE', partyId: 'HB2' } },
    })
    await ready()
    await until(() => lanes('hub') === 5 && lanes('hub2') === 5)
    const BEH = { country_code: 'DE', party_id: 'BEH' }
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await bed.whole('tariffs', tariff({ ...BEH, id: 'B1' }), by('hub'))
    await settled('hub', 'hub2', 'ems')
    expect(other.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
    expect(routing(other.sink.pushed[0]!)).toEqual(['NL-HUB', 'DE-HB1'])
    // It carries that party itself.
    expect(third.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1'])
    expect(ems.sink.calls.sort()).toEqual(['PUT /tariffs/DE/BEH/B1', 'PUT /tariffs/NL/CPO/T1'])
  })

  it('a party that moves behind a hub keeps what it had: nothing is sent again, and its changes go on', async () => {
    await ready()
    await bed.whole('tariffs', tariff({ ...CPO }), by('cpo'))
    await settled('ems')
    const hub = { hubParty: { countryCode: 'DE', partyId: 'HB1' } }
    await bed.partner('hub', { roles: ['NL-CPO:CPO'], settings: atOnce, more: hub })
    await bed.change('cpo', { status: 'suspended' })
    await until(() => process.directory.serving('NL-CPO')?.id === 'hub')
    await bed.whole('tariffs', tariff({ ...CPO, last_updated: noonPlus(9) }), by('hub'))
    await settled('ems')
    expect(ems.sink.calls).toEqual(['PUT /tariffs/NL/CPO/T1', 'PUT /tariffs/NL/CPO/T1'])
  })
})
