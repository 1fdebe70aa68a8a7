import { del, get, module, post, put } from '../define/endpoint.ts'
import { closed, object, type Rule } from '../define/object.ts'
import { isGiven, NONE, objectsIn, oneDecimal } from '../define/rules.ts'
import { dateTime, int, many, maybe, number, one, url } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const startsAtZero: Rule = {
  id: 'R-CP-13',
  severity: 'note',
  fields: ['charging_profile_period'],
  check: (profile) => {
    const first = objectsIn(profile, 'charging_profile_period')[0]
    return first && typeof first.item.start_period === 'number' && first.item.start_period !== 0
      ? [{ path: `${first.at}/start_period`, message: 'the first period does not start at 0' }]
      : NONE
  },
}

const acceptedWithProfile: Rule = {
  id: 'R-CP-06',
  severity: 'note',
  fields: ['result', 'profile'],
  check: ({ result, profile }) =>
    (result === 'ACCEPTED') === isGiven(profile)
      ? NONE
      : [{ path: '/profile', message: 'profile is given when, and only when, result is ACCEPTED' }],
}

const response = { data: { name: 'ChargingProfileResponse', shape: 'one' } } as const
const responseUrl = one(url, { doc: 'Where the result is posted; percent-encoded in the query.' })

/** Chapter "ChargingProfiles module". */
export const chargingProfiles: Chapter = {
  objects: {
    ChargingProfileResponse: object('What the CPO itself says to a request, before the EVSE does.', {
      result: one('ChargingProfileResponseType'),
      timeout: one(int(0), { unit: 's', doc: 'After this, a result need not be waited for.' }),
    }),
    ActiveChargingProfileResult: object(
      'The profile an EVSE follows, as asked for.',
      {
        result: one('ChargingProfileResultType'),
        profile: maybe('ActiveChargingProfile', { doc: 'Given when `result` is ACCEPTED.' }),
      },
      { rules: [acceptedWithProfile] },
    ),
    ChargingProfileResult: object('What the EVSE says to a new profile.', { result: one('ChargingProfileResultType') }),
    ClearProfileResult: object('What the EVSE says to the removal of a profile.', {
      result: one('ChargingProfileResultType'),
    }),
    SetChargingProfile: object('A profile to follow.', {
      charging_profile: one('ChargingProfile'),
      response_url: one(url, { doc: 'Where the result is posted.' }),
    }),
    ActiveChargingProfile: object('The profile an EVSE follows, all limits considered.', {
      start_date_time: one(dateTime, { doc: 'When it was calculated; times inside count from here.' }),
      charging_profile: one('ChargingProfile'),
    }),
    ChargingProfile: object(
      'Limits over time; maxima, not targets.',
      {
        start_date_time: maybe(dateTime, { doc: 'Absent: counts from the start of charging.' }),
        duration: maybe(int(0), { unit: 's', doc: 'Absent: the last period goes on.' }),
        charging_rate_unit: one('ChargingRateUnit'),
        min_charging_rate: maybe(number(), { doc: 'In `charging_rate_unit`; at most one decimal.' }),
        charging_profile_period: many('ChargingProfilePeriod'),
      },
      { rules: [oneDecimal('R-CP-13', 'note', 'min_charging_rate'), startsAtZero] },
    ),
    ChargingProfilePeriod: object(
      'A limit, until the next period starts.',
      {
        start_period: one(int(0), { unit: 's', doc: 'Counted from the start of the profile.' }),
        limit: one(number(), { doc: 'In `charging_rate_unit`; at most one decimal.' }),
      },
      { rules: [oneDecimal('R-CP-13', 'note', 'limit')] },
    ),
  },
  enums: {
    ChargingRateUnit: closed('W is the whole power, A the current of each phase, not their sum.', ['W', 'A']),
    ChargingProfileResponseType: closed("The CPO's own answer to a request.", [
      'ACCEPTED',
      'NOT_SUPPORTED',
      'REJECTED',
      'TOO_OFTEN',
      'UNKNOWN_SESSION',
    ]),
    ChargingProfileResultType: closed("The EVSE's answer to a request.", ['ACCEPTED', 'REJECTED', 'UNKNOWN']),
  },
  modules: [
    module('chargingprofiles', 'functional', 'Smart charging of running sessions by an eMSP or SCSP.', {
      SENDER: [
        // One response_url each, so that the URL says which result comes back.
        post(
          'postActiveChargingProfileResult',
          'active/{request_id}',
          'ActiveChargingProfileResult',
          'The answer to getActiveChargingProfile.',
          { urlFrom: 'response_url' },
        ),
        post(
          'postChargingProfileResult',
          'set/{request_id}',
          'ChargingProfileResult',
          'The answer to setChargingProfile.',
          {
            urlFrom: 'response_url',
          },
        ),
        post(
          'postClearProfileResult',
          'clear/{request_id}',
          'ClearProfileResult',
          'The answer to clearChargingProfile.',
          {
            urlFrom: 'response_url',
          },
        ),
        put(
          'putActiveChargingProfile',
          '{session_id}',
          'ActiveChargingProfile',
          'The profile of a session changed; only after the sender set one.',
        ),
      ],
      RECEIVER: [
        get(
          'getActiveChargingProfile',
          '{session_id}',
          'ChargingProfileResponse',
          'Ask which profile a session follows.',
          {
            query: {
              duration: one(int(0), { unit: 's', doc: 'How far ahead the answer shall look.' }),
              response_url: responseUrl,
            },
          },
        ),
        put(
          'setChargingProfile',
          '{session_id}',
          'SetChargingProfile',
          'Set or replace the profile of a session.',
          response,
        ),
        del('clearChargingProfile', '{session_id}', 'Remove the profile of a session.', {
          query: { response_url: responseUrl },
          ...response,
        }),
      ],
    }),
  ],
}
