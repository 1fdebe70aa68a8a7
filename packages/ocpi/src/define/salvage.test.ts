import { describe, expect, test } from 'vitest'
import { fake } from '../derive/fake.ts'
import { seeded } from '../derive/random.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { salvage } from './salvage.ts'
import { check } from './validate.ts'

type Json = Record<string, unknown>

const at = '2026-01-31T12:00:00Z'
const connector = (id: unknown, more: Json = {}) => ({
  id,
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 16,
  ...more,
  last_updated: at,
})
const evse = (uid: unknown, connectors: unknown[] = [connector('1')], more: Json = {}) => ({
  uid,
  status: 'AVAILABLE',
  connectors,
  ...more,
  last_updated: at,
})
const location = (evses: unknown, more: Json = {}) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: 'L1',
  publish: true,
  address: 'Kade 1',
  city: 'Delft',
  country: 'NLD',
  coordinates: { latitude: '52.01157', longitude: '4.35706' },
  evses,
  time_zone: 'Europe/Amsterdam',
  last_updated: at,
  ...more,
})
const without = (object: Json, field: string): Json => {
  const { [field]: _gone, ...rest } = object
  return rest
}

/** What is left, and the places of what is not. */
function saved(name: string, value: unknown, options = {}): [unknown, string[]] {
  const { object, leftOut } = salvage(v221, name, value, options)
  return [object, leftOut.map(({ path }) => path)]
}

describe('R-FMT-09 of an object with a bad part', () => {
  test('nothing is touched when there is no fault, and notes are told', () => {
    const good = location([evse('E1')], { publish_allowed_to: [{ group_id: 'G' }] })
    const { object, leftOut, notes } = salvage(v221, 'Location', good)
    expect(object).toBe(good)
    expect(leftOut).toEqual([])
    expect(notes).toMatchObject([{ path: '/publish_allowed_to', severity: 'note', rule: 'R-LOC-14' }])
  })

  test('an optional field is left out, whether its value or its JSON type is wrong', () => {
    expect(saved('Location', location([], { name: 5, postal_code: '12345678901', city: 'Delft' }))).toEqual([
      location([]),
      ['/name', '/postal_code'],
    ])
  })

  test('an item of a list is left out', () => {
    const directions = [{ language: 'nl', text: 'Links' }, { language: 'dutch', text: 'Links' }, { text: 'x' }]
    expect(saved('Location', location([], { directions, facilities: ['SAUNA', 'HOTEL'] }))).toEqual([
      location([], { directions: directions.slice(0, 1), facilities: ['HOTEL'] }),
      ['/directions/1', '/directions/2', '/facilities/0'],
    ])
  })

  test('R-LOC-03 a connector is left out, and its EVSE with the last one', () => {
    const bad = connector('2', { format: 'PLUG' })
    expect(saved('Location', location([evse('E1', [connector('1'), bad])]))).toEqual([
      location([evse('E1')]),
      ['/evses/0/connectors/1'],
    ])
    expect(saved('Location', location([evse('E1', [bad]), evse('E2')]))).toEqual([location([evse('E2')]), ['/evses/0']])
    expect(saved('Location', location([evse('E1', [])]))).toEqual([location([]), ['/evses/0']])
    expect(saved('Location', location([evse('E1', [bad, bad])]))[0]).toEqual(location([]))
  })

  test('R-LOC-02 an EVSE goes with whatever it cannot be without', () => {
    for (const field of ['uid', 'status', 'connectors', 'last_updated']) {
      expect(saved('Location', location([without(evse('E1'), field), evse('E2')]))).toEqual([
        location([evse('E2')]),
        ['/evses/0'],
      ])
    }
  })

  test('R-LOC-12 the second of two EVSEs with one uid goes', () => {
    expect(saved('Location', location([evse('E1'), evse('e1'), evse('E2')]))).toEqual([
      location([evse('E1'), evse('E2')]),
      ['/evses/1'],
    ])
  })

  test('R-LOC-01 without an id, owner, last_updated or a required field there is nothing to save', () => {
    for (const field of ['id', 'party_id', 'last_updated', 'coordinates', 'publish']) {
      expect(saved('Location', without(location([]), field))).toEqual([undefined, ['']])
    }
    expect(saved('Location', location([], { id: '' }))).toEqual([undefined, ['']])
    expect(saved('Location', location([], { id: 7 }))).toEqual([undefined, ['']])
    for (const nothing of [null, 'text', 7, [], undefined])
      expect(saved('Location', nothing)).toEqual([undefined, ['']])
  })

  test('a list that is none is left out', () => {
    expect(saved('Location', location('none'))).toEqual([without(location([]), 'evses'), ['/evses']])
  })

  test('each part left out comes with its faults', () => {
    const { leftOut } = salvage(v221, 'Location', location([evse('E1', [connector('1', { format: 1, id: null })])]))
    expect(leftOut).toMatchObject([
      {
        path: '/evses/0',
        faults: [
          { path: '/evses/0/connectors/0/id', severity: 'identity' },
          { path: '/evses/0/connectors/0/format', severity: 'identity' },
        ],
      },
    ])
  })

  test('a part inside of another that goes is not told twice', () => {
    const bad = location([evse('E1', [connector('1'), connector('2', { format: 1 })], { status: 'BROKEN' })])
    const { leftOut } = salvage(v221, 'Location', bad)
    expect(leftOut.map(({ path, faults }) => [path, faults.map((fault) => fault.path).sort()])).toEqual([
      ['/evses/0', ['/evses/0/connectors/1/format', '/evses/0/status']],
    ])
  })

  test('places are those of the object as it came, also after several rounds', () => {
    const bad = connector('9', { format: 'PLUG' })
    const object = location([evse('E0', [bad]), evse('E1'), evse('E2', [bad, bad]), evse('E3'), evse('E3')], {
      facilities: ['A', 'HOTEL', 'B', 'C'],
    })
    const before = structuredClone(object)
    const [left, places] = saved('Location', object)
    expect(left).toEqual(location([evse('E1'), evse('E3')], { facilities: ['HOTEL'] }))
    expect(object).toEqual(before)
    expect(places.sort()).toEqual(
      [
        '/evses/0',
        '/evses/2',
        '/evses/2/connectors/0',
        '/evses/2/connectors/1',
        '/evses/4',
        '/facilities/0',
        '/facilities/2',
        '/facilities/3',
      ].sort(),
    )
  })

  test("fields of the sender's own stay", () => {
    expect(saved('Location', location([], { name: 5, own: { kept: true } }))[0]).toEqual(
      location([], { own: { kept: true } }),
    )
  })

  test('ten thousand bad parts do not take long', () => {
    const evses = Array.from({ length: 10_000 }, (_, index) => evse(`E${index}`, undefined, { status: 'BROKEN' }))
    const start = performance.now()
    const { object, leftOut } = salvage(v221, 'Location', location([...evses, evse('GOOD')]))
    expect(object).toEqual(location([evse('GOOD')]))
    expect(leftOut).toHaveLength(10_000)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('what would say something else without the bad part goes as a whole', () => {
  const component = { type: 'ENERGY', price: 0.25, step_size: 1 }
  const tariff = (more: Json = {}) => ({
    country_code: 'NL',
    party_id: 'ABC',
    id: 'T1',
    currency: 'EUR',
    elements: [{ price_components: [component] }],
    ...more,
    last_updated: at,
  })

  test.each([
    ['a restriction', { elements: [{ price_components: [component], restrictions: { max_kwh: '20' } }] }],
    ['a component', { elements: [{ price_components: [component, { ...component, type: 'X' }] }] }],
    ['a rate', { elements: [{ price_components: [{ ...component, vat: 'none' }] }] }],
    ['the type', { type: 'SPECIAL' }],
    ['a limit', { max_price: { excl_vat: '10' } }],
    ['an end', { end_date_time: 'tomorrow' }],
  ])('R-TAR-05 a tariff with a wrong part: %s', (_what, more) => {
    expect(saved('Tariff', tariff(more))).toEqual([undefined, ['']])
    expect(salvage(v221, 'CDR', { tariffs: [tariff(more)] }).object).toBeUndefined()
  })

  test('a tariff keeps what does not price', () => {
    expect(saved('Tariff', tariff({ tariff_alt_url: 'no url', tariff_alt_text: [{ language: 'e' }] }))[0]).toEqual(
      tariff({ tariff_alt_text: [] }),
    )
  })

  test('R-CDR-07 R-CDR-09 a CDR whose credit flag or periods are wrong', () => {
    const cdr = fake(v221, 'CDR', seeded(3), { minimal: true })
    expect(check(v221, 'CDR', cdr)).toEqual([])
    expect(saved('CDR', { ...cdr, credit: 'true' })).toEqual([undefined, ['']])
    const periods = cdr.charging_periods as unknown[]
    expect(saved('CDR', { ...cdr, charging_periods: [...periods, { dimensions: [] }] })).toEqual([undefined, ['']])
    expect(saved('CDR', { ...cdr, remark: 7 })).toEqual([cdr, ['/remark']])
    const bad = { ...tariff(), elements: [] }
    expect(saved('CDR', { ...cdr, tariffs: [bad, tariff()] })).toEqual([
      { ...cdr, tariffs: [tariff()] },
      ['/tariffs/0'],
    ])
  })

  test('R-CDR-24 signed data lacking one of its values', () => {
    const cdr = fake(v221, 'CDR', seeded(3), { minimal: true })
    const value = { nature: 'Start', plain_data: 'x', signed_data: 'y' }
    const signed_data = { encoding_method: 'OCMF', signed_values: [value, { nature: 'End' }] }
    expect(saved('CDR', { ...cdr, signed_data })).toEqual([cdr, ['/signed_data']])
  })

  test('R-LOC-25 opening times lacking one of their periods', () => {
    const opening_times = { twentyfourseven: true, exceptional_closings: [{ period_begin: at }] }
    expect(saved('Location', location([], { opening_times }))).toEqual([location([]), ['/opening_times']])
  })

  test('R-LOC-15 an entry that would let more tokens match', () => {
    const entries = [{ uid: 'A', type: 'RFID', group_id: 7 }, { group_id: 'G' }]
    expect(saved('Location', location([], { publish: false, publish_allowed_to: entries }))).toEqual([
      location([], { publish: false, publish_allowed_to: [{ group_id: 'G' }] }),
      ['/publish_allowed_to/0'],
    ])
  })

  test('R-TYPE-13 a price lacking one of its taxes, R-INV-07 a record lacking one of its CDRs', () => {
    const session = fake(v230, 'Session', seeded(1), { minimal: true })
    const total_cost = { before_taxes: 1, taxes: [{ name: 'VAT', amount: '0.21' }] }
    expect(salvage(v230, 'Session', { ...session, total_cost })).toMatchObject({
      object: session,
      leftOut: [{ path: '/total_cost' }],
    })
    const record = fake(v230, 'InvoiceReconciliationRecord', seeded(1))
    expect(salvage(v230, 'InvoiceReconciliationRecord', { ...record, cdrs: ['1', 2] }).object).toBeUndefined()
  })
})

describe('a lenient partner', () => {
  test('wrong values are notes that are told, wrong JSON types and ids are not', () => {
    const odd = location([evse('E1', [connector('1', { format: 'PLUG' })])], { country: 'nl' })
    expect(saved('Location', odd, { lenient: true })).toEqual([odd, []])
    expect(saved('Location', { ...odd, name: 5 }, { lenient: true })).toEqual([odd, ['/name']])
    expect(saved('Location', { ...odd, id: '' }, { lenient: true })).toEqual([undefined, ['']])
    expect(salvage(v221, 'Location', odd, { lenient: true }).notes.map(({ path }) => path)).toEqual([
      '/country',
      '/evses/0/connectors/0/format',
    ])
  })
})

describe('one bad part in a made-up object', () => {
  for (const version of versions) {
    test(`OCPI ${version.number}: exactly the optional field with the wrong type is left out`, () => {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        for (let seed = 0; seed < 3; seed++) {
          const good = fake(version, name, seeded(seed), { minimal: true })
          for (const [field, { card, whole, type }] of Object.entries(fields)) {
            if ((card !== '?' && card !== '*') || whole || field in good) continue
            const wrong = type.kind === 'ref' && type.name in version.objects ? 7 : {}
            const { object, leftOut } = salvage(version, name, { ...good, [field]: wrong })
            expect({ name, field, object, paths: leftOut.map(({ path }) => path) }).toEqual({
              name,
              field,
              object: good,
              paths: [`/${field}`],
            })
          }
        }
      }
    })
  }
})
