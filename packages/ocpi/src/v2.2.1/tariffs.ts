import { del, get, list, module, put } from '../define/endpoint.ts'
import { currency, id, lastUpdated, localDate, owner, timeOfDay } from '../define/fields.ts'
import { closed, object, type Rule } from '../define/object.ts'
import { isGiven, isObject, NONE, objectsIn } from '../define/rules.ts'
import { dateTime, int, key, many, maybe, number, one, some, url } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const reservationDimensions: Rule = {
  id: 'R-TAR-15',
  severity: 'note',
  fields: ['price_components', 'restrictions'],
  check: (element) =>
    isObject(element.restrictions) && isGiven(element.restrictions.reservation)
      ? objectsIn(element, 'price_components')
          .filter(({ item }) => item.type === 'ENERGY' || item.type === 'PARKING_TIME')
          .map(({ at }) => ({ path: `${at}/type`, message: 'a reservation is priced by FLAT and TIME only' }))
      : NONE,
}

/** Chapter "Tariffs module". */
export const tariffs: Chapter = {
  objects: {
    Tariff: object('What charging costs.', {
      ...owner,
      id: key(id),
      currency: one(currency, { doc: 'ISO 4217.' }),
      type: maybe('TariffType', { doc: 'Absent: for every session.', whole: true }),
      tariff_alt_text: many('DisplayText', { doc: 'Adds to the elements, does not repeat them.' }),
      tariff_alt_url: maybe(url),
      min_price: maybe('Price', {
        doc: 'A session costs at least this; each amount is a limit of its own.',
        whole: true,
      }),
      max_price: maybe('Price', {
        doc: 'A session costs at most this; each amount is a limit of its own.',
        whole: true,
      }),
      elements: some('TariffElement', { doc: 'Per dimension the first one that matches counts.', whole: true }),
      start_date_time: maybe(dateTime, { doc: 'Valid from here. UTC, unlike the restrictions.', whole: true }),
      end_date_time: maybe(dateTime, { doc: 'Valid until here. UTC, unlike the restrictions.', whole: true }),
      energy_mix: maybe('EnergyMix'),
      last_updated: lastUpdated,
    }),
    PriceComponent: object('The price of one dimension.', {
      type: one('TariffDimensionType'),
      price: one(number(), { doc: 'Per kWh for ENERGY, per hour for times. Without VAT.' }),
      vat: maybe(number(), { unit: '%', doc: 'Absent: no VAT applies, which is not the same as 0.' }),
      // 0 stands in the specification's own free tariff; it means no steps.
      step_size: one(int(0), { doc: 'Billed in steps of this many Wh for ENERGY, s for times; none for FLAT.' }),
    }),
    TariffElement: object(
      'Prices, and when they apply.',
      { price_components: some('PriceComponent'), restrictions: maybe('TariffRestrictions') },
      { rules: [reservationDimensions] },
    ),
    TariffRestrictions: object('When a tariff element applies: at every moment at which all that is given holds.', {
      start_time: maybe(timeOfDay, { doc: 'Local time, from and including.' }),
      end_time: maybe(timeOfDay, {
        doc: 'Local time, up to and excluding; before `start_time`: on the next day; 00:00: end of the day.',
      }),
      start_date: maybe(localDate, { doc: 'Local date, from and including.' }),
      end_date: maybe(localDate, { doc: 'Local date, up to and excluding.' }),
      min_kwh: maybe(number(), { unit: 'kWh', doc: 'From this energy of the session on.' }),
      max_kwh: maybe(number(), { unit: 'kWh', doc: 'Below this energy of the session.' }),
      min_current: maybe(number(), { unit: 'A', doc: 'While the sum over the phases is at or above this.' }),
      max_current: maybe(number(), { unit: 'A', doc: 'While the sum over the phases is below this.' }),
      min_power: maybe(number(), { unit: 'kW', doc: 'While the power is at or above this.' }),
      max_power: maybe(number(), { unit: 'kW', doc: 'While the power is below this.' }),
      min_duration: maybe(int(0), { unit: 's', doc: 'From this duration of the session on, parking included.' }),
      max_duration: maybe(int(0), { unit: 's', doc: 'Below this duration of the session, parking included.' }),
      day_of_week: many('DayOfWeek', { doc: 'Local day; empty: every day.' }),
      reservation: maybe('ReservationRestrictionType', { doc: 'The element prices a reservation, nothing else.' }),
    }),
  },
  enums: {
    DayOfWeek: closed('Days of the week.', [
      'MONDAY',
      'TUESDAY',
      'WEDNESDAY',
      'THURSDAY',
      'FRIDAY',
      'SATURDAY',
      'SUNDAY',
    ]),
    ReservationRestrictionType: closed('Whether the reservation is used or expires.', [
      'RESERVATION',
      'RESERVATION_EXPIRES',
    ]),
    TariffDimensionType: closed('What is paid for.', ['ENERGY', 'FLAT', 'PARKING_TIME', 'TIME']),
    TariffType: closed('Which sessions a tariff is for, by payment or by charging preference.', [
      'AD_HOC_PAYMENT',
      'PROFILE_CHEAP',
      'PROFILE_FAST',
      'PROFILE_GREEN',
      'REGULAR',
    ]),
  },
  modules: [
    module('tariffs', 'functional', 'Tariffs, from the CPO to eMSPs.', {
      SENDER: [list('getTariffs', 'Tariff', 'All tariffs the caller may see.')],
      RECEIVER: [
        get('getTariff', '{country_code}/{party_id}/{tariff_id}', 'Tariff', 'The tariff as the receiver stored it.'),
        put('putTariff', '{country_code}/{party_id}/{tariff_id}', 'Tariff', 'A new tariff, or all of it again.'),
        del('deleteTariff', '{country_code}/{party_id}/{tariff_id}', 'The tariff is no longer used by any connector.'),
      ],
    }),
  ],
}
