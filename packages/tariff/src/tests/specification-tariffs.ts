// The tariffs of the specification's examples (2.3.0 Tariffs, "Examples"; numbers only), by the number in the name of
// their files. Prices per kWh and per hour, VAT in %.

import type { Tariff } from '@interchange/ocpi'
import { component, element, tariff } from './builders.ts'

const startFee = component('FLAT', 0.5, { vat: 20 })
const energy = component('ENERGY', 0.25, { vat: 10 })
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const

const reservation = (...elements: Parameters<typeof element>[]): Tariff =>
  tariff([...elements.map((one) => element(...one)), element([startFee, energy])])

const time = (price: number, vat: number | undefined, step: number) =>
  component('TIME', price, vat === undefined ? { step } : { vat, step })

export const tariff1 = tariff([element([time(2, 10, 60)])])
export const tariff2 = tariff([element([time(1.9, 5.2, 300)])], { type: 'AD_HOC_PAYMENT' })
export const tariff3 = tariff([element([startFee, component('ENERGY', 0.25, { vat: 10, step: 100 })])])
export const tariff4 = tariff([
  element([component('FLAT', 2.5, { vat: 15 })]),
  element([time(1, 20, 900)], { max_current: 32 }),
  element([time(2, 20, 600)], { min_current: 32, day_of_week: [...WEEKDAYS] }),
  element([time(1.25, 20, 600)], { min_current: 32, day_of_week: ['SATURDAY', 'SUNDAY'] }),
  element([component('PARKING_TIME', 5, { vat: 10, step: 300 })], {
    start_time: '09:00',
    end_time: '18:00',
    day_of_week: [...WEEKDAYS],
  }),
  element([component('PARKING_TIME', 6, { vat: 10, step: 300 })], {
    start_time: '10:00',
    end_time: '17:00',
    day_of_week: ['SATURDAY'],
  }),
])
export const tariff5 = tariff([element([component('FLAT', 0, { step: 0 })])])
export const tariff6 = tariff([element([startFee, energy])], {
  max_price: { before_taxes: 10, after_taxes: 11 },
  end_date_time: '2019-06-30T23:59:59Z',
})
export const tariff8 = tariff([element([energy])])
export const tariff9 = tariff([element([startFee, energy])])
export const tariff10 = tariff([element([startFee, energy, component('PARKING_TIME', 2, { vat: 20, step: 900 })])])
export const tariff11 = tariff([element([component('FLAT', 0.4, { vat: 25 }), time(1.9, 5.2, 300)])])
export const tariff12 = tariff([element([energy])], { min_price: { before_taxes: 0.5, after_taxes: 0.55 } })
export const tariff13 = tariff([element([time(3, 10, 60), component('PARKING_TIME', 5, { vat: 20, step: 300 })])])
export const tariff14 = tariff([
  element([time(1.2, undefined, 1800), component('PARKING_TIME', 1, { step: 900 })], {
    start_time: '00:00',
    end_time: '17:00',
  }),
  element([time(2.4, undefined, 900), component('PARKING_TIME', 1, { step: 900 })], {
    start_time: '17:00',
    end_time: '20:00',
  }),
  element([time(2.4, undefined, 900)], { start_time: '20:00', end_time: '00:00' }),
])
export const tariff15 = reservation([[time(5, 20, 60)], { reservation: 'RESERVATION' }])
export const tariff16 = reservation([
  [component('FLAT', 2, { vat: 20 }), time(5, 20, 300)],
  { reservation: 'RESERVATION' },
])
export const tariff17 = reservation(
  [[component('FLAT', 4, { vat: 20 })], { reservation: 'RESERVATION_EXPIRES' }],
  [[time(2, 20, 600)], { reservation: 'RESERVATION' }],
)
export const tariff18 = reservation(
  [[time(6, 20, 600)], { reservation: 'RESERVATION_EXPIRES' }],
  [[time(3, 20, 600)], { reservation: 'RESERVATION' }],
)
export const tariff19 = tariff([element([component('TIME', 2)])], { country_code: 'CA', currency: 'CAD' })
export const tariff20 = tariff([element([component('TIME', 2.1)])], {
  country_code: 'CA',
  currency: 'CAD',
  tax_included: 'YES',
})

const energyAt = (price: number) => [component('ENERGY', price, { vat: 20 })]
export const maxPower = tariff([
  element(energyAt(0.2), { max_power: 16 }),
  element(energyAt(0.35), { max_power: 32 }),
  element(energyAt(0.5)),
])
export const maxDuration = tariff([
  element(energyAt(0), { max_duration: 1800 }),
  element(energyAt(0.25), { max_duration: 3600 }),
  element(energyAt(0.4)),
])
