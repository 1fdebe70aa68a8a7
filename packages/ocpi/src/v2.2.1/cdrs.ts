import { get, list, module, post } from '../define/endpoint.ts'
import { country, countryCode, currency, id, lastUpdated, owner, partyId } from '../define/fields.ts'
import { closed, object } from '../define/object.ts'
import { upTo } from '../define/rules.ts'
import { boolean, ciString, dateTime, int, key, many, maybe, number, one, some, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'
import {
  costsAddUp,
  creditNamesOriginal,
  longIdOnlyForCredit,
  noEnergyWhileParking,
  noSessionOnlyDimension,
  parkingIsPartOfTime,
  periodsAddUp,
  periodsInOrder,
  sessionNamed,
  tariffsIncluded,
} from './cdr-rules.ts'

/** Chapter "CDRs module". */
export const cdrs: Chapter = {
  objects: {
    CDR: object(
      'The bill of a session; never changed, only credited.',
      {
        ...owner,
        id: key(ciString(39), { doc: 'At most 36 characters, 39 for a credit CDR.' }),
        start_date_time: one(dateTime, { doc: 'Start of the session, or of the reservation before it.' }),
        end_date_time: one(dateTime),
        session_id: maybe(id, { doc: 'Absent only without sessions module, or for a reservation never used.' }),
        cdr_token: one('CdrToken', { doc: 'As it was when the session started.' }),
        auth_method: one('AuthMethod', { doc: 'The last one used.' }),
        authorization_reference: maybe(id, { doc: 'The last one the eMSP gave.' }),
        cdr_location: one('CdrLocation'),
        meter_id: maybe(string(255)),
        currency: one(currency, { doc: 'ISO 4217.' }),
        tariffs: many('Tariff', { doc: 'Those that priced it, the free one too, as they were at the start.' }),
        charging_periods: some('ChargingPeriod', { doc: 'A new one wherever the price changed.', whole: true }),
        signed_data: maybe('SignedData'),
        total_cost: one('Price', { doc: 'Sum of all costs; negative in a credit CDR, which negates nothing else.' }),
        total_fixed_cost: maybe('Price', { doc: 'Without the fixed parts of parking and reservation.' }),
        total_energy: one(number(), { unit: 'kWh' }),
        total_energy_cost: maybe('Price'),
        total_time: one(number(), { unit: 'h', doc: 'Charging and parking together.' }),
        total_time_cost: maybe('Price', { doc: 'Of the time charging.' }),
        total_parking_time: maybe(number(), { unit: 'h', doc: 'Part of `total_time`.' }),
        total_parking_cost: maybe('Price', { doc: 'With the fixed parts of parking.' }),
        total_reservation_cost: maybe('Price', { doc: 'With the fixed parts of the reservation.' }),
        remark: maybe(string(255)),
        invoice_reference_id: maybe(ciString(39), { doc: 'An invoice that comes later.' }),
        credit: maybe(boolean, { doc: 'Takes back the CDR in `credit_reference_id`.', whole: true }),
        credit_reference_id: maybe(ciString(39), { whole: true }),
        home_charging_compensation: maybe(boolean, {
          doc: 'The driver is paid for energy from the own connection.',
          whole: true,
        }),
        last_updated: lastUpdated,
      },
      {
        rules: [
          longIdOnlyForCredit,
          creditNamesOriginal,
          noSessionOnlyDimension,
          sessionNamed,
          tariffsIncluded,
          periodsInOrder,
          parkingIsPartOfTime,
          periodsAddUp,
          noEnergyWhileParking,
          costsAddUp,
        ],
      },
    ),
    CdrDimension: object('An amount in a charging period; its type says the unit.', {
      type: one('CdrDimensionType'),
      volume: one(number(), {
        doc: 'kWh for energies, h for times, A for currents (sum over the phases), kW for powers, % for state of charge.',
      }),
    }),
    CdrLocation: object(
      'The Location, EVSE and connector of a CDR, as they were when the session started.',
      {
        id: one(id),
        name: maybe(string(255)),
        // The tables say 45 and 20 here, 255 and 45 in Location; a copy must not be refused.
        address: one(string(255), {
          doc: 'Up to 45 characters when sent; a longer one copied from a Location is accepted.',
        }),
        city: one(string(45)),
        postal_code: maybe(string(10)),
        state: maybe(string(45), {
          doc: 'Up to 20 characters when sent; a longer one copied from a Location is accepted.',
        }),
        country: one(country, { doc: 'ISO 3166-1 alpha-3.' }),
        coordinates: one('GeoLocation'),
        evse_uid: one(id, { doc: '`#NA` for a reservation never used.' }),
        evse_id: one(ciString(48), { doc: '`#NA` for a reservation never used.' }),
        connector_id: one(id, { doc: '`#NA` for a reservation never used.' }),
        connector_standard: one('ConnectorType', { doc: 'Says nothing for a reservation never used.' }),
        connector_format: one('ConnectorFormat', { doc: 'Says nothing for a reservation never used.' }),
        connector_power_type: one('PowerType', { doc: 'Says nothing for a reservation never used.' }),
      },
      { rules: [upTo('T-22', 'address', 45), upTo('T-22', 'state', 20)] },
    ),
    CdrToken: object('What a session and its CDR keep of the token.', {
      country_code: one(countryCode, { doc: 'Of the eMSP that owns the token.' }),
      party_id: one(partyId, { doc: 'Of the eMSP that owns the token.' }),
      uid: one(id),
      type: one('TokenType'),
      contract_id: one(id),
    }),
    ChargingPeriod: object('A part of a session; it ends where the next one starts.', {
      start_date_time: one(dateTime),
      dimensions: some('CdrDimension'),
      tariff_id: maybe(id, { doc: 'Absent when no tariff applies.' }),
    }),
    SignedData: object('Signed meter values, passed on unchanged.', {
      encoding_method: one(ciString(36), { doc: 'How the values are encoded, such as OCMF.' }),
      encoding_method_version: maybe(int()),
      public_key: maybe(string(512), { doc: 'Base64.' }),
      signed_values: some('SignedValue', { whole: true }),
      url: maybe(string(512), { doc: 'Where the driver can check the values; may be longer than other URLs.' }),
    }),
    SignedValue: object('One signed meter value.', {
      nature: one(ciString(32), { doc: 'What it belongs to: Start, End, Intermediate.' }),
      plain_data: one(string(5000)),
      signed_data: one(string(5000), { doc: 'Base64.' }),
    }),
  },
  enums: {
    AuthMethod: closed('How a token was accepted.', ['AUTH_REQUEST', 'COMMAND', 'WHITELIST']),
    CdrDimensionType: closed('What is measured; five of them are for sessions only.', [
      'CURRENT',
      'ENERGY',
      'ENERGY_EXPORT',
      'ENERGY_IMPORT',
      'MAX_CURRENT',
      'MIN_CURRENT',
      'MAX_POWER',
      'MIN_POWER',
      'PARKING_TIME',
      'POWER',
      'RESERVATION_TIME',
      'STATE_OF_CHARGE',
      'TIME',
    ]),
  },
  modules: [
    module('cdrs', 'functional', 'CDRs, from the CPO to the eMSP that pays.', {
      SENDER: [list('getCdrs', 'CDR', 'CDRs the caller has to pay.')],
      RECEIVER: [
        post('postCdr', '', 'CDR', 'One new CDR; the answer says where it can be read.', { answersLocation: true }),
        get('getCdr', '{country_code}/{party_id}/{cdr_id}', 'CDR', 'The CDR as the receiver stored it.', {
          urlFrom: 'Location',
        }),
      ],
    }),
  ],
}
