import { describe, expect, it } from 'vitest'
import { convert } from '../chain.ts'

const at = '2026-01-31T12:00:00Z'
const connector = (id: string, standard = 'IEC_62196_T2') => ({
  id,
  standard,
  format: 'CABLE',
  power_type: 'DC',
  max_voltage: 400,
  max_amperage: 32,
  last_updated: at,
})
const evse = (uid: string, connectors: unknown[], more = {}) => ({
  uid,
  status: 'AVAILABLE',
  connectors,
  ...more,
  last_updated: at,
})
const location = (evses: unknown[], more = {}) => ({
  country_code: 'NL',
  party_id: 'TNM',
  id: 'LOC1',
  publish: true,
  address: 'F.Rooseveltlaan 3A',
  city: 'Gent',
  country: 'BEL',
  coordinates: { latitude: '51.047590', longitude: '3.729440' },
  evses,
  time_zone: 'Europe/Brussels',
  ...more,
  last_updated: at,
})

const down = (name: string, value: unknown) => convert('2.3.0', '2.2.1', name, value)

describe('Location', () => {
  it('up it is the same object', () => {
    const older = location([evse('1', [connector('1')])])
    expect(convert('2.2.1', '2.3.0', 'Location', older)).toEqual({ object: older, losses: [] })
    expect(convert('2.2.1', '2.3.0', 'Location', older).object).toBe(older)
  })

  it('D-15, D-16, D-17 down it loses the fields 2.2.1 does not have', () => {
    const parking = { id: 'P1', vehicle_types: ['VAN'], restricted_to_type: true, reservation_required: false }
    const newer = location(
      [
        evse('1', [{ ...connector('1'), capabilities: ['ISO_15118_20_PLUG_AND_CHARGE'] }], {
          parking: [{ parking_id: 'P1' }],
          accepted_service_providers: ['Example'],
        }),
      ],
      { parking_places: [parking], help_phone: '+31101234567' },
    )
    const { object, losses } = down('Location', newer)
    expect(object).toEqual(location([evse('1', [connector('1')])]))
    expect(losses).toEqual(
      [
        '/evses/0/connectors/0/capabilities',
        '/evses/0/parking',
        '/evses/0/accepted_service_providers',
        '/parking_places',
        '/help_phone',
      ].map((path) => ({ path, why: 'OCPI 2.2.1 has no such field; left out' })),
    )
  })

  it('empty lists and null of such fields are no loss', () => {
    expect(down('Location', location([], { parking_places: [], help_phone: null }))).toEqual({
      object: location([]),
      losses: [],
    })
  })

  it.each(['MCS', 'SAE_J3400', 'SOMETHING_NEW'])('R-LOC-43 a connector of standard %s is left out', (standard) => {
    const { object, losses } = down('Location', location([evse('1', [connector('1', standard), connector('2')])]))
    expect(object).toEqual(location([evse('1', [connector('2')])]))
    expect(losses).toEqual([
      { path: '/evses/0/connectors/0/standard', why: 'OCPI 2.2.1 has no such ConnectorType; left out' },
      { path: '/evses/0/connectors/0', why: 'Connector cannot do without standard; left out' },
    ])
  })

  it('R-LOC-43 an EVSE goes with its last connector, the Location stays', () => {
    const two = location([evse('1', [connector('1', 'MCS')]), evse('2', [connector('1')])])
    expect(down('Location', two).object).toEqual(location([evse('2', [connector('1')])]))
    const one = location([evse('1', [connector('1', 'MCS')])])
    expect(down('Location', one).object).toEqual(location([]))
    expect(down('Location', one).losses.map(({ path }) => path)).toEqual([
      '/evses/0/connectors/0/standard',
      '/evses/0/connectors/0',
      '/evses/0/connectors',
      '/evses/0',
    ])
    expect(down('EVSE', evse('1', [connector('1', 'MCS')])).object).toBeUndefined()
    expect(down('Connector', connector('1', 'MCS')).object).toBeUndefined()
  })

  it('R-LOC-43 values 2.2.1 does not have are left out of lists', () => {
    const newer = location(
      [
        evse('1', [connector('1')], {
          parking_restrictions: ['EMPLOYEES', 'EV_ONLY', 'TAXIS', 'TENANTS'],
          capabilities: ['RFID_READER', 'MIND_READER'],
        }),
      ],
      { facilities: ['SAUNA'], parking_type: 'ON_THE_MOON' },
    )
    const { object, losses } = down('Location', newer)
    expect(object).toEqual(
      location([evse('1', [connector('1')], { parking_restrictions: ['EV_ONLY'], capabilities: ['RFID_READER'] })], {
        facilities: [],
      }),
    )
    expect(losses.map(({ path }) => path).sort()).toEqual([
      '/evses/0/capabilities/1',
      '/evses/0/parking_restrictions/0',
      '/evses/0/parking_restrictions/2',
      '/evses/0/parking_restrictions/3',
      '/facilities/0',
      '/parking_type',
    ])
  })

  it('an image of another category is OTHER, an impact of another category goes', () => {
    const image = { url: 'https://example.com/a.png', category: 'SELFIE', type: 'png' }
    const energy_mix = {
      is_green_energy: true,
      environ_impact: [
        { category: 'NOISE', amount: 1 },
        { category: 'CARBON_DIOXIDE', amount: 2 },
      ],
    }
    const { object, losses } = down('Location', location([], { images: [image], energy_mix }))
    expect(object).toEqual(
      location([], {
        images: [{ ...image, category: 'OTHER' }],
        energy_mix: { is_green_energy: true, environ_impact: [{ category: 'CARBON_DIOXIDE', amount: 2 }] },
      }),
    )
    expect(losses[0]).toEqual({
      path: '/images/0/category',
      why: 'OCPI 2.2.1 has no such ImageCategory; OTHER stands for it',
    })
  })
})

describe('CdrLocation', () => {
  it.each([
    ['SAE_J3400', 'TESLA_S'],
    ['MCS', 'IEC_62196_T2_COMBO'],
    ['SOMETHING_NEW', 'IEC_62196_T2'],
    ['constructor', 'IEC_62196_T2'],
  ])('a CDR has to arrive: connector standard %s becomes %s', (standard, standIn) => {
    expect(down('CdrLocation', { id: '1', connector_standard: standard })).toEqual({
      object: { id: '1', connector_standard: standIn },
      losses: [{ path: '/connector_standard', why: `OCPI 2.2.1 has no such ConnectorType; ${standIn} stands for it` }],
    })
  })
})

describe('TokenType', () => {
  it.each(['EMAID', 'SOMETHING_NEW'])('R-TOK-24 %s becomes OTHER wherever a token is', (type) => {
    const why = 'OCPI 2.2.1 has no such TokenType; OTHER stands for it'
    expect(down('Token', { uid: '1', type })).toEqual({
      object: { uid: '1', type: 'OTHER' },
      losses: [{ path: '/type', why }],
    })
    expect(down('Session', { cdr_token: { uid: '1', type } }).object).toEqual({
      cdr_token: { uid: '1', type: 'OTHER' },
    })
    expect(down('AuthorizationInfo', { token: { type } }).losses).toEqual([{ path: '/token/type', why }])
    expect(down('Location', location([], { publish_allowed_to: [{ uid: '1', type }] })).object).toMatchObject({
      publish_allowed_to: [{ uid: '1', type: 'OTHER' }],
    })
  })
})

describe('what 2.2.1 does not have', () => {
  it('an invoice record cannot exist', () => {
    expect(down('InvoiceReconciliationRecord', { id: '1' })).toEqual({
      object: undefined,
      losses: [{ path: '', why: 'OCPI 2.2.1 has no invoice reconciliation' }],
    })
  })

  it('R-CMD-27 a command of its own cannot be said', () => {
    expect(down('CommandType', 'MAKE_COFFEE').object).toBeUndefined()
    expect(down('CommandType', 'START_SESSION')).toEqual({ object: 'START_SESSION', losses: [] })
  })

  it('endpoints of other modules are left out of version details', () => {
    const endpoint = (identifier: string) => ({ identifier, role: 'SENDER', url: 'https://example.com/ocpi' })
    const details = { version: '2.2.1', endpoints: [endpoint('invoicereconciliation'), endpoint('cdrs')] }
    expect(down('VersionDetails', details).object).toEqual({ version: '2.2.1', endpoints: [endpoint('cdrs')] })
  })

  it('an object only 2.3.0 has inside of others cannot stand alone', () => {
    expect(down('Parking', { id: '1' })).toEqual({
      object: undefined,
      losses: [{ path: '', why: 'OCPI 2.2.1 has no Parking' }],
    })
  })
})
