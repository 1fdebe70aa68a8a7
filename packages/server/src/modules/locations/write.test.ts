import { describe, expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { freshLocation, objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { evse, location, noon, noonPlus } from '../../../../../tests/support/wire-objects.ts'
import { defaultPartnerSettings } from '../../partners/partner.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])

onEachEngine('locations as they are received', (engine) => {
  const store = objectStore(engine, cpo)

  describe('whole locations', () => {
    it('a location is stored with its EVSEs as rows of their own and read whole', async () => {
      const { id, place, at } = freshLocation()
      const given = location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2', status: 'CHARGING' })] })
      expect((await store().whole('locations', given, { place })).outcome).toBe('created')
      expect(await store().object('locations', place)).toEqual(given)
      expect(await store().object('locations', at('E2'))).toEqual(given.evses[1])
      expect((await store().row('locations', at('E2')))!.state).toBe('CHARGING')
    })

    it('a location stands in the feed behind its EVSEs', async () => {
      const { id, place, at } = freshLocation()
      for (const minutes of [0, 1]) {
        const evses = [evse({ uid: 'E1', last_updated: noonPlus(minutes) })]
        await store().whole('locations', location({ id, evses, last_updated: noonPlus(minutes) }))
        const [whole, part] = [await store().row('locations', place), await store().row('locations', at('E1'))]
        expect(whole!.position).toBeGreaterThan(part!.position)
      }
    })

    it('numbers keep the spelling they came in', async () => {
      const { id, place } = freshLocation()
      const given = location({ id, price_hint: 0, evses: [evse({ physical: 0 })] })
      const text = JSON.stringify(given)
        .replace('"price_hint":0', '"price_hint":1.10')
        .replace('"physical":0', '"physical":2.500')
      await store().whole('locations', JSON.parse(text), { text })
      const row = await store().row('locations', place)
      expect(row!.text).toContain('1.10')
      expect(row!.text).toContain('2.500')
    })

    it('R-TYPE-01 ids are compared without case, and the newest spelling is kept', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'ab' })] }))
      const again = location({
        id: id.toLowerCase(),
        party_id: 'abc',
        evses: [evse({ uid: 'AB', last_updated: noonPlus(1) })],
        last_updated: noonPlus(1),
      })
      expect(
        (await store().whole('locations', again, { place: { ...place, id: id.toLowerCase(), partyId: 'aBc' } }))
          .outcome,
      ).toBe('updated')
      const read = await store().object('locations', place)
      expect(read.id).toBe(id.toLowerCase())
      expect(read.evses.map((one: { uid: string }) => one.uid)).toEqual(['AB'])
    })

    it('R-OWN-03 R-OWN-04 a body that names something else than the URL is refused and nothing is stored', async () => {
      const { id, place } = freshLocation()
      for (const wrong of [{ id: `${id}X` }, { country_code: 'BE' }, { party_id: 'XXX' }]) {
        await expect(store().whole('locations', location({ id, ...wrong }), { place })).rejects.toMatchObject({
          reason: 'identity',
          faults: [{ path: `/${Object.keys(wrong)[0]}` }],
        })
      }
      expect(await store().row('locations', place)).toBeUndefined()
    })

    it('R-UPD-02 optional fields that a PUT leaves out are gone', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, name: 'Station' }))
      await store().whole('locations', location({ id, last_updated: noonPlus(1) }))
      expect(await store().object('locations', place)).not.toHaveProperty('name')
    })

    it('T-57 an EVSE that a PUT no longer names is REMOVED and kept', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E2' })], last_updated: noonPlus(5) }))
      const { evses } = await store().object('locations', place)
      expect(evses).toEqual([evse({ uid: 'E1', status: 'REMOVED', last_updated: noonPlus(5) }), evse({ uid: 'E2' })])
      const position = await store().position()
      const again = location({ id, evses: [evse({ uid: 'E2' })], last_updated: noonPlus(5) })
      expect((await store().whole('locations', again)).outcome).toBe('unchanged')
      expect(await store().position()).toBe(position)
    })

    it('an EVSE that is newer than the location that does not name it stays', async () => {
      const { id, at } = freshLocation()
      await store().whole('locations', location({ id }))
      await store().whole('locations', evse({ uid: 'E1', last_updated: noonPlus(9) }), { place: at('E1') })
      await store().whole('locations', location({ id, last_updated: noonPlus(5) }))
      expect((await store().object('locations', at('E1'))).status).toBe('AVAILABLE')
    })

    it('what was left out of a pulled location is not taken for removed', async () => {
      const { id, at } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
      const pulled = location({ id, last_updated: noonPlus(5) })
      await store().whole('locations', pulled, { source: 'crawl', incomplete: true })
      expect((await store().object('locations', at('E1'))).status).toBe('AVAILABLE')
      await store().whole('locations', pulled, { source: 'crawl' })
      expect((await store().object('locations', at('E1'))).status).toBe('REMOVED')
    })

    it('an equal PUT moves nothing, whatever the order of its keys', async () => {
      const { id } = freshLocation()
      const given = location({ id, evses: [evse()] })
      await store().whole('locations', given)
      const position = await store().position()
      const turned = Object.fromEntries(Object.entries(given).reverse())
      expect((await store().whole('locations', turned)).outcome).toBe('unchanged')
      expect(await store().position()).toBe(position)
    })

    it('a PUT in which only the status of one EVSE differs moves that EVSE as status only, and the location', async () => {
      const { id, place, at } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
      const before = await store().row('locations', at('E2'))
      const changed = [evse({ uid: 'E1' }), evse({ uid: 'E2', status: 'CHARGING', last_updated: noonPlus(1) })]
      await store().whole('locations', location({ id, evses: changed, last_updated: noonPlus(1) }))
      const moved = await store().row('locations', at('E2'))
      expect(moved!.position).toBeGreaterThan(before!.position)
      expect(moved!.fullPosition).toBe(before!.fullPosition)
      expect((await store().object('locations', place)).last_updated).toBe(noonPlus(1))
    })

    it('R-OWN-05 the same id of two parties names two locations', async () => {
      const { id, place } = freshLocation()
      const both = { partner: partner('two', ['NL-ABC:CPO', 'BE-BEC:CPO']) }
      await store().whole('locations', location({ id, city: 'Utrecht' }), both)
      await store().whole('locations', location({ id, city: 'Gent', country_code: 'BE', party_id: 'BEC' }), both)
      expect((await store().object('locations', place)).city).toBe('Utrecht')
      expect((await store().object('locations', { ...place, countryCode: 'BE', partyId: 'BEC' })).city).toBe('Gent')
    })

    it('a location missing in a complete crawl is deleted with its EVSEs, and may come back', async () => {
      const { id, place, at } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' })] }))
      await store().remove('locations', place, { source: 'crawl' })
      expect(await store().row('locations', place)).toBeUndefined()
      expect(await store().row('locations', at('E1'))).toBeUndefined()
      const lost = store().patch('locations', at('E1'), { status: 'BLOCKED', last_updated: noonPlus(1) })
      await expect(lost).rejects.toMatchObject({ reason: 'unknown_parent' })
      expect((await store().whole('locations', location({ id }))).outcome).toBe('created')
      expect(await store().object('locations', place)).not.toHaveProperty('evses')
    })
  })

  describe('older ones', () => {
    it('R-UPD-11 an older push is not applied, an equal one is', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, name: 'new', last_updated: noonPlus(10) }))
      expect((await store().whole('locations', location({ id, name: 'old' }))).outcome).toBe('stale')
      const patched = await store().patch('locations', place, { name: 'older', last_updated: noonPlus(9) })
      expect(patched.outcome).toBe('stale')
      expect((await store().object('locations', place)).name).toBe('new')
      const equal = await store().whole('locations', location({ id, name: 'same time', last_updated: noonPlus(10) }))
      expect(equal.outcome).toBe('updated')
    })

    it('an EVSE that is older than the stored one stays as it is while the rest of the PUT is applied', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
      const at = { ...place, evseUid: 'E1' }
      await store().patch('locations', at, { status: 'CHARGING', last_updated: noonPlus(20) })
      const late = [
        evse({ uid: 'E1', status: 'BLOCKED', last_updated: noonPlus(10) }),
        evse({ uid: 'E2', status: 'BLOCKED', last_updated: noonPlus(10) }),
      ]
      const given = location({ id, name: 'late', evses: late, last_updated: noonPlus(10) })
      expect((await store().whole('locations', given)).outcome).toBe('updated')
      const { evses, name } = await store().object('locations', place)
      expect([name, ...evses.map((one: { status: string }) => one.status)]).toEqual(['late', 'CHARGING', 'BLOCKED'])
    })

    it('a partner whose clock is not to be trusted is applied as it arrives', async () => {
      const { id, place } = freshLocation()
      const settings = { ...defaultPartnerSettings, clock: 'arrival' as const }
      const by = { partner: { ...cpo, settings } }
      await store().whole('locations', location({ id, last_updated: noonPlus(10) }), by)
      expect((await store().whole('locations', location({ id, name: 'old' }), by)).outcome).toBe('updated')
      expect((await store().object('locations', place)).last_updated).toBe(noon)
    })

    it('what a crawl brings is applied, unless something newer was pushed since the page was asked for', async () => {
      const { id, place } = freshLocation()
      await store().whole('locations', location({ id, last_updated: noonPlus(10) }))
      const crawl = { source: 'crawl' as const, askedAt: '2020-01-01T00:00:00Z' }
      expect((await store().whole('locations', location({ id, name: 'crawled' }), crawl)).outcome).toBe('stale')
      const now = { source: 'crawl' as const, askedAt: '2099-01-01T00:00:00Z' }
      expect((await store().whole('locations', location({ id, name: 'crawled' }), now)).outcome).toBe('updated')
      expect((await store().object('locations', place)).name).toBe('crawled')
    })
  })

  describe('versions', () => {
    it('all rows of a location are in the newest version any of them came in', async () => {
      const { id, place, at } = freshLocation()
      const given = location({ id, evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] })
      await store().whole('locations', given, { version: '2.2.1' })
      expect((await store().row('locations', place))!.version).toBe('2.2.1')
      const parking = { accepted_service_providers: ['XYZ'], last_updated: noonPlus(1) }
      await store().patch('locations', at('E1'), parking, { version: '2.3.0' })
      for (const part of [place, at('E1'), at('E2')])
        expect((await store().row('locations', part))!.version).toBe('2.3.0')
      await store().patch(
        'locations',
        at('E1'),
        { status: 'CHARGING', last_updated: noonPlus(2) },
        { version: '2.2.1' },
      )
      expect(await store().object('locations', at('E1'))).toEqual({
        ...evse({ uid: 'E1' }),
        ...parking,
        status: 'CHARGING',
        last_updated: noonPlus(2),
      })
      expect((await store().row('locations', at('E1')))!.version).toBe('2.3.0')
    })
  })

  describe('publication', () => {
    it('R-LOC-13 R-LOC-17 a location that nobody may see is for nobody, and its EVSEs with it', async () => {
      const { id, place, at } = freshLocation()
      const audiences = async () => [
        (await store().row('locations', place))!.audience,
        (await store().row('locations', at('E1')))!.audience,
      ]
      await store().whole('locations', location({ id, publish: false, evses: [evse({ uid: 'E1' })] }))
      expect(await audiences()).toEqual([[], []])
      await store().patch('locations', at('E1'), { status: 'BLOCKED', last_updated: noonPlus(1) })
      expect(await audiences()).toEqual([[], []])
      await store().patch('locations', place, { publish_allowed_to: [{ group_id: 'G1' }], last_updated: noonPlus(2) })
      expect(await audiences()).toEqual([null, null])
      await store().patch('locations', place, { publish_allowed_to: [], last_updated: noonPlus(3) })
      expect(await audiences()).toEqual([[], []])
      await store().patch('locations', place, { publish: true, last_updated: noonPlus(4) })
      expect(await audiences()).toEqual([null, null])
    })
  })

  describe('ownership', () => {
    it('R-OWN-02 a partner writes objects of its own parties only', async () => {
      const { id, place } = freshLocation()
      const foreign = { reason: 'foreign' }
      const stranger = { partner: partner('other', ['BE-BEC:CPO']) }
      await expect(store().whole('locations', location({ id }), stranger)).rejects.toMatchObject(foreign)
      await store().whole('locations', location({ id }))
      const patch = { name: 'mine', last_updated: noonPlus(1) }
      await expect(store().patch('locations', place, patch, stranger)).rejects.toMatchObject(foreign)
      await expect(store().remove('locations', place, stranger)).rejects.toMatchObject(foreign)
      expect((await store().object('locations', place)).name).toBeUndefined()
    })

    it('R-OWN-08 a hub brings objects of the parties behind it', async () => {
      const { id } = freshLocation()
      const hub = { partner: partner('hub', ['NL-HUB:HUB']) }
      expect((await store().whole('locations', location({ id }), hub)).outcome).toBe('created')
    })

    it('what a partner pushed is not overwritten by an own write, and the other way round', async () => {
      const theirs = freshLocation()
      await store().whole('locations', location({ id: theirs.id }))
      const own = { partner: null, source: 'own' as const }
      const foreign = { reason: 'foreign' }
      await expect(store().whole('locations', location({ id: theirs.id }), own)).rejects.toMatchObject(foreign)
      const ours = freshLocation()
      await store().whole('locations', location({ id: ours.id }), own)
      await expect(store().whole('locations', location({ id: ours.id }))).rejects.toMatchObject(foreign)
    })
  })
})
