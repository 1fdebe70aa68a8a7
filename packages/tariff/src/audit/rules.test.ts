import type { CDR, Location, Session, Tariff, Token } from '@interchange/ocpi'
import { expect, it } from 'vitest'
import type { SignedDataResult } from '../ocmf/index.ts'
import { audit } from './audit.ts'
import type { AuditContext } from './context.ts'
import { rules } from './rules.ts'

const start = '2026-01-31T12:00:00Z'
const end = '2026-01-31T13:00:00Z'
const now = new Date('2026-02-01T00:00:00Z')
const before = '2026-01-01T00:00:00Z'
const after = '2026-01-31T12:30:00Z'

const tariff: Tariff = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'T1',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] }],
  last_updated: before,
}
const cost = (before_taxes: number, tax: number) => ({ before_taxes, taxes: [{ name: 'VAT', amount: tax }] })
const place = {
  id: 'LOC1',
  address: 'Stationsplein 1',
  city: 'Utrecht',
  country: 'NLD',
  coordinates: { latitude: '52.090737', longitude: '5.121420' },
  evse_uid: '3256',
  evse_id: 'NL*ABC*E3256',
  connector_id: '1',
  connector_standard: 'IEC_62196_T2',
  connector_format: 'SOCKET',
  connector_power_type: 'AC_3_PHASE',
} as const
const cdrToken = {
  country_code: 'NL',
  party_id: 'XYZ',
  uid: '04AABBCC',
  type: 'RFID',
  contract_id: 'NL-XYZ-C1',
} as const
const period = (kwh: number, hours = 1) => ({
  start_date_time: start,
  tariff_id: 'T1',
  dimensions: [
    { type: 'ENERGY' as const, volume: kwh },
    { type: 'TIME' as const, volume: hours },
  ],
})
const clean: CDR = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'CDR1',
  start_date_time: start,
  end_date_time: end,
  session_id: 'S1',
  cdr_token: cdrToken,
  auth_method: 'WHITELIST',
  authorization_reference: 'REF1',
  cdr_location: place,
  currency: 'EUR',
  tariffs: [tariff],
  charging_periods: [period(10)],
  total_cost: cost(2.5, 0.525),
  total_energy_cost: cost(2.5, 0.525),
  total_energy: 10,
  total_time: 1,
  last_updated: '2026-01-31T13:01:00Z',
}
const connector = {
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 32,
  last_updated: before,
} as const
const evse = {
  uid: '3256',
  evse_id: 'nl*abc*e3256',
  status: 'AVAILABLE',
  connectors: [connector],
  last_updated: before,
}
const location = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'loc1',
  publish: true,
  address: 'Stationsplein 1',
  city: 'Utrecht',
  country: 'NLD',
  coordinates: place.coordinates,
  time_zone: 'Europe/Amsterdam',
  evses: [evse],
  last_updated: before,
} as unknown as Location
const session: Session = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'S1',
  start_date_time: start,
  end_date_time: end,
  kwh: 10,
  cdr_token: cdrToken,
  auth_method: 'WHITELIST',
  location_id: 'LOC1',
  evse_uid: '3256',
  connector_id: '1',
  currency: 'EUR',
  status: 'COMPLETED',
  last_updated: end,
}
const token: Token = {
  ...cdrToken,
  issuer: 'XYZ',
  valid: true,
  whitelist: 'ALLOWED',
  last_updated: before,
}
const authorization = { reference: 'REF1', at: start, location_id: 'LOC1' }
const known: AuditContext = {
  now,
  tolerance: { absolute: 0.03, relative: 0.001 },
  location,
  tariffs: [tariff],
  session,
  token,
  authorization,
  others: [],
}

const context = (more: object): { context: object } => ({ context: more })
const cdr = (more: object): { cdr: object } => ({ cdr: more })
const inLocation = (more: object) => context({ location: { ...location, ...more } })
const inConnector = (more: object) => inLocation({ evses: [{ ...evse, connectors: [{ ...connector, ...more }] }] })
const priced = (more: Partial<Tariff>) => ({ tariffs: [{ ...tariff, ...more }] })
const original: CDR = { ...clean, id: 'CDR0' }
const taking = { credit: true, credit_reference_id: 'cdr0', total_cost: cost(-2.5, -0.525) }
const credit = (more: object = {}, around: object = { original }) => ({ cdr: { ...taking, ...more }, context: around })
const other = (more: object) => context({ others: [{ ...clean, id: 'CDR0', ...more }] })
const elsewhere = { cdr_location: { ...place, evse_uid: '7' }, session_id: 'S0' }
const late = { start_date_time: after, end_date_time: '2026-01-31T14:00:00Z' }
const signed = (more: Partial<SignedDataResult>) =>
  context({ signed: { status: 'verified', values: [], registers: [], findings: [], ...more } })
const kwh = (units: bigint, scale = 0) => ({ energy: { units, scale } })
const flat = { type: 'FLAT', price: 0.5, vat: 21, step_size: 1 } as const
const of = (before_taxes: number) => ({ before_taxes })

interface Case {
  readonly cdr?: object
  readonly context?: object
  /** `severity path` of each finding of that code; none: []. */
  readonly found: readonly string[]
}

const gross = (price: number, tax_included: Tariff['tax_included'] = 'YES') =>
  priced({ tax_included, elements: [{ price_components: [{ type: 'ENERGY', price, step_size: 1 }] }] })

/** A total of a part that costs nothing here. */
const unpriced = (field: string): Case[] => [
  { ...cdr({ [field]: of(0.5) }), found: [`error /${field}/before_taxes`] },
  { ...cdr({ [field]: of(0.03) }), found: [] },
]
const C = '/total_cost/before_taxes'

/** Per rule what it finds and what it leaves alone. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  'total-cost-differs': [
    { ...cdr({ total_cost: of(2.531) }), found: [`error ${C}`] },
    { ...cdr({ total_cost: of(2.53) }), found: [] },
    { ...cdr({ total_cost: of(2.47) }), found: [] },
    { ...cdr({ total_cost: of(2.469) }), found: [`error ${C}`] },
    // The share of what is stated, where that is more.
    { ...cdr({ total_cost: of(2.6) }), ...context({ tolerance: { absolute: 0, relative: 0.04 } }), found: [] },
    {
      ...cdr({ total_cost: of(2.6) }),
      ...context({ tolerance: { absolute: 0, relative: 0.03 } }),
      found: [`error ${C}`],
    },
    { ...cdr({ total_cost: of(3), ...priced({ min_price: of(3) }) }), found: [] },
    { ...credit(), found: [] },
    // A tariff without taxes, and a CDR that says nothing of them.
    { ...cdr({ ...gross(0.25, 'N/A'), total_cost: of(2.6) }), found: [`error ${C}`] },
    // Prices with taxes in them whose rate is open: what is paid in the end is compared.
    { ...cdr({ ...gross(0.3025), total_cost: cost(2.4, 0.525) }), found: ['error /total_cost'] },
    { ...cdr({ ...gross(0.3025), total_cost: of(2.5) }), found: [] },
    { ...cdr({ ...gross(0.3025), total_cost: of(3.1) }), found: [`error ${C}`] },
    { ...cdr(gross(0.3025)), found: [] },
  ],
  'fixed-cost-differs': unpriced('total_fixed_cost'),
  'energy-cost-differs': [
    { ...cdr({ total_energy_cost: of(2.6) }), found: ['error /total_energy_cost/before_taxes'] },
    { ...cdr({ total_energy_cost: of(2.52) }), found: [] },
  ],
  'time-cost-differs': unpriced('total_time_cost'),
  'parking-cost-differs': unpriced('total_parking_cost'),
  'reservation-cost-differs': unpriced('total_reservation_cost'),
  'taxes-differ': [
    { ...cdr({ total_cost: cost(2.5, 0.475) }), found: ['error /total_cost/taxes'] },
    { ...cdr({ total_cost: { before_taxes: 2.5, taxes: [] } }), found: ['error /total_cost/taxes'] },
    { ...cdr({ total_cost: cost(2.5, 0.53) }), found: [] },
    { ...cdr({ total_cost: of(2.5) }), found: [] },
  ],
  'amount-unreadable': [
    { ...cdr({ total_cost: undefined }), found: [`error ${C}`] },
    { ...cdr({ total_time_cost: { before_taxes: '1' } }), found: ['error /total_time_cost/before_taxes'] },
    { ...cdr({ total_cost: { before_taxes: 2.5, taxes: 7 } }), found: ['error /total_cost/taxes'] },
    { ...cdr({ total_time_cost: null }), found: [] },
  ],
  'cost-sum-differs': [
    { ...cdr({ total_energy_cost: of(2) }), found: [`warning ${C}`] },
    { ...cdr({ total_energy_cost: of(2.52) }), found: [] },
    // A part that is not stated costs something.
    {
      ...cdr({
        ...priced({ elements: [{ price_components: [...tariff.elements[0]!.price_components, flat] }] }),
        total_cost: of(3),
      }),
      found: [],
    },
    { ...cdr({ total_cost: of(3), ...priced({ min_price: of(3) }) }), found: [] },
    { ...cdr({ total_cost: of(3), ...priced({ max_price: of(3) }) }), found: [`warning ${C}`] },
    { ...cdr({ total_cost: of(2), ...priced({ max_price: of(2) }) }), found: [] },
    { ...cdr({ total_cost: of(2), ...priced({ min_price: of(2) }) }), found: [`warning ${C}`] },
    { ...credit(), found: [] },
  ],
  'cost-negative': [
    { ...cdr({ total_cost: of(-2.5) }), found: [`error ${C}`] },
    { ...credit(), found: [] },
    { ...credit({ total_energy_cost: of(-2.5) }), found: ['error /total_energy_cost/before_taxes'] },
  ],
  'energy-differs': [
    { ...cdr({ total_energy: 10.02 }), found: ['error /total_energy'] },
    { ...cdr({ total_energy: 10.01 }), found: [] },
    { ...cdr({ total_energy: 'much' }), found: ['error /total_energy'] },
    {
      ...cdr({ charging_periods: [{ ...period(0), dimensions: [{ type: 'TIME', volume: 1 }] }] }),
      found: ['note /total_energy'],
    },
  ],
  'energy-below-zero': [
    { ...cdr({ total_energy: -1 }), found: ['error /total_energy'] },
    { ...cdr({ total_energy: 0 }), found: [] },
  ],
  'time-differs': [
    { ...cdr({ total_time: 1.01 }), found: ['warning /total_time'] },
    { ...cdr({ total_time: 1.008 }), found: [] },
    { ...cdr({ total_parking_time: 0.5 }), found: ['warning /total_parking_time'] },
    { ...cdr({ total_parking_time: 0 }), found: [] },
  ],
  'signed-energy-differs': [
    { ...signed(kwh(102n, 1)), found: ['error /total_energy'] },
    { ...signed(kwh(10009n, 3)), found: [] },
    { ...signed({ status: 'unverifiable', ...kwh(9n) }), found: ['warning /total_energy'] },
    { ...signed({ status: 'invalid', ...kwh(9n) }), found: [] },
    { ...signed({}), found: [] },
  ],
  'signed-values-invalid': [
    { ...signed({ status: 'invalid' }), found: ['error /signed_data'] },
    { ...signed({ status: 'unverifiable' }), found: [] },
  ],
  'tariff-unknown': [
    { ...cdr({ tariffs: undefined }), ...context({ tariffs: [] }), found: ['warning /charging_periods/0/tariff_id'] },
    { ...cdr({ tariffs: undefined }), found: [] },
    {
      ...cdr({ tariffs: [], charging_periods: [{ ...period(10), tariff_id: undefined }] }),
      found: ['warning /charging_periods'],
    },
  ],
  'tariff-differs': [
    {
      ...context({ tariffs: priced({ elements: [{ price_components: [flat] }] }).tariffs }),
      found: ['warning /tariffs/0'],
    },
    { ...context({ tariffs: priced({ min_price: of(1), last_updated: after }).tariffs }), found: [] },
    {
      ...context({ tariffs: priced({ tariff_alt_url: 'https://example.org', last_updated: start }).tariffs }),
      found: [],
    },
  ],
  'home-charging-public': [
    { ...cdr({ home_charging_compensation: true }), found: ['warning /home_charging_compensation'] },
    { ...cdr({ home_charging_compensation: true }), ...inLocation({ publish: false }), found: [] },
    { ...cdr({ home_charging_compensation: true }), ...context({ location: null }), found: [] },
  ],
  'end-before-start': [
    { ...cdr({ end_date_time: '2026-01-31T11:59:59Z' }), found: ['error /end_date_time'] },
    { ...cdr({ end_date_time: start }), found: [] },
  ],
  'time-in-future': [
    { ...context({ now: new Date('2026-01-31T12:54:00Z') }), found: ['error /end_date_time'] },
    {
      ...context({ now: new Date('2026-01-31T11:00:00Z') }),
      found: ['error /start_date_time', 'error /end_date_time'],
    },
    { ...context({ now: new Date('2026-01-31T12:55:00Z') }), found: [] },
  ],
  'session-long': [
    { ...cdr({ start_date_time: '2025-12-31T12:59:59Z' }), found: ['warning /end_date_time'] },
    { ...cdr({ start_date_time: '2025-12-31T13:00:00Z' }), found: [] },
  ],
  'cdr-before-end': [
    { ...cdr({ last_updated: '2026-01-31T12:54:00Z' }), found: ['warning /last_updated'] },
    { ...cdr({ last_updated: '2026-01-31T12:55:00Z' }), found: [] },
  ],
  'cdr-late': [
    { ...cdr({ last_updated: '2026-05-02T00:00:00Z' }), found: ['warning /last_updated'] },
    { ...cdr({ last_updated: '2026-05-01T00:00:00Z' }), found: [] },
  ],
  'session-unknown': [
    { ...context({ session: null }), found: ['warning /session_id'] },
    { ...context({ session: undefined }), found: [] },
  ],
  'session-not-billable': [
    { ...context({ session: { ...session, status: 'INVALID' } }), found: ['warning /session_id'] },
    { ...context({ session: { ...session, status: 'ACTIVE' } }), found: [] },
  ],
  'session-differs': [
    { ...context({ session: { ...session, kwh: 9.9 } }), found: ['warning /total_energy'] },
    { ...context({ session: { ...session, kwh: 9.99 } }), found: [] },
    { ...context({ session: { ...session, kwh: 3, status: 'ACTIVE' } }), found: [] },
    { ...context({ session: { ...session, id: 's1', currency: 'SEK' } }), found: ['warning /currency'] },
    { ...context({ session: { ...session, cdr_token: { ...cdrToken, uid: '05' } } }), found: ['warning /cdr_token'] },
    { ...context({ session: { ...session, evse_uid: '#NA', connector_id: '#NA' } }), found: [] },
    {
      ...context({ session: { ...session, id: 'S2', location_id: 'L', evse_uid: 'E', connector_id: 'C' } }),
      found: ['/session_id', '/cdr_location/id', '/cdr_location/evse_uid', '/cdr_location/connector_id'].map(
        (at) => `warning ${at}`,
      ),
    },
  ],
  'session-times-differ': [
    {
      ...context({ session: { ...session, start_date_time: '2026-01-31T12:01:01Z' } }),
      found: ['warning /start_date_time'],
    },
    {
      ...context({ session: { ...session, end_date_time: '2026-01-31T13:01:01Z' } }),
      found: ['warning /end_date_time'],
    },
    { ...context({ session: { ...session, end_date_time: '2026-01-31T13:01:00Z' } }), found: [] },
    { ...context({ session: { ...session, end_date_time: after, status: 'ACTIVE' } }), found: [] },
    {
      ...cdr({ charging_periods: [{ ...period(10), dimensions: [{ type: 'RESERVATION_TIME', volume: 1 }] }] }),
      ...context({ session: { ...session, start_date_time: after } }),
      found: [],
    },
  ],
  'token-unknown': [
    { ...context({ token: null }), found: ['warning /cdr_token'] },
    { ...context({ token: undefined }), found: [] },
  ],
  'token-blocked': [
    { ...context({ token: { ...token, valid: false, last_updated: start } }), found: ['warning /cdr_token'] },
    { ...context({ token: { ...token, valid: false, last_updated: after } }), found: [] },
  ],
  'token-differs': [
    { ...context({ token: { ...token, contract_id: 'NL-XYZ-C2' } }), found: ['warning /cdr_token/contract_id'] },
    { ...context({ token: { ...token, contract_id: 'nl-xyz-c1' } }), found: [] },
  ],
  'authorization-unknown': [
    { ...context({ authorization: null }), found: ['warning /authorization_reference'] },
    { ...context({ authorization: undefined }), found: [] },
  ],
  'authorization-differs': [
    { ...context({ authorization: { ...authorization, location_id: 'L' } }), found: ['warning /cdr_location/id'] },
    { ...context({ authorization: { reference: 'REF2', at: start } }), found: ['warning /authorization_reference'] },
    {
      ...context({ authorization: { ...authorization, at: '2026-01-31T13:01:01Z' } }),
      found: ['warning /authorization_reference'],
    },
    { ...context({ authorization: { ...authorization, at: '2026-01-30T13:00:00Z' } }), found: [] },
  ],
  'location-differs': [
    { ...inLocation({ id: 'LOC2' }), found: ['warning /cdr_location/id'] },
    { ...inLocation({ country: 'DEU' }), found: ['warning /cdr_location/country'] },
    // R-CDR-21
    { ...context({ location: null }), found: [] },
  ],
  'evse-unknown': [
    { ...inLocation({ evses: [{ ...evse, uid: '1' }] }), found: ['warning /cdr_location/evse_uid'] },
    { ...inLocation({ evses: [] }), found: [] },
    { ...cdr({ cdr_location: { ...place, evse_uid: '#NA' } }), found: [] },
  ],
  'evse-differs': [
    { ...inLocation({ evses: [{ ...evse, evse_id: 'NL*ABC*E1' }] }), found: ['warning /cdr_location/evse_id'] },
    { ...inLocation({ evses: [{ ...evse, evse_id: 'NL*ABC*E1', last_updated: after }] }), found: [] },
  ],
  'connector-unknown': [
    { ...inConnector({ id: '2' }), found: ['warning /cdr_location/connector_id'] },
    { ...cdr({ cdr_location: { ...place, connector_id: '#NA' } }), found: [] },
  ],
  'connector-differs': [
    { ...inConnector({ format: 'CABLE' }), found: ['warning /cdr_location/connector_format'] },
    { ...inConnector({ format: 'CABLE', last_updated: after }), found: [] },
  ],
  'power-above-connector': [
    // 22.08 kW, a tenth more, and a minute: 24.69 kWh.
    {
      ...cdr({ total_energy: 24.7, charging_periods: [period(24.7)] }),
      found: ['warning /total_energy', 'warning /charging_periods/0'],
    },
    { ...cdr({ total_energy: 24.69, charging_periods: [period(24.69)] }), found: [] },
    { ...inConnector({ max_electric_power: 8000 }), found: ['warning /total_energy', 'warning /charging_periods/0'] },
    { ...inConnector({ max_electric_power: 8000, last_updated: after }), found: [] },
    { ...inConnector({ power_type: 'AC_1_PHASE' }), found: ['warning /total_energy', 'warning /charging_periods/0'] },
    {
      ...cdr({ charging_periods: [period(10, 0.25), { ...period(0, 0.75), start_date_time: '2026-01-31T12:15:00Z' }] }),
      found: ['warning /charging_periods/0'],
    },
  ],
  'session-billed-twice': [
    { ...other({}), found: ['error /session_id'] },
    { ...other({ total_cost: of(7) }), found: ['error /session_id'] },
    { ...other({ session_id: 'S2' }), found: [] },
    { ...other({ party_id: 'DEF' }), found: [] },
    { ...other({ id: 'cdr1' }), found: [] },
    { ...context({ others: [original, { ...original, ...taking, id: 'CDR0-C' }] }), found: [] },
    { ...credit({}, { original, others: [original] }), found: [] },
  ],
  'cdr-duplicate': [
    { ...other({ session_id: 'S0' }), found: ['error /start_date_time'] },
    { ...other({ session_id: 'S0', end_date_time: after }), found: [] },
    { ...other(elsewhere), found: [] },
    { ...other({}), found: [] },
  ],
  'evse-overlap': [
    { ...other({ session_id: 'S0', ...late }), found: ['warning /cdr_location/evse_uid'] },
    { ...other({ session_id: 'S0', ...late, start_date_time: '2026-01-31T12:59:00Z' }), found: [] },
    { ...other({ ...elsewhere, ...late }), found: [] },
    { ...other({ session_id: 'S0', ...late, cdr_location: { ...place, connector_id: '2' } }), found: [] },
  ],
  'token-overlap': [
    { ...other({ ...elsewhere, ...late }), found: ['warning /cdr_token'] },
    { ...other({ ...elsewhere, ...late, party_id: 'DEF' }), found: ['warning /cdr_token'] },
    { ...other({ ...elsewhere, ...late, start_date_time: end }), found: [] },
    { ...other({ ...elsewhere, ...late, cdr_token: { ...cdrToken, uid: '05' } }), found: [] },
    { ...other({ session_id: 'S0', ...late }), found: [] },
  ],
  'credit-unnamed': [
    { ...credit({ credit_reference_id: undefined }), found: ['error /credit_reference_id'] },
    { ...credit(), found: [] },
  ],
  'original-unknown': [
    { ...credit({}, { original: null }), found: ['warning /credit_reference_id'] },
    { ...credit({}, {}), found: [] },
    { ...context({ original: null }), found: [] },
  ],
  'credit-positive': [
    { ...credit({ total_cost: of(2.5) }), found: [`error ${C}`] },
    { ...credit({ total_cost: of(0) }), found: [] },
  ],
  'credit-amount-differs': [
    { ...credit({ total_cost: of(-2.4) }), found: [`error ${C}`] },
    { ...credit({ total_cost: cost(-2.5, 0) }), found: ['error /total_cost/taxes'] },
    { ...credit({ total_cost: of(-2.52) }), found: [] },
  ],
  'original-differs': [
    {
      ...credit({}, { original: { ...original, id: 'CDR9', currency: 'SEK' } }),
      found: ['warning /credit_reference_id', 'warning /currency'],
    },
    {
      ...credit({}, { original: { ...original, session_id: 'S9', total_energy: 9, ...late } }),
      found: ['/session_id', '/start_date_time', '/end_date_time', '/total_energy'].map((at) => `warning ${at}`),
    },
    { ...credit(), found: [] },
  ],
  'credit-of-credit': [
    { ...credit({}, { original: { ...original, credit: true } }), found: ['error /credit_reference_id'] },
    { ...credit(), found: [] },
  ],
  'credited-twice': [
    {
      ...credit({}, { original, others: [{ ...clean, ...taking, id: 'CDR0-C' }] }),
      found: ['error /credit_reference_id'],
    },
    {
      ...credit({}, { original, others: [{ ...clean, ...taking, id: 'CDR0-C', credit_reference_id: 'CDR8' }] }),
      found: [],
    },
  ],
}

it('finds nothing in a CDR that fits all that is known, nor in its credit', () => {
  expect(audit(clean, known)).toMatchObject({ verdict: 'accepted', findings: [] })
  expect(audit(clean, { now, tolerance: known.tolerance })).toMatchObject({ verdict: 'accepted', findings: [] })
  expect(audit({ ...clean, ...taking, id: 'C' } as CDR, { ...known, original, others: [original] }).findings).toEqual(
    [],
  )
})

for (const [code, list] of Object.entries(cases)) {
  for (const [at, { cdr, context, found }] of list.entries()) {
    it(`${code} ${at + 1}: ${found.join(', ') || 'nothing'}`, () => {
      const { findings, verdict } = audit({ ...clean, ...cdr } as CDR, { ...known, ...context } as AuditContext)
      const those = findings.filter((finding) => finding.code === code)
      expect(those.map(({ severity, path }) => `${severity} ${path}`)).toEqual(found)
      expect(verdict).toBe(findings.some(({ severity }) => severity !== 'note') ? 'flagged' : 'accepted')
      for (const { message, path } of those) {
        expect(message).not.toMatch(/^$|04AABBCC|NL-XYZ-C1/i)
        expect(path).toMatch(/^(\/[a-z_0-9]+)*$/)
      }
    })
  }
}

it('each rule has a case found and a near miss, and every code is there once', () => {
  const codes = rules.map(({ code }) => code)
  expect(Object.keys(cases).sort()).toEqual([...codes].sort())
  for (const [code, list] of Object.entries(cases)) {
    expect([code, list.some(({ found }) => found.length > 0), list.some(({ found }) => found.length === 0)]).toEqual([
      code,
      true,
      true,
    ])
  }
  const severities = (code: string) =>
    new Set(cases[code]!.flatMap(({ found }) => found.map((one) => one.split(' ')[0])))
  for (const { code, severity, softer, requirement } of rules) {
    if (requirement !== undefined) expect(requirement).toMatch(/^R-[A-Z]+-\d\d$/)
    expect([code, ...severities(code)].sort()).toEqual([code, severity, ...(softer ? [softer] : [])].sort())
  }
})
