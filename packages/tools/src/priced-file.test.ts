import { describe, expect, it } from 'vitest'
import { pricedFile } from './priced-file.ts'

const start_date_time = '2026-01-15T15:30:00Z'
const session = { start_date_time, kwh: 20, charging_periods: [] }
const cdr = { start_date_time, total_energy: 20, charging_periods: [] }
const tariff = { id: 'T', currency: 'EUR', elements: [], last_updated: start_date_time }
const read = (content: unknown) => pricedFile('odd.json', content, undefined)

describe('what `interchange price` takes', () => {
  it('a CDR by itself, in an OCPI answer, or with things around it', () => {
    expect(read(cdr)).toEqual({ usage: cdr })
    expect(read({ status_code: 1000, data: cdr })).toEqual({ usage: cdr })
    expect(read({ cdr, session: null, tariffs: null, location: null })).toEqual({ usage: cdr })
    expect(read({ session, tariffs: [], location: { time_zone: 'Europe/Paris', name: 'x' } })).toEqual({
      usage: session,
      tariffs: [],
      timeZone: 'Europe/Paris',
    })
  })

  it('tariffs and totals of 2.2.1 become those of 2.3.0', () => {
    const older = { ...cdr, total_cost: { excl_vat: 1 }, tariffs: [{ ...tariff, min_price: { excl_vat: 2 } }] }
    expect(read(older).usage).toMatchObject({
      total_cost: { before_taxes: 1 },
      tariffs: [{ tax_included: 'NO', min_price: { before_taxes: 2 } }],
    })
    expect(read({ session, tariffs: [tariff] }).tariffs).toMatchObject([{ tax_included: 'NO' }])
    const newer = { ...tariff, tax_included: 'YES', max_price: { before_taxes: 3 } }
    expect(read({ session, tariffs: [newer] }).tariffs).toEqual([newer])
  })

  it.each([
    ['no CDR', { name: 'x' }, /^odd\.json is no CDR and no \{tariffs, session or cdr\}/],
    ['a number', 7, /is no CDR/],
    ['nothing', [], /has 0 objects/],
    ['two CDRs', [cdr, cdr], /has 2 objects/],
    ['a session and a CDR', { session, cdr }, /has a session and a cdr/],
    ['a session that is none', { session: 'x' }, /is no CDR/],
    ['tariffs that are no list', { session, tariffs: {} }, /\/tariffs is expected to be an array/],
    ['a tariff that is none', { session, tariffs: [1] }, /\/tariffs is expected to be an array of tariffs/],
    ['a location that is none', { session, location: 'here' }, /\/location is expected to be a Location/],
    ['a time zone that is none', { session, location: { time_zone: 1 } }, /\/location\/time_zone/],
  ])('%s is told', (_, content, text) => {
    expect(() => read(content)).toThrow(text)
  })

  it.each([
    { ...cdr, tariffs: 'x', total_cost: 7 },
    { ...cdr, tariffs: [null, { elements: [null] }, { elements: [{ price_components: 1 }] }] },
    { ...session, charging_periods: { a: 1 }, total_cost: { excl_vat: 'x' } },
    { session: { start_date_time: null }, tariffs: [{ elements: null, min_price: { excl_vat: null } }] },
  ])('what is malformed inside of it is for pricing to find: %j', (content) => {
    expect(() => read(content)).not.toThrow()
  })
})
