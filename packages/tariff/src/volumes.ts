// What the dimensions of one charging period say (2.3.0 CDRs, "CdrDimensionType").

import type { CdrDimension, ChargingPeriod } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import { type Measured, NOT_MEASURED } from './flow.ts'
import { add, type Rational, rational, sign, subtract, ZERO } from './rational.ts'
import { isObject, objects } from './shape.ts'

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

/** `index` is the period's position in `charging_periods`. */
export function readVolumes({ dimensions }: ChargingPeriod, index: number, findings: Finding[]): Volumes {
  const listed = readList(dimensions, index, findings)
  const found: Volumes = {
    energy: undefined,
    time: undefined,
    parking: undefined,
    reservation: undefined,
    power: NOT_MEASURED,
    current: NOT_MEASURED,
  }
  let imported: Volume
  let exported: Volume
  for (let at = 0; at < listed.length; at++) {
    const dimension = listed[at]!
    switch (dimension.type) {
      case 'ENERGY':
        found.energy = together(found.energy, readVolume(dimension, index, at, findings))
        break
      case 'ENERGY_IMPORT':
        imported = together(imported, readVolume(dimension, index, at, findings))
        break
      case 'ENERGY_EXPORT':
        exported = together(exported, readVolume(dimension, index, at, findings))
        break
      case 'TIME':
        found.time = together(found.time, readVolume(dimension, index, at, findings))
        break
      case 'PARKING_TIME':
        found.parking = together(found.parking, readVolume(dimension, index, at, findings))
        break
      case 'RESERVATION_TIME':
        found.reservation = together(found.reservation, readVolume(dimension, index, at, findings))
        break
      case 'POWER':
        found.power = { ...found.power, average: readFlow(dimension, index, at, findings) }
        break
      case 'MIN_POWER':
        found.power = { ...found.power, least: readFlow(dimension, index, at, findings) }
        break
      case 'MAX_POWER':
        found.power = { ...found.power, most: readFlow(dimension, index, at, findings) }
        break
      case 'CURRENT':
        found.current = { ...found.current, average: readFlow(dimension, index, at, findings) }
        break
      case 'MIN_CURRENT':
        found.current = { ...found.current, least: readFlow(dimension, index, at, findings) }
        break
      case 'MAX_CURRENT':
        found.current = { ...found.current, most: readFlow(dimension, index, at, findings) }
        break
      case 'STATE_OF_CHARGE':
        break
      default:
        findings.push(unknownDimension(index, at, dimension.type))
    }
  }
  found.energy ??= importedLessExported(imported, exported)
  return found
}

/** Well-formed in nearly all sessions: nothing is made for the path of a finding then. */
const readList = (dimensions: ChargingPeriod['dimensions'], index: number, findings: Finding[]) =>
  Array.isArray(dimensions) && dimensions.every(isObject)
    ? dimensions
    : objects(dimensions, () => `/charging_periods/${index}/dimensions`, findings, true)

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
  if (known !== undefined && sign(known) >= 0) return known
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
