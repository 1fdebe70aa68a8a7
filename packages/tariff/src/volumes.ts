// What the dimensions of one charging period say (2.3.0 CDRs, "CdrDimensionType").

import type { CdrDimension, ChargingPeriod } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import { type Measured, NOT_MEASURED } from './flow.ts'
import { add, type Rational, rational, subtract, ZERO } from './rational.ts'
import { objects } from './shape.ts'

/** A volume that is stated and makes no sense is `unknown`; one that is not stated is undefined. */
export type Volume = Rational | 'unknown' | undefined

export interface Volumes {
  /** kWh; negative when more was fed into the grid. */
  energy: Volume
  /** Hours. */
  time: Volume
  parking: Volume
  reservation: Volume
  /** kW. */
  power: Measured
  /** A. */
  current: Measured
}

const QUANTITIES = new Map([
  ['ENERGY', 'energy'],
  ['ENERGY_IMPORT', 'imported'],
  ['ENERGY_EXPORT', 'exported'],
  ['TIME', 'time'],
  ['PARKING_TIME', 'parking'],
  ['RESERVATION_TIME', 'reservation'],
] as const)

const FLOWS = new Map([
  ['POWER', ['power', 'average']],
  ['MIN_POWER', ['power', 'least']],
  ['MAX_POWER', ['power', 'most']],
  ['CURRENT', ['current', 'average']],
  ['MIN_CURRENT', ['current', 'least']],
  ['MAX_CURRENT', ['current', 'most']],
] as const)

/** `index` is the period's position in `charging_periods`. */
export function readVolumes({ dimensions }: ChargingPeriod, index: number, findings: Finding[]): Volumes {
  const listed = objects(dimensions, () => `/charging_periods/${index}/dimensions`, findings, true)
  const found = {
    energy: undefined as Volume,
    imported: undefined as Volume,
    exported: undefined as Volume,
    time: undefined as Volume,
    parking: undefined as Volume,
    reservation: undefined as Volume,
    power: NOT_MEASURED,
    current: NOT_MEASURED,
  }
  for (let at = 0; at < listed.length; at++) {
    const dimension = listed[at]!
    const quantity = QUANTITIES.get(dimension.type as 'TIME')
    if (quantity !== undefined) {
      found[quantity] = together(found[quantity], readVolume(dimension, index, at, findings))
      continue
    }
    const flow = FLOWS.get(dimension.type as 'POWER')
    if (flow !== undefined) {
      const [what, which] = flow
      const { least, most, average } = found[what]
      const measured = { least, most, average }
      measured[which] = readFlow(dimension, index, at, findings)
      found[what] = measured
    } else if (dimension.type !== 'STATE_OF_CHARGE') findings.push(unknownDimension(index, at, dimension.type))
  }
  found.energy ??= importedLessExported(found.imported, found.exported)
  return found
}

function together(a: Volume, b: Volume): Volume {
  if (a === undefined) return b
  if (b === undefined) return a
  return a === 'unknown' || b === 'unknown' ? 'unknown' : add(a, b)
}

/** For sessions that tell the two apart and give no sum. */
function importedLessExported(imported: Volume, exported: Volume): Volume {
  if (imported === undefined && exported === undefined) return undefined
  if (imported === 'unknown' || exported === 'unknown') return 'unknown'
  return subtract(imported ?? ZERO, exported ?? ZERO)
}

const pathOf = (period: number, at: number): string => `/charging_periods/${period}/dimensions/${at}`

function readVolume({ type, volume }: CdrDimension, period: number, at: number, findings: Finding[]): Volume {
  const known = rational(volume)
  if (known !== undefined && known.n >= 0n) return known
  const path = `${pathOf(period, at)}/volume`
  if (known !== undefined && type === 'ENERGY') {
    findings.push({
      code: 'energy-negative',
      severity: 'warning',
      path,
      message: 'more energy was fed into the grid than charged; priced like energy charged, with its sign',
      requirement: 'R-CDR-17',
    })
    return known
  }
  findings.push({
    code: known ? 'volume-negative' : 'volume-unreadable',
    severity: 'error',
    path,
    message: `${type} is a number${known ? ' from 0 on' : ''}; what it costs cannot be known`,
    requirement: 'R-CDR-17',
  })
  return 'unknown'
}

function readFlow({ type, volume }: CdrDimension, period: number, at: number, findings: Finding[]): number | undefined {
  if (typeof volume === 'number' && Number.isFinite(volume)) return volume
  findings.push({
    code: 'volume-unreadable',
    severity: 'warning',
    path: `${pathOf(period, at)}/volume`,
    message: `the volume of ${type} is a number; taken as not stated`,
    requirement: 'R-CDR-17',
  })
  return undefined
}

const unknownDimension = (period: number, at: number, type: unknown): Finding => ({
  code: 'dimension-unknown',
  severity: 'warning',
  path: `${pathOf(period, at)}/type`,
  message: `OCPI has no dimension ${JSON.stringify(type)}; nothing is priced by it`,
  requirement: 'R-CDR-17',
})
