// A tariff, read once per price: its components by what they price, in the order of the elements.

import type { Tariff, TariffDimensionType } from '@interchange/ocpi'
import type { CostPart } from './cost.ts'
import type { Finding } from './finding.ts'
import type { TaxShares } from './money.ts'
import { fraction, type Rational, rational } from './rational.ts'
import { type Marks, noMarks, type Restriction, readRestrictions } from './restrictions.ts'
import { objects } from './shape.ts'
import { type GivenTaxes, taxShares } from './taxes.ts'

export interface PricedComponent {
  readonly tariff: TariffReading
  /** Positions in the tariff. */
  readonly element: number
  readonly component: number
  readonly type: TariffDimensionType
  readonly part: CostPart
  readonly restrictions: readonly Restriction[]
  /** Per kWh, per hour, or once; undefined when it cannot be read. */
  readonly price: Rational | undefined
  readonly taxes: TaxShares
  /** kWh or s; undefined for none. */
  readonly step: Rational | undefined
}

export type Phase = 'reservation' | 'charging' | 'parking'

/** What can be priced at a time: energy, one kind of time, a fee. */
export interface PriceList {
  readonly energy: readonly PricedComponent[]
  readonly time: readonly PricedComponent[]
  readonly flat: readonly PricedComponent[]
}

export interface TariffReading {
  readonly tariff: Tariff
  readonly path: string
  readonly marks: Marks
  readonly charging: PriceList
  readonly parking: PriceList
  readonly reservation: PriceList
  /** Of a reservation that was not used. */
  readonly expired: PriceList
  /** Local time decides somewhere. */
  readonly needsClock: boolean
}

const NONE: readonly PricedComponent[] = []

export function readTariff(
  tariff: Tariff,
  path: string,
  given: GivenTaxes | undefined,
  findings: Finding[],
): TariffReading {
  const marks = noMarks()
  const regular: PricedComponent[] = []
  const reserved: PricedComponent[] = []
  const expires: PricedComponent[] = []
  const reading = { tariff, path, marks } as { -readonly [Key in keyof TariffReading]: TariffReading[Key] }
  checkTariff(tariff, path, findings)
  const elements = objects(tariff.elements, () => `${path}/elements`, findings)
  for (const [element, { price_components, restrictions }] of elements.entries()) {
    const at = `${path}/elements/${element}`
    const components = objects(price_components, () => `${at}/price_components`, findings)
    const tests = readRestrictions(restrictions, `${at}/restrictions`, marks, findings)
    const reservation = restrictions?.reservation ?? undefined
    const list = reservation === undefined ? regular : reservation === 'RESERVATION_EXPIRES' ? expires : reserved
    // The fee of an element that prices nothing but parking belongs to parking (R-CDR-19).
    const ofParking =
      components.some(({ type }) => type === 'PARKING_TIME') &&
      components.every(({ type }) => type === 'PARKING_TIME' || type === 'FLAT')
    for (const [component, component_] of components.entries()) {
      const where = `${at}/price_components/${component}`
      if (!TYPES.has(component_.type)) findings.push(unknownType(where, component_.type))
      list.push({
        tariff: reading,
        element,
        component,
        type: component_.type,
        part: reservation !== undefined ? 'reservation' : partOf(component_.type, ofParking),
        restrictions: tests,
        price: readPrice(component_.price, where, findings),
        taxes: taxShares(tariff, component_, given, where, findings),
        step: readStep(component_.type, component_.step_size, where, findings),
      })
    }
  }
  const of = (list: readonly PricedComponent[], type: TariffDimensionType) => list.filter((one) => one.type === type)
  const list = (from: readonly PricedComponent[], time: TariffDimensionType): PriceList => ({
    energy: of(from, 'ENERGY'),
    time: of(from, time),
    flat: of(from, 'FLAT'),
  })
  const withoutEnergy = (from: readonly PricedComponent[]): PriceList => ({ ...list(from, 'TIME'), energy: NONE })
  reading.charging = list(regular, 'TIME')
  reading.parking = { ...reading.charging, time: of(regular, 'PARKING_TIME') }
  reading.reservation = withoutEnergy(reserved)
  // R-TAR-16: of an expired reservation RESERVATION_EXPIRES goes first, dimension by dimension, wherever it stands.
  reading.expired = expires.length === 0 ? reading.reservation : withoutEnergy([...expires, ...reserved])
  reading.needsClock = marks.clock.size > 0
  return reading
}

const TYPES: ReadonlySet<string> = new Set(['ENERGY', 'FLAT', 'PARKING_TIME', 'TIME'])

const unknownType = (path: string, type: unknown): Finding => ({
  code: 'component-unknown',
  severity: 'error',
  path: `${path}/type`,
  message: `OCPI has no price per ${JSON.stringify(type)}; nothing is priced by it`,
  requirement: 'R-TAR-01',
})

const PARTS: Readonly<Record<string, CostPart>> = { ENERGY: 'energy', TIME: 'time', PARKING_TIME: 'parking' }

const partOf = (type: TariffDimensionType, ofParking: boolean): CostPart =>
  PARTS[type] ?? (ofParking ? 'parking' : 'fixed')

function readPrice(value: unknown, path: string, findings: Finding[]): Rational | undefined {
  const price = rational(value)
  if (price === undefined) {
    findings.push({
      code: 'price-unreadable',
      severity: 'error',
      path: `${path}/price`,
      message: 'a price is a number; where this one would apply, the cost cannot be known',
    })
  }
  return price
}

/** R-TAR-20: ENERGY in steps of Wh, times in steps of seconds. 0 occurs in the specification's own example (R-TAR-22). */
function readStep(type: string, value: unknown, path: string, findings: Finding[]): Rational | undefined {
  if (type === 'FLAT' || value === 0) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    findings.push({
      code: 'step-size-unreadable',
      severity: 'warning',
      path: `${path}/step_size`,
      message: 'step_size is a whole number from 0 on; nothing is rounded up',
      requirement: 'R-TAR-20',
    })
    return undefined
  }
  return type === 'ENERGY' ? fraction(value, 1000) : fraction(value)
}

function checkTariff(tariff: Tariff, path: string, findings: Finding[]): void {
  if (!['YES', 'NO', 'N/A'].includes(tariff.tax_included)) {
    findings.push({
      code: 'tax-included-unknown',
      severity: 'warning',
      path: `${path}/tax_included`,
      message: 'tax_included is YES, NO or N/A; read as NO, like every tariff of OCPI 2.2.1',
      requirement: 'R-TAR-26',
    })
  }
}
