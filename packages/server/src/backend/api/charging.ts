import { currency as currencyType } from '@interchange/ocpi/define/fields'
import { closed, object } from '@interchange/ocpi/define/object'
import {
  boolean,
  ciString,
  dateTime,
  one as field,
  int,
  many,
  maybe,
  number,
  string,
} from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { chargingStates } from '../../charging/record.ts'
import { type ApiCall, call, one, optional, page } from '../define.ts'
import { pageQuery, params, partyKeyType } from './common.ts'

const id = params.id
const at = (doc: string) => maybe(dateTime, { doc: `${doc} Absent: now.` })
const meterWh = { unit: 'Wh', doc: 'What the meter shows; it counts up.' }

const reading = {
  power_w: maybe(number(0, 10_000_000), { unit: 'W', doc: 'From then on; absent: the average until the next value.' }),
  current_a: maybe(number(0, 100_000), { unit: 'A', doc: 'From then on, the sum over the phases.' }),
  state: maybe('ChargingState', { doc: 'From then on; absent: as before, at the start `CHARGING`.' }),
  soc: maybe(number(0, 100), { unit: '%', doc: "State of charge of the car's battery." }),
  signed: maybe('SignedMeterValue', { doc: 'Carried along into the CDR as it is.' }),
}

/** For a backend that has meter values, not OCPI: sessions, their periods and CDRs are made of what it tells. */
export const chargingShapes: Chapter = {
  objects: {
    ChargingStart: object('A charging begins. Or all of one, with `meter` and `stop`.', {
      id: maybe(ciString(36), {
        doc: 'Id for it, its session and its CDR; told again, it is the same charging. Absent: made of EVSE and `at`, where that is given.',
      }),
      party: field(partyKeyType, { doc: 'Our party that operates the EVSE, such as `NL-ABC`.' }),
      location_id: maybe(ciString(36), { doc: 'Needed only where several locations have an EVSE of that uid.' }),
      evse_uid: field(ciString(36)),
      connector_id: maybe(ciString(36), { doc: 'Needed only where the EVSE has several.' }),
      token: maybe('ChargingToken', { doc: 'Who wants to charge: asked about as its whitelist says.' }),
      authorization_reference: maybe(ciString(36), {
        doc: 'Of an answer to `POST /authorize`, or of a command; instead of `token`.',
      }),
      meter_id: maybe(string(255)),
      currency: maybe(currencyType, { doc: 'ISO 4217; needed only where the connector names no tariff.' }),
      at: at('When it began.'),
      meter_wh: maybe(number(0, 1e12), { ...meterWh, doc: `${meterWh.doc} Absent: the first value that comes.` }),
      ...reading,
      meter: many('ChargingMeter', { doc: 'Meter values that are known already, in any order.' }),
      stop: maybe('ChargingStop', { doc: 'When it has ended already.' }),
    }),
    ChargingToken: object('A token by its uid.', {
      uid: field(ciString(36)),
      type: maybe('TokenType', { doc: 'Absent: RFID.' }),
    }),
    ChargingMeter: object('What the meter shows at a time, and what happens from then on.', {
      at: at('When it was read.'),
      meter_wh: field(number(0, 1e12), meterWh),
      ...reading,
    }),
    ChargingStop: object('A charging ends: its session is completed and its CDR issued.', {
      at: at('When it ended.'),
      meter_wh: maybe(number(0, 1e12), { ...meterWh, doc: `${meterWh.doc} Absent: as it was last.` }),
      soc: reading.soc,
      signed: reading.signed,
      start: maybe('ChargingStart', { doc: 'All there is to say of one that is not known here yet.' }),
    }),
    SignedMeterValue: object('A signed meter value, as the meter gave it.', {
      encoding_method: field(ciString(36), { doc: 'Such as OCMF.' }),
      encoding_method_version: maybe(int()),
      public_key: maybe(string(512), { doc: 'Base64.' }),
      nature: maybe(ciString(32), { doc: '`Start`, `End` or `Intermediate`; absent: by its place.' }),
      plain_data: field(string(5000)),
      signed_data: field(string(5000), { doc: 'Base64.' }),
      url: maybe(string(512), { doc: 'Where the driver can check the values.' }),
    }),
    Charging: object('A charging, and what was made of it.', {
      id: field(ciString(36)),
      country_code: field(params.country_code.type),
      party_id: field(params.party_id.type),
      location_id: field(ciString(36)),
      evse_uid: field(ciString(36)),
      connector_id: field(ciString(36)),
      status: field('SessionStatus', { doc: '`PENDING` until it is known whether the token may charge.' }),
      reason: maybe(string(), { doc: 'Why it is INVALID.' }),
      session_id: maybe(ciString(36), { doc: 'Id of its session; null: there is none yet.' }),
      cdr_id: maybe(ciString(39), { doc: 'Id of its CDR; null: there is none yet.' }),
      start_date_time: field(dateTime),
      end_date_time: maybe(dateTime),
      kwh: field(number(), { unit: 'kWh', doc: 'As in the session when it was published last.' }),
      meter_values: field(int(), { doc: 'How many there are.' }),
      heard_at: field(dateTime, { doc: 'When something was told of it last.' }),
      findings: many('Finding', { doc: 'What is odd about it, or why its session or CDR was not made.' }),
    }),
    CreditRequest: object('A CDR is taken back.', {
      id: maybe(ciString(39), { doc: 'Id of the credit CDR; absent: that of the CDR with `-C`.' }),
      reason: maybe(string(255), { doc: 'Becomes its `remark`.' }),
    }),
  },
  enums: {
    ChargingState: closed(
      'What happens at the connector. `SUSPENDED_EV`: the car asks for nothing, which is parking. `SUSPENDED_EVSE`: it would take more than it is given.',
      [...chargingStates],
    ),
  },
}

const errors = {
  403: 'The party is not ours, or not one of this key.',
  404: 'There is no such charging.',
}

export const chargingCalls: readonly ApiCall[] = [
  call('charging', 'startCharging', 'POST /charging', 'A charging begins at one of our EVSEs.', {
    scope: 'write',
    body: one('ChargingStart'),
    answers: {
      200: { doc: 'It is known already: what is new of it was taken.', body: one('Charging') },
      201: { doc: 'It has begun.', body: one('Charging') },
    },
    errors: { 403: errors[403], 409: 'There is another charging with this id, or its CDR has been issued.' },
  }),
  call('charging', 'listChargings', 'GET /charging', 'Chargings, in the order they were told.', {
    scope: 'read',
    query: {
      party: many(partyKeyType, { doc: 'Only of these parties of ours; several with commas.' }),
      open: maybe(boolean, { doc: '`true`: those that have not ended; `false`: the others. Absent: `true`.' }),
      ...pageQuery,
    },
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: page('Charging') } },
  }),
  call('charging', 'getCharging', 'GET /charging/{id}', 'A charging, and what was made of it.', {
    scope: 'read',
    params: { id },
    answers: { 200: { doc: 'The charging.', body: one('Charging') } },
    errors: { 404: errors[404] },
  }),
  call(
    'charging',
    'meterCharging',
    'POST /charging/{id}/meter',
    'A meter value, in any order; told again, it is one.',
    {
      scope: 'write',
      params: { id },
      body: one('ChargingMeter'),
      answers: { 200: { doc: 'Taken. `findings` also say what is odd about this value.', body: one('Charging') } },
      errors: { ...errors, 409: 'The CDR has been issued, or there are too many values.' },
    },
  ),
  call('charging', 'stopCharging', 'POST /charging/{id}/stop', 'A charging ends: COMPLETED, and its CDR is issued.', {
    scope: 'write',
    params: { id },
    query: {
      accept_findings: maybe(boolean, {
        doc: 'Issues the CDR whatever an audit finds; also later, for one that was not issued.',
        default: false,
      }),
    },
    body: optional('ChargingStop'),
    answers: { 200: { doc: 'It has ended. `cdr_id` is null where `findings` say why.', body: one('Charging') } },
    errors: { ...errors, 409: 'It was stopped at another time.' },
  }),
  call(
    'cdrs',
    'creditCdr',
    'POST /cdrs/{country_code}/{party_id}/{id}/credit',
    'Takes a CDR back: a credit CDR with all its data, `total_cost` negated. A corrected CDR may follow as any other.',
    {
      scope: 'write',
      params: { country_code: params.country_code, party_id: params.party_id, id: params.cdr_id },
      body: optional('CreditRequest'),
      answers: {
        200: { doc: 'It was taken back before. The credit CDR.', body: one('CDR') },
        201: { doc: 'The credit CDR.', body: one('CDR') },
      },
      errors: {
        403: errors[403],
        404: 'There is no such CDR.',
        409: 'It is a credit CDR itself, was taken back under another id, or the id is that of another CDR.',
      },
    },
  ),
]
