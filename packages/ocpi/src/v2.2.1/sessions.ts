import { get, list, module, patch, put } from '../define/endpoint.ts'
import { currency, id, lastUpdated, owner } from '../define/fields.ts'
import { closed, object, type Rule } from '../define/object.ts'
import { NONE, objectsIn } from '../define/rules.ts'
import { boolean, dateTime, key, many, maybe, number, one, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** One a minute for an hour. DC, where a minute matters more, is done by then. */
const MANY_PERIODS = 60

/** "Session Object": one a minute is too much for AC. */
const periodsTooOften: Rule = {
  id: 'R-SES-22',
  severity: 'note',
  fields: ['charging_periods'],
  check(session) {
    const { length = 0 } = (session.charging_periods ?? []) as readonly unknown[]
    if (length < MANY_PERIODS) return NONE
    const starts = objectsIn(session, 'charging_periods').map(({ item }) => Date.parse(String(item.start_date_time)))
    const minutes = (starts.at(-1)! - starts[0]!) / 60_000
    return minutes <= length - 1
      ? [{ path: '/charging_periods', message: 'a period a minute, or more often, is more traffic than it is worth' }]
      : NONE
  },
}

/** Chapter "Sessions module". */
export const sessions: Chapter = {
  objects: {
    Session: object(
      'A charging session or a reservation, while it runs and after.',
      {
        ...owner,
        id: key(id),
        start_date_time: one(dateTime, {
          doc: 'When it became ACTIVE; while PENDING, when it was made at the charge point.',
        }),
        end_date_time: maybe(dateTime, { doc: 'When the session ended; charging may have ended before.' }),
        kwh: one(number(), { unit: 'kWh', doc: 'Energy charged so far.' }),
        cdr_token: one('CdrToken', { doc: 'The token that started the session.' }),
        auth_method: one('AuthMethod', { doc: 'May change: reserved by command, started with a whitelisted token.' }),
        authorization_reference: maybe(id, {
          doc: 'What the eMSP gave with an authorization or command; the last one given wins.',
        }),
        location_id: one(id),
        evse_uid: one(id, { doc: '`#NA` for a reservation without an assigned EVSE.' }),
        connector_id: one(id, { doc: '`#NA` for a reservation without an assigned EVSE.' }),
        meter_id: maybe(string(255)),
        currency: one(currency, { doc: 'ISO 4217.' }),
        charging_periods: many('ChargingPeriod', { doc: 'A PATCH appends; a PUT replaces all.' }),
        total_cost: maybe('Price', { doc: 'Absent says nothing; 0.00 is free of charge.' }),
        status: one('SessionStatus'),
        last_updated: lastUpdated,
      },
      { patchRequires: ['last_updated'], rules: [periodsTooOften] },
    ),
    ChargingPreferences: object('What the driver wants of smart charging.', {
      profile_type: one('ProfileType', { doc: 'A tariff exists for each type the connector supports.' }),
      departure_time: maybe(dateTime, { doc: 'When the driver expects to leave.' }),
      energy_need: maybe(number(), { unit: 'kWh', doc: 'Energy the driver wants.' }),
      discharge_allowed: maybe(boolean, { doc: 'The vehicle may be discharged meanwhile.', default: false }),
    }),
  },
  enums: {
    ChargingPreferencesResponse: closed('What the CPO says to charging preferences.', [
      'ACCEPTED',
      'DEPARTURE_REQUIRED',
      'ENERGY_NEED_REQUIRED',
      'NOT_POSSIBLE',
      'PROFILE_TYPE_NOT_SUPPORTED',
    ]),
    ProfileType: closed('What a driver prefers.', ['CHEAP', 'FAST', 'GREEN', 'REGULAR']),
    SessionStatus: closed('Where a session stands; COMPLETED is final, INVALID is not billed.', [
      'ACTIVE',
      'COMPLETED',
      'INVALID',
      'PENDING',
      'RESERVATION',
    ]),
  },
  modules: [
    module('sessions', 'functional', 'Sessions, from the CPO to the eMSP of the token.', {
      SENDER: [
        list('getSessions', 'Session', "Sessions of the caller's tokens.", {
          date_from: one(dateTime, { doc: 'Required here. Only sessions with `last_updated` at or after this time.' }),
        }),
        put(
          'putChargingPreferences',
          '{session_id}/charging_preferences',
          'ChargingPreferences',
          "Sets the driver's preferences; 404 with 2001 when the EVSE cannot do it.",
          { data: { name: 'ChargingPreferencesResponse', shape: 'one' } },
        ),
      ],
      RECEIVER: [
        get(
          'getSession',
          '{country_code}/{party_id}/{session_id}',
          'Session',
          'The session as the receiver stored it.',
        ),
        put('putSession', '{country_code}/{party_id}/{session_id}', 'Session', 'A new session, or all of it again.'),
        patch(
          'patchSession',
          '{country_code}/{party_id}/{session_id}',
          'Session',
          'Changed fields, and new charging periods.',
        ),
      ],
    }),
  ],
}
