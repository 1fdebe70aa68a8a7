import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { noon, noonPlus, token } from '../../../../../tests/support/wire-objects.ts'

const emsp = partner('emsp', ['NL-XYZ:EMSP'])
const at = (id: string, tokenType?: string) => ({
  countryCode: 'NL',
  partyId: 'XYZ',
  id,
  ...(tokenType === undefined ? {} : { tokenType }),
})

onEachEngine('tokens', (engine) => {
  const store = objectStore(engine, emsp)

  it('R-TOK-02 R-TOK-03 one uid names a token of each type, and RFID where no type is given', async () => {
    const app = token({ uid: 'A1', type: 'APP_USER', whitelist: 'NEVER' })
    await store().whole('tokens', token({ uid: 'A1' }), { place: at('A1') })
    expect((await store().whole('tokens', app, { place: at('A1', 'APP_USER') })).outcome).toBe('created')
    expect(await store().object('tokens', at('A1'))).toEqual(token({ uid: 'A1' }))
    expect(await store().object('tokens', at('a1', 'APP_USER'))).toEqual(app)
    expect(await store().row('tokens', at('A1', 'OTHER'))).toBeUndefined()
  })

  it('R-TOK-04 T-54 a type that contradicts the URL is refused, also where the URL has none', async () => {
    const wrong = { reason: 'identity', faults: [{ path: '/type' }] }
    const app = token({ uid: 'A2', type: 'APP_USER' })
    await expect(store().whole('tokens', app, { place: at('A2') })).rejects.toMatchObject(wrong)
    await expect(store().whole('tokens', app, { place: at('A2', 'OTHER') })).rejects.toMatchObject(wrong)
    await store().whole('tokens', token({ uid: 'A2' }), { place: at('A2') })
    const patch = { type: 'OTHER', last_updated: noonPlus(1) }
    await expect(store().patch('tokens', at('A2'), patch)).rejects.toMatchObject(wrong)
    expect((await store().patch('tokens', at('A2'), { ...patch, type: 'RFID' })).outcome).toBe('updated')
  })

  it('R-OWN-03 the uid in the URL is that of the token, in any case', async () => {
    const wrong = store().whole('tokens', token({ uid: 'A3' }), { place: at('A4') })
    await expect(wrong).rejects.toMatchObject({ faults: [{ path: '/uid' }] })
    expect((await store().whole('tokens', token({ uid: 'ab/12 3' }), { place: at('AB/12 3') })).outcome).toBe('created')
  })

  it('R-TOK-05 R-TOK-06 a token is made invalid by a PATCH', async () => {
    await store().whole('tokens', token({ uid: 'B1' }))
    await store().patch('tokens', at('B1'), { valid: false, last_updated: noonPlus(1) })
    expect(await store().row('tokens', at('B1'))).toMatchObject({ state: 'INVALID' })
    expect(await store().object('tokens', at('B1'))).toEqual(
      token({ uid: 'B1', valid: false, last_updated: noonPlus(1) }),
    )
    const timeless = store().patch('tokens', at('B1'), { valid: true })
    await expect(timeless).rejects.toMatchObject({ faults: [{ path: '/last_updated' }] })
  })

  it('R-UPD-07 a PATCH makes no token', async () => {
    await store().whole('tokens', token({ uid: 'B2' }))
    const patch = { valid: false, last_updated: noonPlus(1) }
    await expect(store().patch('tokens', at('B2', 'OTHER'), patch)).rejects.toMatchObject({ reason: 'unknown' })
  })

  it('a token that is missing in a complete crawl is gone', async () => {
    await store().whole('tokens', token({ uid: 'C1' }))
    await store().remove('tokens', at('C1'), { source: 'crawl' })
    expect(await store().row('tokens', at('C1'))).toBeUndefined()
  })
})

onEachEngine('own tokens', (engine) => {
  const store = objectStore(engine, null)

  it('R-TOK-05 removing one makes it invalid', async () => {
    await store().whole('tokens', token({ uid: 'D1' }))
    expect((await store().remove('tokens', at('D1'), { at: noonPlus(5) })).outcome).toBe('updated')
    expect(await store().object('tokens', at('D1'))).toEqual(
      token({ uid: 'D1', valid: false, last_updated: noonPlus(5) }),
    )
    expect((await store().remove('tokens', at('D1'), { at: noonPlus(6) })).outcome).toBe('unchanged')
    await expect(store().remove('tokens', at('NONE'))).rejects.toMatchObject({ reason: 'unknown' })
  })

  it('a PATCH without last_updated is stamped, and moves nothing when nothing changes', async () => {
    await store().whole('tokens', token({ uid: 'D2' }))
    expect((await store().patch('tokens', at('D2'), { valid: true }, { stamp: noonPlus(1) })).outcome).toBe('unchanged')
    expect((await store().row('tokens', at('D2')))!.lastUpdated).toBe(noon)
    expect((await store().patch('tokens', at('D2'), { valid: false }, { stamp: noonPlus(2) })).outcome).toBe('updated')
    expect((await store().row('tokens', at('D2')))!.lastUpdated).toBe(noonPlus(2))
    const earlier = await store().patch('tokens', at('D2'), { valid: true }, { stamp: noonPlus(1) })
    expect(earlier.row.lastUpdated).toBe(noonPlus(2))
  })
})
