import { describe, expect, it } from 'vitest'
import { FeedError, readFeed } from './feed.ts'

const connector = {
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 16,
  last_updated: '2026-01-01T00:00:00Z',
}
const tariff = (price: number) => ({
  id: 'T1',
  currency: 'EUR',
  elements: [
    {
      price_components: [{ type: 'ENERGY', price, step_size: 1 }],
      restrictions: [{ start_time: '08:00:00', end_time: '20:00:00' }],
    },
  ],
})
const evse = (uid: string, more = {}) => ({
  uid,
  status: 'AVAILABLE',
  connectors: [connector],
  last_updated: '2026-01-02T00:00:00Z',
  ...more,
})
const location = (id: string, more = {}) => ({
  country_code: 'DE',
  party_id: 'ABC',
  id,
  publish: true,
  address: 'Weg 1',
  city: 'Ulm',
  country: 'DEU',
  coordinates: { latitude: '48.4011', longitude: '9.98765' },
  time_zone: 'Europe/Berlin',
  last_updated: '2026-01-01T00:00:00Z',
  ...more,
})
const read = (feed: unknown) => readFeed(JSON.stringify(feed))

describe('a feed of locations', () => {
  it.each([
    ['an array', (items: unknown[]) => items],
    ['an OCPI answer', (items: unknown[]) => ({ data: items, status_code: 1000 })],
    ['an object with items', (items: unknown[]) => ({ items })],
  ])('is read from %s', (_, wrap) => {
    expect(read(wrap([location('L1')])).locations.map(({ id }) => id)).toEqual(['L1'])
  })

  it('that is none says what would be one', () => {
    expect(() => readFeed('{"id":')).toThrow(FeedError)
    expect(() => readFeed('{"id":1}')).toThrow(/array of Locations/)
  })

  it('is repaired where nothing has to be invented, and every repair is told', () => {
    const { locations, repairs } = read([location('L1', { name: '', evses: [evse('E1', { physical_reference: '' })] })])
    expect(locations[0]!.coordinates).toEqual({ latitude: '48.40110', longitude: '9.98765' })
    expect(locations[0]).not.toHaveProperty('name')
    expect(repairs.get('empty string dropped')?.count).toBe(2)
    expect(repairs.get('coordinate written with five to seven decimals')?.first).toBe(
      'item 0 (L1)/coordinates/latitude',
    )
  })

  it('a position that would have to be invented is left out with its location', () => {
    const vague = location('L1', { coordinates: { latitude: '48.4', longitude: '9.9' } })
    const { locations, leftOut } = read([vague, location('L2')])
    expect(locations.map(({ id }) => id)).toEqual(['L2'])
    expect(leftOut[0]!.where).toContain('L1')
  })

  it('lifts embedded tariffs, dated like the newest EVSE that has them', () => {
    const newer = evse('E2', { tariffs: [tariff(0.5)], last_updated: '2026-02-02T00:00:00Z' })
    const { locations, tariffs } = read([location('L1', { evses: [evse('E1', { tariffs: [tariff(0.5)] }), newer] })])
    expect(tariffs).toHaveLength(1)
    expect(tariffs[0]).toMatchObject({ country_code: 'DE', party_id: 'ABC', last_updated: '2026-02-02T00:00:00Z' })
    expect(tariffs[0]!.elements[0]!.restrictions).toEqual({ start_time: '08:00', end_time: '20:00' })
    for (const { connectors } of locations[0]!.evses!) expect(connectors[0]!.tariff_ids).toEqual(['T1'])
  })

  it('two tariffs with one id and other prices are not taken for one', () => {
    const other = evse('E2', { tariffs: [tariff(0.9)] })
    const { locations, tariffs, leftOut } = read([
      location('L1', { evses: [evse('E1', { tariffs: [tariff(0.5)] }), other] }),
    ])
    expect(tariffs[0]!.elements[0]!.price_components[0]!.price).toBe(0.5)
    expect(locations[0]!.evses![1]!.connectors[0]).not.toHaveProperty('tariff_ids')
    expect(leftOut[0]!.why).toContain('differs')
  })

  it('leaves out the smallest bad part and keeps the rest', () => {
    const bad = evse('E2', { status: 'BROKEN' })
    const { locations, leftOut } = read([location('L1', { evses: [evse('E1'), bad] })])
    expect(locations[0]!.evses!.map(({ uid }) => uid)).toEqual(['E1'])
    expect(leftOut[0]!.where).toContain('/evses/1')
  })
})
