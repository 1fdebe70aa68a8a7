import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { noonPlus, tariff } from '../../../../../tests/support/wire-objects.ts'
import { listRows, tail } from '../../storage/objects.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const at = (id: string) => ({ countryCode: 'NL', partyId: 'ABC', id })

onEachEngine('tariffs', (engine) => {
  const store = objectStore(engine, cpo)

  it('R-TAR-02 a tariff is put, put again and deleted', async () => {
    expect((await store().whole('tariffs', tariff({ id: 'A' }), { place: at('A') })).outcome).toBe('created')
    const cheaper = tariff({ id: 'A', currency: 'CHF', last_updated: noonPlus(1) })
    expect((await store().whole('tariffs', cheaper, { place: at('a') })).outcome).toBe('updated')
    expect(await store().object('tariffs', at('A'))).toEqual(cheaper)
    const position = await store().position()
    await store().remove('tariffs', at('A'))
    expect(await store().row('tariffs', at('A'))).toBeUndefined()
    const [entry] = await tail(store().database, position, 10)
    expect(entry).toMatchObject({ deleted: true, key: { id: 'A' } })
    expect(JSON.parse(entry!.text)).toEqual(cheaper)
  })

  it('a PUT after the DELETE makes the tariff anew, at the end of lists', async () => {
    for (const id of ['B', 'C']) await store().whole('tariffs', tariff({ id }))
    await store().remove('tariffs', at('B'))
    expect((await store().whole('tariffs', tariff({ id: 'B' }))).outcome).toBe('created')
    const ids = (await listRows(store().database, { module: 'tariffs' }, { limit: 10 })).map(({ key }) => key.id)
    expect(ids.indexOf('B')).toBeGreaterThan(ids.indexOf('C'))
  })

  it('a tariff that is not there, or was deleted, cannot be deleted', async () => {
    await expect(store().remove('tariffs', at('NONE'))).rejects.toMatchObject({ reason: 'unknown' })
    await store().whole('tariffs', tariff({ id: 'D' }))
    await store().remove('tariffs', at('D'))
    await expect(store().remove('tariffs', at('D'))).rejects.toMatchObject({ reason: 'unknown' })
  })

  it('R-OWN-03 R-OWN-04 the URL and the tariff name the same', async () => {
    const wrong = store().whole('tariffs', tariff({ id: 'E', party_id: 'ZZZ' }), { place: at('F') })
    await expect(wrong).rejects.toMatchObject({ faults: [{ path: '/party_id' }, { path: '/id' }] })
  })

  it('R-TAR-02 there is no PATCH of a tariff', async () => {
    await store().whole('tariffs', tariff({ id: 'G' }))
    const patch = store().patch('tariffs', at('G'), { currency: 'CHF', last_updated: noonPlus(1) })
    await expect(patch).rejects.toMatchObject({ reason: 'immutable' })
  })

  it('another partner deletes nothing', async () => {
    await store().whole('tariffs', tariff({ id: 'H' }))
    const stranger = { partner: partner('other', ['BE-BEC:CPO']) }
    await expect(store().remove('tariffs', at('H'), stranger)).rejects.toMatchObject({ reason: 'foreign' })
    expect(await store().row('tariffs', at('H'))).toBeDefined()
  })
})
