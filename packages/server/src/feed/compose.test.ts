import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { objectStore, partner } from '../../../../tests/support/object-store.ts'
import { evse, location } from '../../../../tests/support/wire-objects.ts'
import { systemClock } from '../clock.ts'
import { bodyTexts } from '../modules/body-texts.ts'
import { type KnownPrices, knownPrices } from '../modules/price-groups/known-prices.ts'
import { priceStore } from '../modules/price-groups/store.ts'
import { nothingShared } from '../modules/sharing.ts'
import type { Directory } from '../partners/directory.ts'
import { memoryDirectory } from '../partners/memory-directory.ts'
import type { Partner } from '../partners/partner.ts'
import { partnerStore } from '../partners/partner-store.ts'
import { createSecrets } from '../partners/secrets.ts'
import { getRow } from '../storage/objects.ts'
import { rowKey } from '../storage/row.ts'
import { composer } from './compose.ts'

const of = (id: string, version: string) => partner(id, [`BE-P${id}:EMSP`], { version })
const partners = {
  old: ['01', '02', '03'].map((id) => of(id, '2.2.1')),
  now: ['04', '05'].map((id) => of(id, '2.3.0')),
  plain: [of('06', '2.2.1'), of('07', '2.3.0'), of('08', '2.3.0')],
}

onEachEngine('what partners are sent', (engine) => {
  const store = objectStore(engine, null)
  let directory: Directory
  let prices: KnownPrices

  beforeAll(async () => {
    const { database } = store()
    directory = await memoryDirectory({
      store: partnerStore(database),
      clock: systemClock,
      secrets: createSecrets('a key for tests only'),
      failed: () => undefined,
    })
    prices = await knownPrices({ database, failed: () => undefined })
    const members = [...partners.old, ...partners.now].map(({ id }) => id)
    const rules = [{ connectors: [{ country_code: 'NL', party_id: 'ABC' }], tariff_ids: ['GOLD'] }]
    await priceStore(database).change((state) => ({ ...state, current: [{ name: 'gold', partners: members, rules }] }))
    await prices.reload()
  })
  afterAll(() => prices.close())

  it('is priced once for each version and group, not for each partner', async () => {
    const { database } = store()
    await store().whole('locations', location({ evses: [evse()] }))
    const row = (await getRow(database, rowKey('locations', 'NL', 'ABC', 'LOC1')))!
    let priced = 0
    /** Counts the connectors whose tariffs are looked up. */
    const groupFor: KnownPrices['groupFor'] = (module, id) => {
      const group = prices.groupFor(module, id)
      return (
        group && {
          ...group,
          tariffIds(place) {
            priced++
            return group.tariffIds(place)
          },
        }
      )
    }
    const compose = composer({ database, directory, bodies: bodyTexts(), prices: { groupFor }, sharing: nothingShared })
    const tariffsFor = async (of: Partner): Promise<unknown[]> => {
      const { object } = (await compose('put_location', row, of))!
      return (object.evses as { connectors: { tariff_ids?: string[] }[] }[]).flatMap(({ connectors }) =>
        connectors.map(({ tariff_ids }) => tariff_ids),
      )
    }
    for (const one of [...partners.old, ...partners.now]) expect(await tariffsFor(one)).toEqual([['GOLD']])
    expect(priced).toBe(2)
    for (const one of partners.plain) expect(await tariffsFor(one)).toEqual([undefined])
  })

  it('equal EVSEs of two locations are told apart', async () => {
    const { database } = store()
    const rules = [
      { connectors: [{ country_code: 'NL', party_id: 'ABC', location_id: 'A' }], tariff_ids: ['AT-A'] },
      { connectors: [{ country_code: 'NL', party_id: 'ABC', location_id: 'B' }], tariff_ids: ['AT-B'] },
    ]
    const group = { name: 'gold', partners: [partners.now[0]!.id], rules }
    await priceStore(database).change((state) => ({ ...state, current: [group] }))
    await prices.reload()
    for (const id of ['A', 'B']) await store().whole('locations', location({ id, evses: [evse()] }))
    const compose = composer({ database, directory, bodies: bodyTexts(), prices, sharing: nothingShared })
    const tariffs = async (id: string) => {
      const row = (await getRow(database, rowKey('evses', 'NL', 'ABC', id, '3256')))!
      const { object } = (await compose('put_evse', row, partners.now[0]!))!
      return (object.connectors as { tariff_ids: string[] }[])[0]!.tariff_ids
    }
    expect([await tariffs('A'), await tariffs('B')]).toEqual([['AT-A'], ['AT-B']])
  })
})
