import { describe, expect, test } from 'vitest'
import { check } from '../define/validate.ts'
import { objectOf } from '../define/version.ts'
import { versions } from '../versions.ts'
import { v221 } from './index.ts'

// Faults as `severity path [rule]`, so that a test says all of them.
const faults = (name: string, value: unknown, options = {}): string[] =>
  check(v221, name, value, options).map(({ severity, path, rule }) => `${severity} ${path}${rule ? ` ${rule}` : ''}`)

const now = '2026-03-01T12:00:00Z'
const connector = {
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 32,
  last_updated: now,
}
const evse = { uid: 'E1', status: 'AVAILABLE', connectors: [connector], last_updated: now }
const location = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'L1',
  publish: true,
  address: 'Kade 1',
  city: 'Delft',
  country: 'NLD',
  coordinates: { latitude: '52.01157', longitude: '4.35706' },
  evses: [evse],
  time_zone: 'Europe/Amsterdam',
  last_updated: now,
}

describe('Location', () => {
  test('a Location with one EVSE has no fault', () => {
    expect(faults('Location', location)).toEqual([])
  })

  test('R-LOC-12 an EVSE uid occurs once in a Location, a connector id once in its EVSE', () => {
    expect(faults('Location', { ...location, evses: [evse, { ...evse, uid: 'e1' }] })).toEqual([
      'identity /evses/1/uid R-LOC-12',
    ])
    expect(faults('EVSE', { ...evse, connectors: [connector, connector] })).toEqual([
      'identity /connectors/1/id R-LOC-12',
    ])
    expect(faults('Location', { ...location, evses: [evse, { ...evse, uid: 'E2' }] })).toEqual([])
  })

  test('R-LOC-14 publish_allowed_to beside publish is noted', () => {
    const publish_allowed_to = [{ group_id: 'G' }]
    expect(faults('Location', { ...location, publish_allowed_to })).toEqual(['note /publish_allowed_to R-LOC-14'])
    expect(faults('Location', { ...location, publish: false, publish_allowed_to })).toEqual([])
    expect(faults('Location', { ...location, publish_allowed_to: [] })).toEqual([])
  })

  test('R-LOC-15 an entry of publish_allowed_to identifies a token, and completely', () => {
    expect(faults('PublishTokenType', {})).toEqual(['value  R-LOC-15'])
    expect(faults('PublishTokenType', { type: 'RFID', issuer: 'X' })).toEqual(['value  R-LOC-15'])
    expect(faults('PublishTokenType', { uid: 'T' })).toEqual(['value /type R-LOC-15'])
    expect(faults('PublishTokenType', { visual_number: '1' })).toEqual(['value /issuer R-LOC-15'])
    expect(faults('PublishTokenType', { uid: 'T', type: 'RFID' })).toEqual([])
    expect(faults('PublishTokenType', { visual_number: '1', issuer: 'X' })).toEqual([])
    expect(faults('PublishTokenType', { group_id: 'G' })).toEqual([])
  })

  test('R-LOC-23 regular hours are needed when not always open, and noted when they are not', () => {
    const regular_hours = [{ weekday: 1, period_begin: '08:00', period_end: '20:00' }]
    expect(faults('Hours', { twentyfourseven: false })).toEqual(['value /regular_hours R-LOC-23'])
    expect(faults('Hours', { twentyfourseven: false, regular_hours: [] })).toEqual(['value /regular_hours R-LOC-23'])
    expect(faults('Hours', { twentyfourseven: false, regular_hours })).toEqual([])
    expect(faults('Hours', { twentyfourseven: true })).toEqual([])
    expect(faults('Hours', { twentyfourseven: true, regular_hours })).toEqual(['note /regular_hours R-LOC-23'])
  })

  test('R-LOC-24 regular hours: weekday 1 to 7, HH:MM, end after begin', () => {
    const hours = { weekday: 7, period_begin: '00:00', period_end: '23:59' }
    expect(faults('RegularHours', hours)).toEqual([])
    expect(faults('RegularHours', { ...hours, weekday: 0 })).toEqual(['value /weekday'])
    expect(faults('RegularHours', { ...hours, weekday: 8 })).toEqual(['value /weekday'])
    for (const period_end of ['24:00', '8:00', '23:60', '23:59:00', '2359']) {
      expect(faults('RegularHours', { ...hours, period_end }), period_end).toEqual(['value /period_end'])
    }
    expect(faults('RegularHours', { ...hours, period_begin: '20:00', period_end: '08:00' })).toEqual([
      'value /period_end R-LOC-24',
    ])
    expect(faults('RegularHours', { ...hours, period_begin: '08:00', period_end: '08:00' })).toEqual([
      'value /period_end R-LOC-24',
    ])
  })

  test('R-LOC-30 shares of an energy mix that do not add up to 100 are noted, rounding is not', () => {
    const mix = (...shares: number[]) => ({
      is_green_energy: false,
      energy_sources: shares.map((percentage) => ({ source: 'WIND', percentage })),
    })
    expect(faults('EnergyMix', mix(33.3, 33.3, 33.3))).toEqual([])
    expect(faults('EnergyMix', mix(60, 30))).toEqual(['note /energy_sources R-LOC-30'])
    expect(faults('EnergyMix', mix(60, 60))).toEqual(['note /energy_sources R-LOC-30'])
    expect(faults('EnergyMix', mix())).toEqual([])
    expect(faults('EnergyMix', mix(101))).toEqual(['value /energy_sources/0/percentage'])
  })

  test('R-TYPE-14 coordinates are text with 5 to 7 decimals', () => {
    const at = (latitude: unknown, longitude: unknown = '4.35706') => faults('GeoLocation', { latitude, longitude })
    expect(at('-52.0115712', '-104.356')).toEqual(['value /latitude', 'value /longitude'])
    expect(at('-52.011571', '-104.35601')).toEqual([])
    expect(at('52.0115')).toEqual(['value /latitude'])
    expect(at('152.01157')).toEqual(['value /latitude'])
    expect(at(52.01157)).toEqual(['identity /latitude'])
  })

  test('R-LOC-01 R-LOC-27 the country has three letters, the time zone is an IANA name', () => {
    expect(faults('Location', { ...location, country: 'NL' })).toEqual(['value /country'])
    expect(faults('Location', { ...location, time_zone: 'CET+1' })).toEqual(['value /time_zone'])
  })

  test('R-LOC-22 a voltage between lines where that to neutral is meant is noted', () => {
    expect(faults('Connector', { ...connector, max_voltage: 400 })).toEqual(['note /max_voltage R-LOC-22'])
    expect(faults('Connector', { ...connector, max_voltage: 347 })).toEqual([])
    expect(faults('Connector', { ...connector, power_type: 'DC', max_voltage: 400 })).toEqual([])
  })

  test('T-63 an image type is jpeg, not image/jpeg', () => {
    const image = { url: 'https://a.example/i.jpg', category: 'CHARGER', type: 'jpeg' }
    expect(faults('Image', image)).toEqual([])
    expect(faults('Image', { ...image, type: 'image/jpeg' })).toEqual(['value /type'])
  })
})

describe('Credentials', () => {
  const role = { role: 'CPO', country_code: 'NL', party_id: 'ABC', business_details: { name: 'A' } }
  const credentials = { token: 'tok', url: 'https://a.example/ocpi/versions', roles: [role] }

  test('R-CRED-20 a party has a role once, and there is at least one', () => {
    expect(faults('Credentials', credentials)).toEqual([])
    expect(faults('Credentials', { ...credentials, roles: [role, { ...role, party_id: 'abc' }] })).toEqual([
      'value /roles/1 R-CRED-20',
    ])
    const many = [role, { ...role, party_id: 'ABD' }, { ...role, country_code: 'BE' }, { ...role, role: 'EMSP' }]
    expect(faults('Credentials', { ...credentials, roles: many })).toEqual([])
    expect(faults('Credentials', { ...credentials, roles: [] })).toEqual(['value /roles'])
  })

  test('R-AUTH-09 a token is up to 64 printable characters without white space', () => {
    expect(faults('Credentials', { ...credentials, token: '~'.repeat(64) })).toEqual([])
    for (const token of ['~'.repeat(65), 'a b', 'a\n', 'é', '']) {
      expect(faults('Credentials', { ...credentials, token }), JSON.stringify(token)).toEqual(['value /token'])
    }
  })
})

describe('commands, tariffs, profiles, texts', () => {
  const token = {
    country_code: 'DE',
    party_id: 'XYZ',
    uid: 'T1',
    type: 'APP_USER',
    contract_id: 'C1',
    issuer: 'XYZ',
    valid: true,
    whitelist: 'NEVER',
    last_updated: now,
  }

  test('R-CMD-16 StartSession: connector_id needs evse_uid', () => {
    const start = { response_url: 'https://a.example/r', token, location_id: 'L1', connector_id: '1' }
    expect(faults('StartSession', start)).toEqual(['value /evse_uid R-CMD-16'])
    expect(faults('StartSession', { ...start, evse_uid: 'E1' })).toEqual([])
    expect(faults('StartSession', { ...start, connector_id: null })).toEqual([])
  })

  test('R-TAR-09 R-TAR-10 restrictions: times from 00:00 to 23:59, dates YYYY-MM-DD', () => {
    expect(faults('TariffRestrictions', { start_time: '22:00', end_time: '00:00' })).toEqual([])
    expect(faults('TariffRestrictions', { start_time: '24:00', end_time: '7:00' })).toEqual([
      'value /start_time',
      'value /end_time',
    ])
    expect(faults('TariffRestrictions', { start_date: '2026-12-24', end_date: '2026-12-31' })).toEqual([])
    expect(faults('TariffRestrictions', { start_date: '2026-13-01', end_date: '24-12-2026' })).toEqual([
      'value /start_date',
      'value /end_date',
    ])
  })

  test('R-TAR-22 T-20 step_size may be 0, never less', () => {
    const component = { type: 'FLAT', price: 0, step_size: 0 }
    expect(faults('PriceComponent', component)).toEqual([])
    expect(faults('PriceComponent', { ...component, step_size: -1 })).toEqual(['value /step_size'])
    expect(faults('PriceComponent', { ...component, step_size: 0.5 })).toEqual(['value /step_size'])
  })

  test('R-TAR-15 energy in a reservation element is noted', () => {
    const price_components = [
      { type: 'TIME', price: 1, step_size: 1 },
      { type: 'ENERGY', price: 1, step_size: 1 },
    ]
    const restrictions = { reservation: 'RESERVATION' }
    expect(faults('TariffElement', { price_components, restrictions })).toEqual([
      'note /price_components/1/type R-TAR-15',
    ])
    expect(faults('TariffElement', { price_components })).toEqual([])
  })

  test('R-CP-13 more than one decimal, or a first period that starts late, is noted', () => {
    const profile = (start_period: number, limit: number) => ({
      charging_rate_unit: 'A',
      charging_profile_period: [{ start_period, limit }],
    })
    expect(faults('ChargingProfile', profile(0, 8.1))).toEqual([])
    expect(faults('ChargingProfile', profile(0, 8.15))).toEqual(['note /charging_profile_period/0/limit R-CP-13'])
    expect(faults('ChargingProfile', profile(60, 8))).toEqual(['note /charging_profile_period/0/start_period R-CP-13'])
    expect(faults('ChargingProfile', { charging_rate_unit: 'A', min_charging_rate: 0.25 })).toEqual([
      'note /min_charging_rate R-CP-13',
    ])
  })

  test('R-CP-06 an accepted question has a profile, another has none', () => {
    const profile = { start_date_time: now, charging_profile: { charging_rate_unit: 'W' } }
    expect(faults('ActiveChargingProfileResult', { result: 'ACCEPTED', profile })).toEqual([])
    expect(faults('ActiveChargingProfileResult', { result: 'REJECTED' })).toEqual([])
    expect(faults('ActiveChargingProfileResult', { result: 'ACCEPTED' })).toEqual(['note /profile R-CP-06'])
    expect(faults('ActiveChargingProfileResult', { result: 'UNKNOWN', profile })).toEqual(['note /profile R-CP-06'])
  })

  test('R-TYPE-11 a text has a language of two letters', () => {
    expect(faults('DisplayText', { language: 'en', text: 'Hello' })).toEqual([])
    expect(faults('DisplayText', { language: 'eng', text: 'Hello' })).toEqual(['value /language'])
  })
})

describe('Token', () => {
  const token = {
    country_code: 'DE',
    party_id: 'XYZ',
    uid: 'T1',
    type: 'APP_USER',
    contract_id: 'C1',
    issuer: 'XYZ',
    valid: true,
    whitelist: 'NEVER',
    last_updated: now,
  }

  test('R-TOK-23 a token for commands that is whitelisted is noted', () => {
    expect(faults('Token', token)).toEqual([])
    for (const type of ['APP_USER', 'AD_HOC_USER']) {
      expect(faults('Token', { ...token, type, whitelist: 'ALLOWED' })).toEqual(['note /whitelist R-TOK-23'])
    }
    expect(faults('Token', { ...token, type: 'RFID', whitelist: 'ALWAYS' })).toEqual([])
  })

  test('R-TOK-25 a group of more than 20 characters, which OCPP 1.6 does not know, is noted', () => {
    expect(faults('Token', { ...token, group_id: 'G'.repeat(20) })).toEqual([])
    expect(faults('Token', { ...token, group_id: 'G'.repeat(21) })).toEqual(['note /group_id R-TOK-25'])
    expect(faults('Token', { ...token, group_id: 'G'.repeat(37) })).toEqual(['value /group_id'])
  })
})

describe('Session', () => {
  test('R-SES-22 a period a minute over an hour is noted', () => {
    const every = (seconds: number, count = 60) => ({
      country_code: 'NL',
      party_id: 'ABC',
      id: 'S1',
      start_date_time: now,
      kwh: 1,
      cdr_token: { country_code: 'DE', party_id: 'XYZ', uid: 'T1', type: 'RFID', contract_id: 'C1' },
      auth_method: 'WHITELIST',
      location_id: 'L1',
      evse_uid: 'E1',
      connector_id: '1',
      currency: 'EUR',
      charging_periods: Array.from({ length: count }, (_, index) => ({
        start_date_time: new Date(Date.parse(now) + index * seconds * 1000).toISOString(),
        dimensions: [{ type: 'ENERGY', volume: 0.1 }],
      })),
      status: 'ACTIVE',
      last_updated: now,
    })
    expect(faults('Session', every(60))).toEqual(['note /charging_periods R-SES-22'])
    expect(faults('Session', every(61))).toEqual([])
    expect(faults('Session', every(60, 59))).toEqual([])
  })
})

describe('PATCH', () => {
  test('R-UPD-04 a PATCH of these five carries last_updated', () => {
    for (const version of versions) {
      const names = Object.keys(version.objects).filter((name) => objectOf(version, name).patchRequires.length > 0)
      expect(names.sort()).toEqual(['Connector', 'EVSE', 'Location', 'Session', 'Token'])
      for (const name of names) {
        expect(objectOf(version, name).patchRequires).toEqual(['last_updated'])
        expect(check(version, name, {}, { partial: true }).map(({ path }) => path)).toEqual(['/last_updated'])
        expect(check(version, name, { last_updated: now }, { partial: true })).toEqual([])
      }
    }
  })

  test('R-UPD-10 what names an object', () => {
    const named = Object.entries(v221.objects).filter(([, { identity }]) => identity.length > 0)
    const owner = ['country_code', 'party_id']
    expect(Object.fromEntries(named.map(([name, { identity }]) => [name, identity]))).toEqual({
      Location: [...owner, 'id'],
      EVSE: ['uid'],
      Connector: ['id'],
      Session: [...owner, 'id'],
      CDR: [...owner, 'id'],
      Tariff: [...owner, 'id'],
      Token: [...owner, 'uid', 'type'],
      ClientInfo: [...owner, 'role'],
    })
  })
})

describe('names', () => {
  test('R-FMT-07 of fields are lower case with underscores; R-EXT-02 none says that it is not standard', () => {
    for (const version of versions) {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        for (const field of Object.keys(fields)) {
          expect(field, name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
          expect(field, name).not.toMatch(/^(x|custom)_/)
        }
      }
    }
  })

  test('R-EXT-05 of values do not say that they are not standard', () => {
    for (const version of versions) {
      for (const [name, { values }] of Object.entries(version.enums)) {
        for (const value of values) expect(value, name).not.toMatch(/^(x|custom)[-_]/i)
      }
    }
  })
})

describe('documentation', () => {
  test('every object, enum, module and endpoint says in a line what it is', () => {
    for (const version of versions) {
      const stated = [...Object.values(version.objects), ...Object.values(version.enums)]
      const modules = Object.values(version.modules)
      const docs = [...stated, ...modules, ...modules.flatMap(({ SENDER, RECEIVER }) => [...SENDER, ...RECEIVER])]
      for (const { doc } of docs) expect(doc).toMatch(/^[A-Z].{6,140}\.$/)
    }
  })

  test('every number says its unit, or what it counts', () => {
    for (const version of versions) {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        for (const [field, { type, unit, doc }] of Object.entries(fields)) {
          if (type.kind !== 'int' && type.kind !== 'number') continue
          if (`${name}.${field}` === 'SignedData.encoding_method_version') continue
          expect(unit ?? doc, `${name}.${field}`).toBeTruthy()
        }
      }
    }
  })
})
