import type { PriceComponent, Tariff, TariffElement, TariffRestrictions } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import { lint } from './lint.ts'
import { rules } from './rules.ts'
import type { LintContext } from './view.ts'

const price = (type: PriceComponent['type'], of: number, more: Partial<PriceComponent> = {}): PriceComponent => ({
  type,
  price: of,
  vat: 19,
  step_size: 1,
  ...more,
})
const energy = (of: number, more?: Partial<PriceComponent>) => price('ENERGY', of, more)
const hour = (of: number, more?: Partial<PriceComponent>) => price('TIME', of, more)
const parking = (of: number, more?: Partial<PriceComponent>) => price('PARKING_TIME', of, more)
const fee = (of: number, more?: Partial<PriceComponent>) => price('FLAT', of, more)

/** An element: its prices, and what restricts it. */
const el = (components: PriceComponent | PriceComponent[], restrictions?: object): TariffElement => ({
  price_components: [components].flat(),
  ...(restrictions ? { restrictions: restrictions as TariffRestrictions } : {}),
})

const clean: Tariff = {
  country_code: 'DE',
  party_id: 'ABC',
  id: 'T1',
  currency: 'EUR',
  elements: [el(energy(0.59))],
  tax_included: 'NO',
  last_updated: '2026-01-05T00:00:00Z',
}
const elements = (...list: TariffElement[]): Partial<Tariff> => ({ elements: list })
/** A restricted element before the usual one. */
const when = (restrictions: object): Partial<Tariff> => elements(el(energy(0.39), restrictions), el(energy(0.59)))
const vat = (rate: number | undefined) =>
  elements(el([rate === undefined ? (({ vat: _, ...rest }) => rest)(energy(0.59)) : energy(0.59, { vat: rate })]))
const reserve = { reservation: 'RESERVATION' }
const now = new Date('2026-02-01T00:00:00Z')
const text = (words: string) => ({ tariff_alt_text: [{ language: 'en', text: words }] })
const other = (...list: TariffElement[]): Tariff => ({ ...clean, ...elements(...list) })

interface Case {
  readonly tariff: object
  readonly context?: LintContext
  /** `severity path` of each finding of that code; none: []. */
  readonly found: readonly string[]
  /** What the message has to say, of the first. */
  readonly says?: string
}

const P = '/elements/0/price_components/0'
const R = '/elements/0/restrictions'

/** Per rule what it finds and what it leaves alone. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  invalid: [
    { tariff: { last_updated: undefined }, found: ['error /last_updated'], says: 'last_updated is missing' },
    { tariff: { tax_included: 'MAYBE' }, found: ['error /tax_included'] },
    { tariff: { elements: [] }, found: ['error /elements'] },
    { tariff: { currency: 'eur' }, found: [] },
    { tariff: { currency: 7 }, found: ['error /currency'] },
    { tariff: { currency: undefined }, found: ['error /currency'] },
    { tariff: when({ start_time: '24:00' }), found: [] },
    { tariff: when({ end_date: 5 }), found: [`error ${R}/end_date`] },
    // R-TAR-15 is a note of the definition, and here a rule of its own.
    { tariff: elements(el(energy(1), reserve), el(energy(0.59))), found: [] },
  ],
  'component-twice': [
    { tariff: elements(el([energy(0.59), energy(0.39)])), found: ['error /elements/0/price_components/1'] },
    { tariff: elements(el([energy(0.59), hour(3)])), found: [] },
  ],
  shadowed: [
    {
      tariff: elements(el(energy(0.59)), el(energy(0.39), { max_kwh: 5 })),
      found: ['warning /elements/1/price_components/0'],
      says: '/elements/0, which comes first, applies whenever /elements/1 does, at 0.59 instead of 0.39',
    },
    { tariff: elements(el(energy(0.59)), el(energy(0.59))), found: ['note /elements/1/price_components/0'] },
    {
      tariff: elements(el(energy(0.59)), el(energy(0.59, { vat: 7 }))),
      found: ['warning /elements/1/price_components/0'],
    },
    {
      tariff: elements(el(energy(0.5), { max_kwh: 9 }), el(energy(0.4), { min_kwh: 9 }), el(energy(0.3))),
      found: ['warning /elements/2/price_components/0'],
      says: 'the elements before together',
    },
    { tariff: elements(el(energy(0.59)), el(hour(3))), found: [] },
    { tariff: when({ max_kwh: 5 }), found: [] },
    // Two reservations are not compared with the session, and the first of an element's two prices is the one.
    { tariff: elements(el(hour(3), reserve), el(hour(4))), found: [] },
  ],
  'parking-with-power': [
    {
      tariff: elements(el([energy(0.59), parking(3)], { min_power: 11 }), el(energy(1))),
      found: ['warning /elements/0/price_components/1'],
    },
    { tariff: elements(el(parking(3), { min_current: 6 }), el(energy(1))), found: [`warning ${P}`] },
    { tariff: elements(el(parking(3), { max_power: 11 }), el(energy(1))), found: [] },
    { tariff: elements(el(hour(3), { ...reserve, min_power: 11 }), el(energy(1))), found: [] },
  ],
  overlap: [
    {
      tariff: elements(el(energy(0.4), { max_kwh: 9 }), el(energy(0.5), { max_power: 11 }), el(energy(0.6))),
      found: ['note /elements/1/price_components/0'],
      says: '/elements/0 applies as well and counts',
    },
    {
      tariff: elements(el(energy(0.4), { max_kwh: 9 }), el(energy(0.4), { max_power: 11 }), el(energy(0.6))),
      found: [],
    },
    { tariff: elements(el(energy(0.4), { max_kwh: 9 }), el(energy(0.5), { min_kwh: 9 })), found: [] },
    { tariff: elements(el(energy(0.4), { max_kwh: 9 }), el(energy(0.5), { max_kwh: 20 }), el(energy(0.6))), found: [] },
    {
      tariff: elements(
        el(energy(0.4), { day_of_week: ['MONDAY'], max_kwh: 5 }),
        el(energy(0.5), { start_date: '2026-02-03', end_date: '2026-02-05' }),
        el(energy(0.6)),
      ),
      found: [],
    },
  ],
  'charging-unpriced': [
    {
      tariff: elements(el(energy(0.59), { day_of_week: ['SATURDAY'], start_time: '08:00', end_time: '20:00' })),
      found: ['warning /elements'],
      says: 'on MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY and SUNDAY; on SATURDAY, 00:00-08:00 and 20:00-00:00',
    },
    { tariff: elements(el(energy(0.59), { min_kwh: 5 }), el(hour(3), { max_kwh: 5 })), found: [] },
    { tariff: elements(el(parking(3), { min_duration: 3600 })), found: [] },
  ],
  'dimension-unpriced': [
    {
      tariff: elements(el(energy(0.59)), el(parking(6), { min_duration: 14400 })),
      found: ['note /elements'],
      says: 'PARKING_TIME has no price below 14400 s',
    },
    { tariff: elements(el(energy(0.59), { min_kwh: 5 })), found: [] },
    {
      tariff: elements(el(energy(0.59), { min_kwh: 5 }), el(parking(6), { start_time: '08:00' })),
      found: ['note /elements'],
    },
    { tariff: elements(el([energy(0.59), fee(1)]), el(fee(2), { start_time: '08:00' })), found: [] },
    {
      tariff: elements(el(energy(0.59), { min_kwh: 5 }), el(hour(3), { max_kwh: 5 })),
      found: ['note /elements', 'note /elements'],
    },
  ],
  'parking-duration': [
    {
      tariff: elements(el(energy(0.59)), el(parking(6), { min_duration: 14400 })),
      found: ['note /elements/1/restrictions'],
    },
    { tariff: elements(el(energy(0.59)), el(parking(0), { max_duration: 14400 })), found: [] },
    { tariff: elements(el(energy(0.59)), el(hour(6), { min_duration: 14400 })), found: [] },
    { tariff: elements(el([energy(0.59), parking(6)])), found: [] },
  ],
  'several-fees': [
    {
      tariff: elements(el([energy(0.59), fee(1)], { max_power: 22 }), el([energy(0.69), fee(2)])),
      found: ['note /elements/1/price_components/1'],
    },
    { tariff: elements(el([energy(0.59), fee(1)], { max_power: 22 }), el([energy(0.69), fee(1)])), found: [] },
    { tariff: elements(el([energy(0.59), fee(0)], { max_power: 22 }), el([energy(0.69), fee(1)])), found: [] },
    { tariff: elements(el(fee(2), reserve), el([energy(0.69), fee(1)])), found: [] },
  ],
  'energy-missing': [
    { tariff: elements(el(hour(3))), found: ['note /elements'] },
    {
      tariff: elements(el(hour(3))),
      context: { others: [clean, clean, other(el(hour(2)))] },
      found: ['warning /elements'],
    },
    { tariff: elements(el(hour(3))), context: { others: [clean, other(el(hour(2)))] }, found: ['note /elements'] },
    { tariff: {}, context: { others: [clean] }, found: [] },
    { tariff: elements(el(fee(0))), context: { others: [clean] }, found: [] },
    { tariff: elements(el(hour(3), reserve)), found: [] },
  ],
  'analysis-capped': [
    {
      tariff: {
        elements: Array.from({ length: 300 }, (_, at) =>
          el(energy(0.3 + at / 1000), {
            start_time: `0${at % 10}:0${at % 7}`,
            min_kwh: (at * 37) % 101,
            min_duration: 300 + ((at * 61) % 3001),
            max_power: 1 + ((at * 71) % 49),
            max_current: 1 + ((at * 83) % 31),
          }),
        ),
      },
      found: ['note /elements'],
    },
    { tariff: when({ max_kwh: 5 }), found: [] },
  ],
  'time-format': [
    { tariff: when({ start_time: '22:00', end_time: '24:00' }), found: [`error ${R}/end_time`], says: 'write 00:00' },
    { tariff: when({ start_time: '08:00:00' }), found: [`error ${R}/start_time`], says: 'write 08:00' },
    { tariff: when({ start_time: '8:30' }), found: [`error ${R}/start_time`], says: 'write 08:30' },
    { tariff: when({ start_time: '25:00' }), found: [`error ${R}/start_time`], says: 'from 00:00 to 23:59' },
    { tariff: when({ start_time: 'noon' }), found: [`error ${R}/start_time`], says: 'from 00:00 to 23:59' },
    { tariff: when({ start_time: 8 }), found: [`error ${R}/start_time`], says: 'a string HH:MM' },
    { tariff: when({ start_time: '00:00', end_time: '23:00' }), found: [] },
    { tariff: when({ start_time: null, end_time: '23:00' }), found: [] },
  ],
  'time-equal': [
    { tariff: when({ start_time: '08:00', end_time: '08:00' }), found: [`error ${R}`], says: 'leave out both' },
    { tariff: when({ start_time: '00:00', end_time: '00:00' }), found: [] },
    { tariff: when({ start_time: '08:00', end_time: '08:01' }), found: [] },
  ],
  'time-whole-day': [
    { tariff: when({ start_time: '00:00', end_time: '00:00', max_kwh: 5 }), found: [`note ${R}`] },
    { tariff: when({ start_time: '00:00', end_time: '12:00' }), found: [] },
    { tariff: when({ start_time: '12:00', end_time: '00:00' }), found: [] },
  ],
  'time-last-minute': [
    { tariff: when({ start_time: '08:00', end_time: '19:59' }), found: [`warning ${R}/end_time`], says: 'write 20:00' },
    { tariff: when({ start_time: '08:00', end_time: '23:59' }), found: [`warning ${R}/end_time`], says: 'write 00:00' },
    { tariff: when({ start_time: '08:59', end_time: '20:00' }), found: [] },
  ],
  'time-night-weekday': [
    {
      tariff: when({ start_time: '22:00', end_time: '06:00', day_of_week: ['FRIDAY'] }),
      found: [`warning ${R}`],
      says: 'this is 00:00-06:00 and 22:00-00:00 of the same day',
    },
    { tariff: when({ start_time: '22:00', end_time: '06:00' }), found: [] },
    { tariff: when({ start_time: '22:00', end_time: '00:00', day_of_week: ['FRIDAY'] }), found: [] },
    { tariff: when({ start_time: '06:00', end_time: '22:00', day_of_week: ['FRIDAY'] }), found: [] },
    { tariff: when({ start_time: '22:00', end_time: '06:00', day_of_week: [] }), found: [] },
    {
      tariff: when({
        start_time: '22:00',
        end_time: '06:00',
        day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
      }),
      found: [],
    },
  ],
  'date-format': [
    { tariff: when({ start_date: '2026-02-30' }), found: [`error ${R}/start_date`] },
    { tariff: when({ end_date: '01.03.2026' }), found: [`error ${R}/end_date`] },
    { tariff: when({ start_date: '2024-02-29' }), found: [] },
  ],
  'date-empty': [
    { tariff: when({ start_date: '2026-03-01', end_date: '2026-03-01' }), found: [`error ${R}/end_date`] },
    { tariff: when({ start_date: '2026-03-02', end_date: '2026-03-01' }), found: [`error ${R}/end_date`] },
    { tariff: when({ start_date: '2026-03-01', end_date: '2026-03-02' }), found: [] },
  ],
  'date-last-day': [
    {
      tariff: when({ start_date: '2026-03-01', end_date: '2026-03-31' }),
      found: [`note ${R}/end_date`],
      says: '2026-04-01',
    },
    { tariff: when({ end_date: '2026-12-31' }), found: [`note ${R}/end_date`], says: '2027-01-01' },
    { tariff: when({ start_date: '2026-03-29', end_date: '2026-03-31' }), found: [] },
    { tariff: when({ start_date: '2026-03-01', end_date: '2026-04-01' }), found: [] },
  ],
  'never-on-such-day': [
    // 2026-03-02 is a Monday.
    {
      tariff: when({ start_date: '2026-03-02', end_date: '2026-03-04', day_of_week: ['WEDNESDAY'] }),
      found: [`error ${R}`],
    },
    { tariff: when({ start_date: '2026-03-02', end_date: '2026-03-05', day_of_week: ['WEDNESDAY'] }), found: [] },
    {
      tariff: when({ start_date: '2026-03-02', end_date: '2026-03-08', day_of_week: ['SUNDAY'] }),
      found: [`error ${R}`],
    },
    { tariff: when({ start_date: '2026-03-02', end_date: '2026-03-09', day_of_week: ['SUNDAY'] }), found: [] },
    { tariff: when({ start_date: '2026-03-02', day_of_week: ['SUNDAY'] }), found: [] },
  ],
  'validity-empty': [
    {
      tariff: { start_date_time: '2026-03-01T00:00:00Z', end_date_time: '2026-03-01T00:00:00Z' },
      found: ['error /end_date_time'],
    },
    { tariff: { start_date_time: '2026-03-01T00:00:00Z', end_date_time: '2026-03-01T00:00:01Z' }, found: [] },
    { tariff: { start_date_time: '2026-03-01T00:00:00Z' }, found: [] },
  ],
  'outside-validity': [
    {
      tariff: { ...when({ end_date: '2026-03-01' }), start_date_time: '2026-03-01T12:00:00Z' },
      found: [`warning ${R}`],
    },
    // In UTC-12 it is still the day before.
    { tariff: { ...when({ end_date: '2026-03-01' }), start_date_time: '2026-03-01T11:59:00Z' }, found: [] },
    {
      tariff: { ...when({ start_date: '2026-03-02' }), end_date_time: '2026-03-01T10:00:00Z' },
      found: [`warning ${R}`],
    },
    { tariff: { ...when({ start_date: '2026-03-02' }), end_date_time: '2026-03-01T10:01:00Z' }, found: [] },
    { tariff: { ...when({ max_kwh: 5 }), end_date_time: '2026-03-01T10:01:00Z' }, found: [] },
  ],
  expired: [
    { tariff: { end_date_time: '2026-01-31T00:00:00Z' }, context: { now }, found: ['note /end_date_time'] },
    { tariff: { end_date_time: '2026-02-01T00:00:01Z' }, context: { now }, found: [] },
    { tariff: { end_date_time: '2026-01-31T00:00:00Z' }, found: [] },
  ],
  'element-expired': [
    { tariff: when({ end_date: '2026-01-31' }), context: { now }, found: [`note ${R}/end_date`] },
    { tariff: when({ end_date: '2026-02-01' }), context: { now }, found: [] },
    { tariff: when({ end_date: '2026-01-31' }), found: [] },
  ],
  'updated-in-future': [
    { tariff: { last_updated: '2026-02-01T01:00:01Z' }, context: { now }, found: ['warning /last_updated'] },
    { tariff: { last_updated: '2026-02-01T01:00:00Z' }, context: { now }, found: [] },
  ],
  'kwh-empty': [
    { tariff: when({ min_kwh: 5, max_kwh: 5 }), found: [`error ${R}/max_kwh`], says: 'above min_kwh' },
    { tariff: when({ max_kwh: 0 }), found: [`error ${R}/max_kwh`] },
    { tariff: when({ min_kwh: 5, max_kwh: 5.1 }), found: [] },
  ],
  'power-empty': [
    { tariff: when({ min_power: 50, max_power: 22 }), found: [`error ${R}/max_power`] },
    { tariff: when({ min_current: 32, max_current: 32 }), found: [`error ${R}/max_current`] },
    { tariff: when({ min_power: 22, max_power: 50 }), found: [] },
  ],
  'duration-empty': [
    { tariff: when({ min_duration: 3600, max_duration: 1800 }), found: [`error ${R}/max_duration`] },
    { tariff: when({ min_duration: 1800, max_duration: 3600 }), found: [] },
  ],
  'restriction-negative': [
    { tariff: when({ min_kwh: -1 }), found: [`warning ${R}/min_kwh`] },
    { tariff: when({ max_power: -1 }), found: [`warning ${R}/max_power`] },
    { tariff: when({ min_kwh: 0 }), found: [] },
  ],
  'restriction-unit': [
    { tariff: when({ min_power: 22000 }), found: [`warning ${R}/min_power`], says: 'if these are W write 22 kW' },
    { tariff: when({ max_kwh: 20000 }), found: [`warning ${R}/max_kwh`], says: 'if these are Wh write 20 kWh' },
    { tariff: when({ max_current: 32000 }), found: [`warning ${R}/max_current`], says: 'if these are mA write 32 A' },
    { tariff: when({ max_power: 350, max_kwh: 900, max_current: 500 }), found: [] },
  ],
  'duration-minutes': [
    {
      tariff: when({ min_duration: 240 }),
      found: [`warning ${R}/min_duration`],
      says: 'if these are minutes write 14400',
    },
    { tariff: when({ max_duration: 30 }), found: [`warning ${R}/max_duration`] },
    { tariff: when({ min_duration: 300 }), found: [] },
    { tariff: when({ min_duration: 0, max_duration: 3600 }), found: [] },
  ],
  'energy-price-high': [
    { tariff: elements(el(energy(59))), found: [`warning ${P}/price`], says: 'if these are hundredths write 0.59' },
    { tariff: { ...elements(el(energy(6.5))), currency: 'SEK' }, found: [] },
    { tariff: { ...elements(el(energy(59))), currency: 'HUF' }, found: [] },
    { tariff: { ...elements(el(energy(59))), currency: 'XAF' }, found: [] },
    { tariff: elements(el(energy(1.2))), found: [] },
  ],
  'energy-price-low': [
    { tariff: elements(el(energy(0.00059))), found: [`warning ${P}/price`], says: 'if this is per Wh write 0.59' },
    { tariff: elements(el(energy(0.02))), found: [] },
    { tariff: elements(el([energy(0), hour(3)])), found: [] },
  ],
  'time-price-high': [
    { tariff: elements(el(hour(360))), found: [`warning ${P}/price`], says: '360 EUR per hour is 6 per minute' },
    { tariff: elements(el([energy(0.59), parking(600)])), found: ['warning /elements/0/price_components/1/price'] },
    { tariff: elements(el([hour(60), parking(120)])), found: [] },
  ],
  'time-price-low': [
    { tariff: elements(el(hour(0.5))), found: [`warning ${P}/price`], says: 'if this is per minute write 30' },
    {
      tariff: elements(el([energy(0.59), parking(0.1)])),
      found: ['warning /elements/0/price_components/1/price'],
      says: 'write 6',
    },
    { tariff: elements(el([energy(0.59), parking(0.3), hour(1)])), found: [] },
    { tariff: elements(el(hour(0.3), reserve), el(energy(0.59))), found: [] },
    { tariff: elements(el(hour(0.2), reserve), el(energy(0.59))), found: [`warning ${P}/price`] },
    { tariff: elements(el([energy(0.59), hour(0)])), found: [] },
  ],
  'flat-price-high': [
    { tariff: elements(el([fee(150), energy(0.59)])), found: [`warning ${P}/price`], says: 'write 1.5' },
    { tariff: elements(el([fee(15), energy(0.59)])), found: [] },
  ],
  'units-mixed': [
    {
      tariff: { ...elements(el(hour(0.1), { max_kwh: 5 }), el(hour(6))), currency: 'XAF' },
      found: [`warning ${P}/price`],
      says: 'exactly 1/60 of /elements/1',
    },
    {
      tariff: elements(el(energy(0.39), { max_kwh: 5 }), el(energy(39))),
      found: [`warning ${P}/price`],
      says: 'exactly 1/100',
    },
    { tariff: elements(el(hour(0.1)), el(parking(6))), found: [] },
    { tariff: elements(el(energy(0.39), { max_kwh: 5 }), el(energy(0.59))), found: [] },
  ],
  'price-negative': [
    { tariff: elements(el(energy(-0.1))), found: [`warning ${P}/price`] },
    { tariff: elements(el(energy(0))), found: [] },
  ],
  'price-decimals': [
    { tariff: elements(el(energy(0.49579))), found: [`note ${P}/price`] },
    { tariff: elements(el(energy(0.4957))), found: [] },
  ],
  'all-prices-zero': [
    { tariff: elements(el(energy(0))), found: ['warning /elements'], says: 'one FLAT of 0' },
    { tariff: elements(el([fee(0), energy(0)])), found: ['warning /elements'] },
    { tariff: elements(el(fee(0), { max_kwh: 5 })), found: ['warning /elements'] },
    { tariff: elements(el(fee(0)), el(fee(0), reserve)), found: ['warning /elements'] },
    { tariff: elements(el(fee(0))), found: [] },
    { tariff: elements(el([fee(0), energy(0.59)])), found: [] },
    { tariff: { ...elements(el(energy(0))), min_price: { before_taxes: 1 } }, found: [] },
    { tariff: elements(el(hour(0), reserve)), found: [] },
  ],
  'step-like-seconds': [
    { tariff: elements(el(energy(0.59, { step_size: 3600 }))), found: [`warning ${P}/step_size`] },
    { tariff: elements(el(energy(0.59, { step_size: 60 }))), found: [`warning ${P}/step_size`] },
    { tariff: elements(el(energy(0.59, { step_size: 100 }))), found: [] },
    { tariff: elements(el(hour(3, { step_size: 3600 }))), found: [] },
  ],
  'step-like-minutes': [
    { tariff: elements(el(hour(3, { step_size: 15 }))), found: [`warning ${P}/step_size`], says: 'write 900' },
    {
      tariff: elements(el([energy(1), parking(3, { step_size: 5 })])),
      found: ['warning /elements/0/price_components/1/step_size'],
    },
    { tariff: elements(el(hour(3, { step_size: 60 }))), found: [] },
    { tariff: elements(el(energy(0.59, { step_size: 15 }))), found: [] },
  ],
  'step-like-watt-hours': [
    { tariff: elements(el(hour(3, { step_size: 1000 }))), found: [`warning ${P}/step_size`] },
    { tariff: elements(el(hour(3, { step_size: 900 }))), found: [] },
    { tariff: elements(el(energy(0.59, { step_size: 1000 }))), found: [] },
  ],
  'step-huge': [
    { tariff: elements(el(energy(0.59, { step_size: 10_000 }))), found: [`warning ${P}/step_size`] },
    { tariff: elements(el(hour(3, { step_size: 86_400 }))), found: [`warning ${P}/step_size`] },
    { tariff: elements(el([energy(0.59, { step_size: 5000 }), hour(3, { step_size: 3600 })])), found: [] },
  ],
  'step-coarse': [
    { tariff: elements(el(energy(0.59, { step_size: 1000 }))), found: [`note ${P}/step_size`] },
    { tariff: elements(el(hour(3, { step_size: 900 }))), found: [`note ${P}/step_size`] },
    { tariff: elements(el(energy(0.59, { step_size: 999 }))), found: [] },
    { tariff: elements(el(energy(0.59, { step_size: 1800 }))), found: [] },
    { tariff: elements(el(hour(3, { step_size: 1000 }))), found: [] },
    { tariff: elements(el(hour(3, { step_size: 3601 }))), found: [] },
  ],
  'step-zero': [
    { tariff: elements(el(energy(0.59, { step_size: 0 }))), found: [`warning ${P}/step_size`], says: '0 Wh' },
    { tariff: elements(el([energy(1), fee(1, { step_size: 0 })])), found: [] },
  ],
  'vat-fraction': [
    { tariff: vat(0.19), found: [`warning ${P}/vat`], says: 'write 19' },
    { tariff: vat(0), found: [] },
    { tariff: vat(19), found: [] },
  ],
  'vat-factor': [
    { tariff: vat(1.19), found: [`warning ${P}/vat`], says: 'write 19' },
    { tariff: vat(119), found: [`warning ${P}/vat`], says: 'write 19' },
    { tariff: vat(125.5), found: [`warning ${P}/vat`], says: 'write 25.5' },
    { tariff: vat(1), found: [] },
    { tariff: vat(2.1), found: [] },
  ],
  'vat-range': [
    { tariff: vat(-19), found: [`warning ${P}/vat`] },
    { tariff: vat(45), found: [`warning ${P}/vat`] },
    { tariff: vat(1900), found: [`warning ${P}/vat`] },
    { tariff: vat(27), found: [] },
    { tariff: vat(119), found: [] },
  ],
  'vat-country': [
    { tariff: vat(20), found: [`note ${P}/vat`], says: 'DE has 19 %, for some goods 7 %' },
    { tariff: vat(20), context: { countries: ['DEU'] }, found: [`warning ${P}/vat`] },
    { tariff: vat(20), context: { countries: ['DEU', 'AUT'] }, found: [] },
    { tariff: vat(20), context: { countries: ['DEU', 'XYZ'] }, found: [] },
    { tariff: vat(7), found: [] },
    { tariff: vat(0), found: [] },
    { tariff: vat(0.2), found: [] },
    { tariff: vat(20), context: { countries: ['EST'] }, found: [] },
    { tariff: vat(22), context: { countries: ['EST'], now }, found: [`warning ${P}/vat`], says: 'EE has 24 %' },
    { tariff: vat(22), context: { countries: ['EST'], now: new Date('2025-06-30') }, found: [] },
    { tariff: { ...vat(22), end_date_time: '2025-07-01T00:00:00Z' }, context: { countries: ['EST'], now }, found: [] },
    {
      tariff: { ...vat(22), start_date_time: '2025-07-01T00:00:00Z' },
      context: { countries: ['EST'], now: new Date('2025-06-30') },
      found: [`warning ${P}/vat`],
    },
    { tariff: { ...vat(5), currency: 'USD', country_code: 'US' }, found: [`note ${P}/vat`], says: 'US has no VAT' },
    { tariff: { ...vat(5), country_code: 'AR' }, found: [] },
    { tariff: elements(el([energy(0.59, { vat: 20 }), hour(3, { vat: 20 })])), found: [`note ${P}/vat`] },
  ],
  'vat-partly': [
    {
      tariff: elements(el([energy(0.59), { type: 'TIME', price: 3, step_size: 1 }])),
      found: ['warning /elements/0/price_components/1'],
    },
    { tariff: elements(el([energy(0.59), { type: 'TIME', price: 0, step_size: 1 }])), found: [] },
    { tariff: vat(undefined), found: [] },
  ],
  'vat-differs': [
    {
      tariff: elements(el(energy(0.39, { vat: 7 }), { max_kwh: 5 }), el(energy(0.59))),
      found: ['note /elements/1/price_components/0/vat'],
    },
    { tariff: elements(el([energy(0.39, { vat: 7 }), hour(3)])), found: [] },
    { tariff: elements(el(energy(0, { vat: 0 }), { max_kwh: 5 }), el(energy(0.59))), found: [] },
  ],
  'vat-missing': [
    { tariff: vat(undefined), found: ['note /tax_included'], says: 'DE has 19 %' },
    { tariff: { ...vat(undefined), tax_included: 'YES' }, found: [] },
    { tariff: { ...vat(undefined), country_code: 'CA', currency: 'CAD' }, found: [] },
    { tariff: { ...vat(undefined), country_code: 'AR', currency: 'ARS' }, found: [] },
    { tariff: { elements: [{ price_components: [{ type: 'FLAT', price: 0, step_size: 0 }] }] }, found: [] },
    { tariff: {}, found: [] },
  ],
  'tax-none-with-vat': [
    { tariff: { tax_included: 'N/A' }, found: [`warning ${P}/vat`] },
    { tariff: { ...vat(0), tax_included: 'N/A' }, found: [] },
    { tariff: { tax_included: 'YES' }, found: [] },
  ],
  'limits-reversed': [
    {
      tariff: { min_price: { before_taxes: 10 }, max_price: { before_taxes: 5 } },
      found: ['error /min_price/before_taxes'],
    },
    {
      tariff: { min_price: { before_taxes: 1, after_taxes: 20 }, max_price: { before_taxes: 5, after_taxes: 6 } },
      found: ['error /min_price/after_taxes'],
    },
    { tariff: { min_price: { before_taxes: 5 }, max_price: { before_taxes: 5 } }, found: [] },
  ],
  'limit-taxes': [
    { tariff: { max_price: { before_taxes: 10, after_taxes: 9 } }, found: ['error /max_price/after_taxes'] },
    { tariff: { min_price: { before_taxes: 10, after_taxes: 10 } }, found: [] },
  ],
  'limit-rate': [
    {
      tariff: { max_price: { before_taxes: 10, after_taxes: 12.5 } },
      found: ['warning /max_price/after_taxes'],
      says: '11.9',
    },
    { tariff: { max_price: { before_taxes: 10, after_taxes: 11.9 } }, found: [] },
    { tariff: { min_price: { before_taxes: 0.5, after_taxes: 0.6 } }, found: [] },
    { tariff: { max_price: { before_taxes: 10, after_taxes: 9 } }, found: [] },
    { tariff: { ...vat(undefined), max_price: { before_taxes: 10, after_taxes: 12.5 } }, found: [] },
    {
      tariff: { ...elements(el([energy(1), hour(3, { vat: 7 })])), max_price: { before_taxes: 10, after_taxes: 12.5 } },
      found: [],
    },
  ],
  'limit-negative': [
    {
      tariff: { min_price: { before_taxes: -1, after_taxes: -1.19 } },
      found: ['error /min_price/before_taxes', 'error /min_price/after_taxes'],
    },
    { tariff: { min_price: { before_taxes: 0 } }, found: [] },
  ],
  'max-price-zero': [
    { tariff: { max_price: { before_taxes: 0 } }, found: ['warning /max_price/before_taxes'] },
    { tariff: { max_price: { before_taxes: 0 }, ...elements(el(fee(0))) }, found: [] },
    { tariff: { max_price: { before_taxes: 10 } }, found: [] },
  ],
  'min-price-high': [
    { tariff: { min_price: { before_taxes: 50 } }, found: ['warning /min_price/before_taxes'], says: 'write 0.5' },
    { tariff: { min_price: { before_taxes: 50 }, currency: 'DKK' }, found: [] },
    { tariff: { min_price: { before_taxes: 5 } }, found: [] },
  ],
  'reservation-dimension': [
    {
      tariff: elements(el([fee(1), energy(0.59), parking(3)], reserve), el(energy(0.59))),
      found: ['error /elements/0/price_components/1/type', 'error /elements/0/price_components/2/type'],
    },
    { tariff: elements(el([fee(1), hour(3)], reserve), el(energy(0.59))), found: [] },
  ],
  'reservation-only': [
    { tariff: elements(el(hour(3), reserve)), found: ['warning /elements'] },
    { tariff: elements(el(hour(3), reserve), el(energy(0.59))), found: [] },
  ],
  'reservation-restriction': [
    {
      tariff: elements(el(hour(3), { ...reserve, max_kwh: 5, min_power: 3 }), el(energy(0.59))),
      found: [`warning ${R}/max_kwh`, `warning ${R}/min_power`],
    },
    {
      tariff: elements(el(hour(3), { ...reserve, min_duration: 600, start_time: '08:00' }), el(energy(0.59))),
      found: [],
    },
  ],
  'text-repeats-price': [
    { tariff: text('0.59 EUR per kWh'), found: ['warning /tariff_alt_text/0/text'] },
    { tariff: text('Preis 0,70 € je kWh inkl. MwSt.'), found: ['warning /tariff_alt_text/0/text'] },
    { tariff: text('59 ct/kWh'), found: ['warning /tariff_alt_text/0/text'] },
    { tariff: { ...text('€ 0.05 per minute'), ...elements(el(hour(3))) }, found: ['warning /tariff_alt_text/0/text'] },
    { tariff: text('Open 0:59 to 5:90, with 0.59 m of cable'), found: [] },
    { tariff: text('Debit card: 0.25 euro less'), found: [] },
    { tariff: { ...text('from 0 EUR'), ...elements(el([energy(0.59), hour(0)])) }, found: [] },
  ],
  'text-has-price': [
    { tariff: { ...text('0.59 EUR/kWh'), ...elements(el(fee(0))) }, found: ['warning /tariff_alt_text/0/text'] },
    { tariff: { ...text('0.00 EUR/kWh for 3 hours'), ...elements(el(fee(0))) }, found: [] },
    { tariff: text('1.99 EUR for the garage'), found: [] },
  ],
  'currency-unknown': [
    { tariff: { currency: 'EUX' }, found: ['error /currency'] },
    { tariff: { currency: 'eur' }, found: ['error /currency'], says: 'write EUR' },
    { tariff: { currency: 'HRK' }, found: [] },
    { tariff: { currency: 7 }, found: [] },
  ],
  'currency-country': [
    { tariff: { currency: 'PLN' }, found: ['note /currency'], says: 'DE has EUR' },
    { tariff: { currency: 'PLN' }, context: { countries: ['DEU'] }, found: ['warning /currency'] },
    { tariff: { currency: 'PLN' }, context: { countries: ['POL', 'DEU'] }, found: ['warning /currency'] },
    { tariff: { currency: 'PLN' }, context: { countries: ['pl'] }, found: [] },
    { tariff: { currency: 'PLN', country_code: 'ZZ' }, found: [] },
    { tariff: { currency: 'BGN', country_code: 'BG' }, context: { now: new Date('2025-12-31') }, found: [] },
    {
      tariff: { currency: 'BGN', country_code: 'BG' },
      context: { now },
      found: ['note /currency'],
      says: 'BG has EUR',
    },
    {
      tariff: { currency: 'BGN', country_code: 'BG', end_date_time: '2026-01-01T00:00:00Z' },
      context: { now },
      found: [],
    },
    {
      tariff: { currency: 'EUR', country_code: 'BG' },
      context: { now: new Date('2025-12-31') },
      found: ['note /currency'],
    },
    { tariff: { currency: 'BGN', country_code: 'BG' }, found: [] },
    { tariff: { currency: 'EUX' }, found: [] },
  ],
  'currency-withdrawn': [
    {
      tariff: { currency: 'HRK', country_code: 'ZZ' },
      context: { now },
      found: ['warning /currency'],
      says: 'replaced by EUR on 2023-01-01',
    },
    { tariff: { currency: 'HRK', country_code: 'HR' }, context: { now }, found: [] },
    { tariff: { currency: 'HRK', country_code: 'ZZ' }, found: [] },
    { tariff: { currency: 'HRK', country_code: 'ZZ' }, context: { now: new Date('2022-12-31') }, found: [] },
  ],
  'time-zone-unknown': [
    { tariff: when({ start_time: '08:00' }), context: { timeZones: ['Europe/Berlin', 'CEST+1'] }, found: ['error '] },
    { tariff: when({ day_of_week: ['MONDAY'] }), context: { timeZones: [''] }, found: ['error '] },
    { tariff: when({ start_time: '08:00' }), context: { timeZones: ['Europe/Berlin'] }, found: [] },
    { tariff: when({ max_kwh: 5 }), context: { timeZones: ['nowhere'] }, found: [] },
  ],
}

describe('every rule finds what it is for, and leaves alone what is next to it', () => {
  for (const { code, requirement, severity, softer } of rules) {
    it(`${requirement ?? 'plausible'} ${code}`, () => {
      if (requirement !== undefined) expect(requirement).toMatch(/^R-[A-Z]+-\d\d$/)
      const own = cases[code] ?? []
      expect(own.some(({ found }) => found.length > 0) && own.some(({ found }) => found.length === 0)).toBe(true)
      for (const { tariff, context, found, says } of own) {
        const findings = lint({ ...clean, ...tariff } as Tariff, context).filter((finding) => finding.code === code)
        const seen = findings.map((finding) => `${finding.severity} ${finding.path}`)
        expect({ tariff, context, seen }).toEqual({ tariff, context, seen: found })
        if (says !== undefined) expect(findings[0]!.message).toContain(says)
        for (const finding of findings) {
          expect([severity, softer]).toContain(finding.severity)
          expect(finding.requirement).toBe(requirement)
          expect(finding.message).not.toBe('')
        }
      }
    })
  }

  it('has cases of no rule that is not there', () => {
    expect(Object.keys(cases).filter((code) => !rules.some((rule) => rule.code === code))).toEqual([])
  })

  it('finds nothing about the tariff all cases start from', () => {
    expect(lint(clean, { countries: ['DEU'], timeZones: ['Europe/Berlin'], now, others: [clean] })).toEqual([])
  })
})
