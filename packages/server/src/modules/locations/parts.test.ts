import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { freshLocation, objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { connector, evse, location, noon, noonPlus } from '../../../../../tests/support/wire-objects.ts'
import { listRows, tail } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])

onEachEngine('EVSEs and connectors as they are received', (engine) => {
  const store = objectStore(engine, cpo)

  it('R-LOC-06 R-LOC-07 the parents are as new as what was pushed', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
    await store().patch('locations', at('E1', '1'), { max_amperage: 16, last_updated: noonPlus(7) })
    const read = await store().object('locations', place)
    expect(read.last_updated).toBe(noonPlus(7))
    expect(read.evses[0]).toEqual(
      evse({
        uid: 'E1',
        last_updated: noonPlus(7),
        connectors: [connector({ max_amperage: 16, last_updated: noonPlus(7) })],
      }),
    )
    expect(read.evses[1].last_updated).toBe(noon)
    await store().patch('locations', at('E2'), { status: 'BLOCKED', last_updated: noonPlus(8) })
    expect((await store().object('locations', place)).last_updated).toBe(noonPlus(8))
  })

  it("R-LOC-08 a location is in a delta list from its EVSEs' time on", async () => {
    const { id, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    await store().patch('locations', at('E1', '1'), { max_amperage: 16, last_updated: noonPlus(700) })
    const listed = await listRows(store().database, { module: 'locations', from: noonPlus(700) }, { limit: 100 })
    expect(listed.map((row) => row.key.id)).toContain(id)
  })

  it('a PATCH of nothing but the status moves the EVSE alone, as status only', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    const before = { location: await store().row('locations', place), evse: await store().row('locations', at('E1')) }
    const { outcome } = await store().patch('locations', at('E1'), { status: 'CHARGING', last_updated: noonPlus(1) })
    expect(outcome).toBe('updated')
    const row = await store().row('locations', at('E1'))
    expect(row).toMatchObject({ state: 'CHARGING', fullPosition: before.evse!.fullPosition })
    expect(row!.position).toBeGreaterThan(before.evse!.position)
    const moved = await tail(store().database, before.location!.position, 10)
    expect(moved.map(({ key }) => key)).toEqual([rowKey('evses', 'NL', 'ABC', id, 'E1')])
  })

  it('any other change of an EVSE is a full one', async () => {
    const { id, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    await store().patch('locations', at('E1'), { status: 'CHARGING', floor_level: '-1', last_updated: noonPlus(1) })
    const row = await store().row('locations', at('E1'))
    expect(row!.fullPosition).toBe(row!.position)
  })

  it('R-LOC-10 a new EVSE is added by a PUT of its own', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id }))
    const put = await store().whole('locations', evse({ uid: 'E9', last_updated: noonPlus(1) }), { place: at('E9') })
    expect(put.outcome).toBe('created')
    expect((await store().object('locations', place)).evses).toHaveLength(1)
    const again = await store().whole('locations', evse({ uid: 'E9', last_updated: noonPlus(2) }), { place: at('e9') })
    expect(again.outcome).toBe('updated')
  })

  it('R-LOC-11 nothing of an EVSE or connector without its parent is stored', async () => {
    const { id, place, at } = freshLocation()
    const lost = { reason: 'unknown_parent' }
    await expect(store().whole('locations', evse({ uid: 'E1' }), { place: at('E1') })).rejects.toMatchObject(lost)
    await store().whole('locations', location({ id }))
    await expect(store().whole('locations', connector(), { place: at('E1', '1') })).rejects.toMatchObject(lost)
    expect(await store().object('locations', place)).not.toHaveProperty('evses')
  })

  it('R-LOC-12 connector ids are unique within their EVSE only, and a PUT replaces or adds one', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
    const changed = connector({ max_amperage: 63, last_updated: noonPlus(1) })
    expect((await store().whole('locations', changed, { place: at('E1', '1') })).outcome).toBe('updated')
    const more = connector({ id: '2', last_updated: noonPlus(2) })
    expect((await store().whole('locations', more, { place: at('E1', '2') })).outcome).toBe('created')
    const { evses } = await store().object('locations', place)
    expect(evses[0].connectors).toEqual([changed, more])
    expect(evses[0].last_updated).toBe(noonPlus(2))
    expect(evses[1]).toEqual(evse({ uid: 'E2' }))
  })

  it('an older connector does not take the place of a newer one, and a newer one does not make its EVSE older', async () => {
    const { id, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1', last_updated: noonPlus(30) })] }))
    const newer = connector({ max_amperage: 16, last_updated: noonPlus(10) })
    expect((await store().whole('locations', newer, { place: at('E1', '1') })).outcome).toBe('updated')
    expect((await store().object('locations', at('E1'))).last_updated).toBe(noonPlus(30))
    const older = connector({ max_amperage: 8, last_updated: noonPlus(5) })
    expect((await store().whole('locations', older, { place: at('E1', '1') })).outcome).toBe('stale')
    expect((await store().object('locations', at('E1'))).connectors).toEqual([newer])
  })

  it('R-UPD-07 a PATCH of what is not there makes nothing', async () => {
    const { id, place, at } = freshLocation()
    const patch = { name: 'x', last_updated: noon }
    await expect(store().patch('locations', place, patch)).rejects.toMatchObject({ reason: 'unknown' })
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    await expect(store().patch('locations', at('E2'), patch)).rejects.toMatchObject({ reason: 'unknown' })
    await expect(store().patch('locations', at('E1', '7'), patch)).rejects.toMatchObject({ reason: 'unknown' })
    expect((await store().object('locations', place)).evses).toEqual([evse({ uid: 'E1' })])
  })

  it('R-UPD-04 R-UPD-10 a PATCH has a last_updated and changes no id', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    const cases = [
      [place, { id: 'OTHER' }, '/id'],
      [place, { party_id: 'XYZ' }, '/party_id'],
      [at('E1'), { uid: 'E2' }, '/uid'],
      [at('E1', '1'), { id: '2' }, '/id'],
    ] as const
    for (const [named, wrong, path] of cases) {
      const patch = store().patch('locations', named, { ...wrong, last_updated: noonPlus(1) })
      await expect(patch).rejects.toMatchObject({ reason: 'identity', faults: [{ path }] })
    }
    const timeless = store().patch('locations', at('E1'), { status: 'CHARGING' })
    await expect(timeless).rejects.toMatchObject({ reason: 'identity', faults: [{ path: '/last_updated' }] })
    expect(await store().object('locations', place)).toEqual(location({ id, evses: [evse({ uid: 'E1' })] }))
  })

  it('R-UPD-03 R-UPD-08 a PATCH leaves the rest as it was and replaces arrays as a whole', async () => {
    const { id, place, at } = freshLocation()
    const given = location({ id, name: 'Station', facilities: ['CAFE', 'HOTEL'], evses: [evse({ uid: 'E1' })] })
    await store().whole('locations', given)
    await store().patch('locations', place, { facilities: ['SPORT'], last_updated: noonPlus(1) })
    expect(await store().object('locations', place)).toEqual({
      ...given,
      facilities: ['SPORT'],
      last_updated: noonPlus(1),
    })
    await store().patch('locations', at('E1', '1'), { tariff_ids: ['11'], last_updated: noonPlus(2) })
    await store().patch('locations', at('E1', '1'), { tariff_ids: ['15'], last_updated: noonPlus(3) })
    expect((await store().object('locations', at('E1'))).connectors[0].tariff_ids).toEqual(['15'])
  })

  it('a PATCH of a location with evses replaces the list', async () => {
    const { id, place } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
    await store().patch('locations', place, {
      evses: [evse({ uid: 'E3', last_updated: noonPlus(1) })],
      last_updated: noonPlus(1),
    })
    const { evses } = await store().object('locations', place)
    expect(evses.map(({ uid, status }: { uid: string; status: string }) => [uid, status])).toEqual([
      ['E1', 'REMOVED'],
      ['E2', 'REMOVED'],
      ['E3', 'AVAILABLE'],
    ])
  })

  it('R-LOC-04 an EVSE is removed by its status and stays', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
    await store().patch('locations', at('E1'), { status: 'REMOVED', last_updated: noonPlus(1) })
    expect((await store().object('locations', place)).evses[0].status).toBe('REMOVED')
  })
})
