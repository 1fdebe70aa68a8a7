import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import type { Field } from './define/type.ts'
import { check } from './define/validate.ts'
import { objectOf, type Version } from './define/version.ts'
import { v221 } from './v2.2.1/index.ts'
import { v230 } from './v2.3.0/index.ts'
import { compareVersions, highestCommon, versionOf, versions } from './versions.ts'

/** `Session.kwh` -> `number 1`: what the specification prints in the type and cardinality columns. */
function rowsOf(version: Version): Map<string, string> {
  const rows = new Map<string, string>()
  for (const [name, { fields }] of Object.entries(version.objects)) {
    for (const [field, stated] of Object.entries(fields)) rows.set(`${name}.${field}`, row(stated))
  }
  return rows
}

function row({ type, card }: Field): string {
  const name = type.kind === 'ref' ? type.name : type.kind
  return `${name}${'max' in type ? `(${type.max})` : ''} ${card}`
}

const rowOf = (version: Version, path: string): string | undefined => rowsOf(version).get(path)
const added = (name: string): string[] =>
  v230.enums[name]!.values.filter((value) => !v221.enums[name]?.values.includes(value))
const docOf = (version: Version, object: string, field: string) => objectOf(version, object).fields[field]!.doc

describe('version numbers', () => {
  test('versions are known oldest first, and the newest is the canonical one', () => {
    const numbers = versions.map(({ number }) => number)
    expect(numbers).toEqual([...numbers].sort(compareVersions))
    expect(numbers).toEqual(expect.arrayContaining(['2.2.1', '2.3.0']))
    expect(canonical).toBe(versions.at(-1))
    expect(canonical.number).toBe('2.3.0')
  })

  test('a version is found by its number, another is not', () => {
    expect(versionOf('2.2.1')).toBe(v221)
    expect(versionOf('2.3.0')).toBe(v230)
    expect(versionOf('2.2')).toBeUndefined()
    expect(versionOf('')).toBeUndefined()
  })

  test('T-67 segments compare as numbers: 2.10 is newer than 2.9, 2.2.1 newer than 2.2', () => {
    expect(compareVersions('2.10', '2.9')).toBeGreaterThan(0)
    expect(compareVersions('2.2', '2.2.1')).toBeLessThan(0)
    expect(compareVersions('2.2.1', '2.2.1')).toBe(0)
    expect(compareVersions('2.2', '2.2.0')).toBe(0)
    expect(['2.10.0', '2.3.0', '2.2.1', '2.1.1', '3.0'].sort(compareVersions)).toEqual([
      '2.1.1',
      '2.2.1',
      '2.3.0',
      '2.10.0',
      '3.0',
    ])
  })

  test('R-VER-07 R-VER-08 the newest version both sides speak is chosen, whatever else is offered in whatever order', () => {
    expect(highestCommon(['2.3.0', '2.2.1', '2.1.1'])).toBe('2.3.0')
    expect(highestCommon(['2.2.1', '9.9', '3.0', '2.2'])).toBe('2.2.1')
    expect(highestCommon(['2.9.0', '2.10.0'], ['2.10.0', '2.9.0'])).toBe('2.10.0')
    expect(highestCommon(['2.2.1', '2.3.0'], ['2.2.1'])).toBe('2.2.1')
    expect(highestCommon(['2.0', 'nonsense'])).toBeUndefined()
    expect(highestCommon([])).toBeUndefined()
  })
})

describe('2.3.0 as a delta on 2.2.1', () => {
  const before = rowsOf(v221)
  const after = rowsOf(v230)

  test('of 296 property rows 292 are unchanged', () => {
    const unchanged = [...before].filter(([path, stated]) => after.get(path) === stated)
    expect(before.size).toBe(296)
    expect(unchanged).toHaveLength(292)
  })

  test('the four other rows are the two of Price and the two limits of Tariff', () => {
    const changed = [...before].filter(([path, stated]) => after.get(path) !== stated)
    expect(changed.map(([path, stated]) => [path, stated, after.get(path)])).toEqual([
      ['Tariff.min_price', 'Price ?', 'PriceLimit ?'],
      ['Tariff.max_price', 'Price ?', 'PriceLimit ?'],
      ['Price.excl_vat', 'number 1', undefined],
      ['Price.incl_vat', 'number ?', undefined],
    ])
  })

  test('new rows in old objects are these nine, and five objects are new', () => {
    const fresh = [...after.keys()].filter((path) => !before.has(path))
    const objects = new Set(fresh.map((path) => path.split('.')[0]!).filter((name) => !(name in v221.objects)))
    expect(fresh.filter((path) => !objects.has(path.split('.')[0]!)).sort()).toEqual([
      'Connector.capabilities',
      'Credentials.hub_party_id',
      'EVSE.accepted_service_providers',
      'EVSE.parking',
      'Location.help_phone',
      'Location.parking_places',
      'Price.before_taxes',
      'Price.taxes',
      'Tariff.tax_included',
    ])
    expect([...objects].sort()).toEqual([
      'EVSEParking',
      'InvoiceReconciliationRecord',
      'Parking',
      'PriceLimit',
      'TaxAmount',
    ])
  })

  test('the older version is not touched by the delta', () => {
    expect(Object.keys(objectOf(v221, 'Price').fields)).toEqual(['excl_vat', 'incl_vat'])
    expect(v221.enums.Role!.values).toContain('HUB')
    expect(v221.enums.TokenType!.open).toBe(false)
    expect(v221.modules.invoicereconciliation).toBeUndefined()
  })

  test('what merely holds a changed object is the same definition', () => {
    for (const name of ['Session', 'CDR', 'CdrLocation', 'TariffElement', 'Token', 'ReserveNow', 'Hours']) {
      expect(v230.objects[name], name).toBe(v221.objects[name])
    }
    for (const id of Object.keys(v221.modules)) expect(v230.modules[id], id).toBe(v221.modules[id])
  })

  test('last_updated stays the last field of objects that grew', () => {
    for (const name of ['Location', 'EVSE', 'Connector', 'Tariff']) {
      expect(Object.keys(objectOf(v230, name).fields).at(-1), name).toBe('last_updated')
    }
  })
})

// D-14 (examples), D-31 (links) and D-34 (a contact) have no other trace in the data than that nothing changed.
describe('the differences of the requirements list', () => {
  test('D-01 Price: before_taxes and taxes instead of excl_vat and incl_vat', () => {
    expect(Object.entries(objectOf(v221, 'Price').fields).map(([name, field]) => [name, row(field)])).toEqual([
      ['excl_vat', 'number 1'],
      ['incl_vat', 'number ?'],
    ])
    expect(Object.entries(objectOf(v230, 'Price').fields).map(([name, field]) => [name, row(field)])).toEqual([
      ['before_taxes', 'number 1'],
      ['taxes', 'TaxAmount *'],
    ])
  })

  test('D-02 TaxAmount is new', () => {
    expect(v221.objects.TaxAmount).toBeUndefined()
    expect(rowOf(v230, 'TaxAmount.name')).toBe('string 1')
    expect(rowOf(v230, 'TaxAmount.account_number')).toBe('string ?')
    expect(rowOf(v230, 'TaxAmount.percentage')).toBe('number ?')
    expect(rowOf(v230, 'TaxAmount.amount')).toBe('number 1')
  })

  test('D-03 D-30 R-CRED-25 HUB is no longer a role, and roles stay a closed list', () => {
    expect(v221.enums.Role!.values.filter((role) => !v230.enums.Role!.values.includes(role))).toEqual(['HUB'])
    expect(added('Role')).toEqual([])
    expect(v230.enums.Role!.open).toBe(false)
  })

  test('D-04 R-EXT-03 R-EXT-04 thirteen enums are open in 2.3.0, none in 2.2.1', () => {
    const open = (version: Version) => Object.keys(version.enums).filter((name) => version.enums[name]!.open)
    expect(open(v221)).toEqual([])
    expect(open(v230).sort()).toEqual([
      'Capability',
      'CommandType',
      'ConnectorCapability',
      'ConnectorType',
      'EnvironmentalImpactCategory',
      'Facility',
      'ImageCategory',
      'ModuleID',
      'ParkingRestriction',
      'ParkingType',
      'TokenType',
      'VehicleType',
      'VersionNumber',
    ])
  })

  test('D-05 D-06 Credentials: hub_party_id', () => {
    expect(rowOf(v221, 'Credentials.hub_party_id')).toBeUndefined()
    expect(rowOf(v230, 'Credentials.hub_party_id')).toBe('ciString(5) ?')
  })

  test('D-07 VersionNumber knows 2.3.0', () => {
    expect(added('VersionNumber')).toEqual(['2.3.0'])
  })

  test('D-08 T-30 ModuleID: of the new names only that of the invoice module, which the table forgets', () => {
    expect(added('ModuleID')).toEqual(['invoicereconciliation'])
    for (const version of versions) {
      const listed = Object.keys(version.modules).filter((id) => id !== 'versions')
      expect(listed.filter((id) => !version.enums.ModuleID!.values.includes(id))).toEqual([])
    }
  })

  test('D-09 R-EXT-01 unknown fields are no fault, at any depth', () => {
    const price = { before_taxes: 1, taxes: [{ name: 'VAT', amount: 0.2, rate_code: 'A' }], note: { deep: true } }
    expect(check(v230, 'Price', price)).toEqual([])
    expect(check(v221, 'Price', { excl_vat: 1, note: 'x' })).toEqual([])
  })

  test('D-10 R-TAR-01 Tariff: tax_included is required', () => {
    expect(rowOf(v221, 'Tariff.tax_included')).toBeUndefined()
    expect(rowOf(v230, 'Tariff.tax_included')).toBe('TaxIncluded 1')
    expect(v230.enums.TaxIncluded!.values).toEqual(['YES', 'NO', 'N/A'])
    expect(v230.enums.TaxIncluded!.open).toBe(false)
  })

  test('D-11 Tariff: min_price and max_price are PriceLimits', () => {
    for (const field of ['min_price', 'max_price']) {
      expect(rowOf(v221, `Tariff.${field}`)).toBe('Price ?')
      expect(rowOf(v230, `Tariff.${field}`)).toBe('PriceLimit ?')
    }
    expect(rowOf(v230, 'PriceLimit.before_taxes')).toBe('number 1')
    expect(rowOf(v230, 'PriceLimit.after_taxes')).toBe('number ?')
  })

  test('D-12 D-13 PriceComponent: the same types mean something else, and the documentation says so', () => {
    for (const field of ['price', 'vat']) {
      expect(rowOf(v230, `PriceComponent.${field}`)).toBe(rowOf(v221, `PriceComponent.${field}`))
      expect(docOf(v230, 'PriceComponent', field)).not.toBe(docOf(v221, 'PriceComponent', field))
    }
    expect(docOf(v230, 'PriceComponent', 'price')).toContain('tax_included')
    expect(objectOf(v230, 'PriceComponent').fields.vat!.unit).toBe('%')
  })

  test('D-15 Location: parking_places and help_phone', () => {
    expect(rowOf(v230, 'Location.parking_places')).toBe('Parking *')
    expect(rowOf(v230, 'Location.help_phone')).toBe('ciString(25) ?')
  })

  test('D-16 T-64 EVSE: parking, and accepted_service_providers of at most 50 characters each', () => {
    expect(rowOf(v230, 'EVSE.parking')).toBe('EVSEParking *')
    expect(rowOf(v230, 'EVSE.accepted_service_providers')).toBe('string(50) *')
  })

  test('D-17 Connector: capabilities', () => {
    expect(rowOf(v230, 'Connector.capabilities')).toBe('ConnectorCapability *')
  })

  test('D-18 Parking has 21 fields, four of them required', () => {
    const { fields } = objectOf(v230, 'Parking')
    expect(Object.keys(fields)).toHaveLength(21)
    const required = Object.keys(fields).filter((name) => ['1', '+'].includes(fields[name]!.card))
    expect(required).toEqual(['id', 'vehicle_types', 'restricted_to_type', 'reservation_required'])
    expect(rowOf(v230, 'Parking.standards')).toBe('ciString(36) *')
    expect(rowOf(v230, 'Parking.apds_reference')).toBe('ciString ?')
  })

  test('D-19 D-20 EVSEParking and EVSEPosition', () => {
    expect(rowOf(v230, 'EVSEParking.parking_id')).toBe('ciString(36) 1')
    expect(rowOf(v230, 'EVSEParking.evse_position')).toBe('EVSEPosition ?')
    expect(v230.enums.EVSEPosition).toMatchObject({ open: false, values: ['LEFT', 'RIGHT', 'CENTER'] })
  })

  test('D-21 D-22 D-23 ParkingDirection, VehicleType and ConnectorCapability are new', () => {
    expect(v230.enums.ParkingDirection).toMatchObject({ open: false, values: ['PARALLEL', 'PERPENDICULAR', 'ANGLE'] })
    expect(v230.enums.VehicleType!.values).toHaveLength(9)
    expect(v230.enums.ConnectorCapability!.values).toEqual([
      'ISO_15118_2_PLUG_AND_CHARGE',
      'ISO_15118_20_PLUG_AND_CHARGE',
    ])
    const fresh = Object.keys(v230.enums).filter((name) => !(name in v221.enums))
    expect(fresh.sort()).toEqual([
      'ConnectorCapability',
      'EVSEPosition',
      'ParkingDirection',
      'TaxIncluded',
      'VehicleType',
    ])
  })

  test('D-24 D-25 D-27 new values: connectors, parking restrictions, token types', () => {
    expect(added('ConnectorType')).toEqual(['MCS', 'SAE_J3400'])
    expect(added('ParkingRestriction')).toEqual(['EMPLOYEES', 'TAXIS', 'TENANTS'])
    expect(added('TokenType')).toEqual(['EMAID'])
  })

  test('D-26 D-28 the other enums that were opened, and all that stayed closed, kept their values', () => {
    const grown = ['ConnectorType', 'ParkingRestriction', 'TokenType', 'VersionNumber', 'ModuleID']
    for (const name of Object.keys(v221.enums)) {
      if (!grown.includes(name) && name !== 'Role')
        expect(v230.enums[name]!.values, name).toEqual(v221.enums[name]!.values)
    }
  })

  test('D-29 the invoice reconciliation module exists only in 2.3.0', () => {
    expect(Object.keys(v230.modules).filter((id) => !(id in v221.modules))).toEqual(['invoicereconciliation'])
    expect(rowOf(v230, 'InvoiceReconciliationRecord.id')).toBe('ciString(36) 1')
    expect(rowOf(v230, 'InvoiceReconciliationRecord.invoice_id')).toBe('ciString(255) 1')
    // The table says 36; a credit CDR's id has 39 (T-32).
    expect(rowOf(v230, 'InvoiceReconciliationRecord.cdrs')).toBe('ciString(39) +')
  })

  test('D-32 D-33 T-22 lengths are those of the later editions in both versions, also in CdrLocation', () => {
    for (const version of [v221, v230]) {
      expect(rowOf(version, 'Location.address')).toBe('string(255) 1')
      expect(rowOf(version, 'Location.state')).toBe('string(45) ?')
      expect(rowOf(version, 'SignedValue.plain_data')).toBe('string(5000) 1')
      expect(rowOf(version, 'CdrLocation.address')).toBe('string(255) 1')
      expect(rowOf(version, 'CdrLocation.state')).toBe('string(45) ?')
    }
  })

  test('D-14 D-31 D-34 D-35 D-36 changes of wording leave ids, signed data and methods as they were', () => {
    for (const path of ['EVSE.evse_id', 'Token.contract_id', 'SignedData.encoding_method', 'CDR.total_cost']) {
      expect(rowOf(v230, path)).toBe(rowOf(v221, path))
    }
  })
})
