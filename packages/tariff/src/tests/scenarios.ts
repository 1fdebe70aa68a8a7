// Tariffs and sessions that meet: each tariff with each session is a vector. Everything lies on the simulation's grid.

import type { Tariff } from '@interchange/ocpi'
import type { Usage } from '../options.ts'
import { component, element, type Happening, minutes, session, tariff } from './builders.ts'

const energy = (price: number, step = 1) => component('ENERGY', price, { vat: 19, step })
const time = (price: number, step = 1) => component('TIME', price, { vat: 19, step })
const parking = (price: number, step = 1) => component('PARKING_TIME', price, { vat: 7, step })
const fee = (price: number) => component('FLAT', price, { vat: 19 })

export const tariffs: Readonly<Record<string, Tariff>> = {
  'energy by Wh': tariff([element([energy(0.49)])]),
  'energy by half a kWh, taxes included': tariff([element([energy(0.59, 500)])], { tax_included: 'YES' }),
  'fee, energy and parking by quarters of an hour': tariff([element([fee(0.35), energy(0.39), parking(6, 900)])]),
  'time by five minutes': tariff([element([time(3.6, 300)])]),
  'time and parking by ten minutes': tariff([element([time(2.4, 600), parking(4.8, 600)])]),
  'energy by day and night': tariff([
    element([energy(0.52, 100)], { start_time: '06:00', end_time: '22:00' }),
    element([energy(0.34, 250)]),
  ]),
  'time from 02:00 to 03:00': tariff([
    element([time(60)], { start_time: '02:00', end_time: '03:00' }),
    element([time(6)]),
  ]),
  'weekend and workday': tariff([
    element([energy(0.29), parking(1.2)], { day_of_week: ['SATURDAY', 'SUNDAY'] }),
    element([energy(0.44), parking(2.4, 60)]),
  ]),
  'the first half hour is free': tariff([
    element([energy(0), time(0)], { max_duration: 1800 }),
    element([energy(0.5), time(3)]),
  ]),
  'a fine from an hour on': tariff([
    element([fee(5), parking(12, 300)], { min_duration: 3600 }),
    element([energy(0.45), fee(0.5)]),
  ]),
  'the first five kWh are cheap': tariff([element([energy(0.2)], { max_kwh: 5 }), element([energy(0.6)])]),
  'time from five kWh on': tariff([element([time(12)], { min_kwh: 5 }), element([energy(0.4), parking(1)])]),
  'by power': tariff([
    element([energy(0.3)], { max_power: 22 }),
    element([energy(0.5)], { max_power: 50 }),
    element([energy(0.7)]),
  ]),
  'by current': tariff([
    element([time(1.5, 900)], { max_current: 32 }),
    element([time(3, 600)], { min_current: 32, day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] }),
    element([time(2, 600)], { min_current: 32 }),
  ]),
  'a new price from 1 January on': tariff([
    element([energy(0.4), time(0.6)], { end_date: '2027-01-01' }),
    element([energy(0.45), time(0.9)], { start_date: '2027-01-01' }),
  ]),
  'reservation with a fee, and one for expiring': tariff([
    element([component('FLAT', 4, { vat: 19 })], { reservation: 'RESERVATION_EXPIRES' }),
    element([component('FLAT', 1, { vat: 19 }), time(3, 600)], { reservation: 'RESERVATION' }),
    element([energy(0.45), fee(0.5)]),
  ]),
  'at least 4.00, at most 9.00': tariff([element([energy(0.45), parking(6)])], {
    min_price: { before_taxes: 4, after_taxes: 4.76 },
    max_price: { before_taxes: 9, after_taxes: 10.5 },
  }),
}

/** `each`: mWh in a second. */
const charge = (seconds: number, each: number, more: Partial<Happening> = {}): Happening => ({
  seconds,
  kwh: (seconds * each) / 1e6,
  ...more,
  more: { MAX_CURRENT: 16, ...more.more },
})
const park = (seconds: number): Happening => ({ seconds, kind: 'park' })
const reserve = (seconds: number): Happening => ({ seconds, kind: 'reserve' })

const at = (timeZone: string, start: string, ...happenings: Happening[]) => ({
  timeZone,
  usage: session(start, happenings) as Usage,
})

export const sessions: Readonly<Record<string, { readonly timeZone: string; readonly usage: Usage }>> = {
  'twenty minutes on a Friday': at('Europe/Amsterdam', '2026-06-12T10:00:00Z', charge(1200, 2500)),
  'forty minutes at 90 kW': at(
    'Europe/Amsterdam',
    '2026-06-12T10:07:13Z',
    charge(2400, 25_000, { more: { MAX_POWER: 90, MAX_CURRENT: 250 } }),
  ),
  'an hour over 22:00': at('Europe/Amsterdam', '2026-06-12T19:31:00Z', charge(3600, 2000)),
  'charging, then parking over midnight to Saturday': at(
    'Europe/Amsterdam',
    '2026-06-12T21:20:00Z',
    charge(1500, 4000),
    park(2412),
  ),
  'the night that lacks an hour': at(
    'Europe/Berlin',
    '2026-03-28T23:50:00Z',
    charge(minutes(100), 1250),
    park(minutes(31)),
  ),
  'the night with an hour more': at(
    'Europe/Berlin',
    '2026-10-24T23:30:00Z',
    charge(minutes(75), 1000),
    park(minutes(65)),
  ),
  'half an hour more in Lord Howe': at(
    'Australia/Lord_Howe',
    '2026-04-04T14:30:00Z',
    charge(minutes(50), 1000),
    park(minutes(20)),
  ),
  'an hour less at midnight in Havana': at('America/Havana', '2026-03-08T04:31:00Z', charge(minutes(61), 1250)),
  'New Year': at('Europe/London', '2026-12-31T23:40:00Z', charge(2520, 2500)),
  'three powers': at(
    'Europe/Paris',
    '2026-09-01T15:11:00Z',
    charge(500, 10_000, { more: { MAX_POWER: 36, MAX_CURRENT: 90 } }),
    charge(600, 20_000, { more: { MAX_POWER: 72, MAX_CURRENT: 180 } }),
    charge(900, 1000, { more: { MAX_POWER: 3.6, MAX_CURRENT: 31.5 } }),
  ),
  'charging, parking, charging': at(
    'Europe/Paris',
    '2026-09-05T06:53:20Z',
    charge(703, 5000),
    park(407),
    charge(901, 5000),
  ),
  'reserved for 22 minutes': at('Europe/Vienna', '2026-07-07T07:07:07Z', reserve(1320), charge(1234, 2500)),
  'reserved for an hour, and never used': at('Europe/Vienna', '2026-07-07T07:07:07Z', reserve(3600)),
  'parked for a second': at('UTC', '2026-02-28T23:59:59Z', park(1)),
}
