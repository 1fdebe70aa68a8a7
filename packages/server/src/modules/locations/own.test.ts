import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { freshLocation, objectStore } from '../../../../../tests/support/object-store.ts'
import { connector, evse, location, noon, noonPlus } from '../../../../../tests/support/wire-objects.ts'

onEachEngine('own locations', (engine) => {
  const store = objectStore(engine, null)

  it('an own write never goes backwards', async () => {
    const { id, at } = freshLocation()
    await store().whole(
      'locations',
      location({ id, evses: [evse({ uid: 'E1', last_updated: noonPlus(10) })], last_updated: noonPlus(10) }),
    )
    const older = { reason: 'older', faults: [{ path: '/last_updated' }] }
    await expect(store().whole('locations', location({ id }))).rejects.toMatchObject(older)
    const nested = location({ id, evses: [evse({ uid: 'E0' }), evse({ uid: 'E1' })], last_updated: noonPlus(11) })
    await expect(store().whole('locations', nested)).rejects.toMatchObject({
      faults: [{ path: '/evses/1/last_updated' }],
    })
    expect(await store().row('locations', at('E0'))).toBeUndefined()
    await expect(store().patch('locations', at('E1'), { status: 'BLOCKED', last_updated: noon })).rejects.toMatchObject(
      older,
    )
  })

  it('a last_updated that is left out is now, and stays where nothing else changed', async () => {
    const { id, place, at } = freshLocation()
    const without = (object: object) => ({ ...object, last_updated: undefined })
    const bare = (status: string) =>
      JSON.parse(
        JSON.stringify(
          without(
            location({
              id,
              evses: [
                without(evse({ uid: 'E1', connectors: [without(connector())] })),
                without(evse({ uid: 'E2', status, connectors: [without(connector())] })),
              ],
            }),
          ),
        ),
      )
    await store().whole('locations', bare('AVAILABLE'), { stamp: noonPlus(1) })
    const read = await store().object('locations', place)
    expect(read.last_updated).toBe(noonPlus(1))
    expect(read.evses[0].connectors[0].last_updated).toBe(noonPlus(1))
    const position = await store().position()
    expect((await store().whole('locations', bare('AVAILABLE'), { stamp: noonPlus(2) })).outcome).toBe('unchanged')
    expect(await store().position()).toBe(position)
    expect((await store().whole('locations', bare('CHARGING'), { stamp: noonPlus(3) })).outcome).toBe('updated')
    const [one, two] = (await store().object('locations', place)).evses
    expect([one.last_updated, two.last_updated, two.connectors[0].last_updated]).toEqual([
      noonPlus(1),
      noonPlus(3),
      noonPlus(1),
    ])
    expect(await store().position()).toBe(position + 1)
    await store().patch('locations', at('E1'), { status: 'BLOCKED' }, { stamp: noonPlus(4) })
    expect((await store().object('locations', at('E1'))).last_updated).toBe(noonPlus(4))
    const same = await store().patch('locations', at('E1'), { status: 'BLOCKED' }, { stamp: noonPlus(5) })
    expect(same.outcome).toBe('unchanged')
    await store().patch('locations', place, { name: 'Station' }, { stamp: noonPlus(6) })
    expect((await store().object('locations', place)).last_updated).toBe(noonPlus(6))
    await store().whole('locations', without(connector({ max_amperage: 8 })), {
      stamp: noonPlus(7),
      place: at('E1', '1'),
    })
    expect((await store().object('locations', at('E1'))).last_updated).toBe(noonPlus(7))
  })

  it('R-LOC-05 a location that is taken down keeps its EVSEs, all REMOVED', async () => {
    const { id, place, at } = freshLocation()
    await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
    expect((await store().remove('locations', at('E1'))).outcome).toBe('updated')
    expect((await store().remove('locations', at('E1'))).outcome).toBe('unchanged')
    expect((await store().remove('locations', place)).outcome).toBe('updated')
    const read = await store().object('locations', place)
    expect(read.evses.map(({ status }: { status: string }) => status)).toEqual(['REMOVED', 'REMOVED'])
    expect(read.last_updated).toBe('2026-02-01T00:00:00Z')
    await expect(store().remove('locations', { ...place, id: 'NONE' })).rejects.toMatchObject({ reason: 'unknown' })
  })
})
