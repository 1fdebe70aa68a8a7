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

/** `index` is the period's position in `charging_periods`. */
export function readVolumes({ dimensions }: ChargingPeriod, index: number, findings: Finding[]): Volumes {
  const volumes: Volumes = {
    energy: undefined,
    time: undefined,
    parking: undefined,
    reservation: undefined,
    power: NOT_MEASURED,
    current: NOT_MEASURED,
  }
  let imported: Volume
  let exported: Volume
  const listed = objects(dimensions, () => `/charging_periods/${index}/dimensions`, findings, true)
  for (const [at, dimension] of listed.entries()) {
    const path = () => `/charging_periods/${index}/dimensions/${at}`
    const read = (before: Volume): Volume => together(before, readVolume(dimension, path, findings))
    const flow = () => readFlow(dimension, path, findings)
    switch (dimension.type) {
      case 'ENERGY':
        volumes.energy = read(volumes.energy)
        break
      case 'ENERGY_IMPORT':
        imported = read(imported)
        break
      case 'ENERGY_EXPORT':
        exported = read(exported)
        break
      case 'TIME':
        volumes.time = read(volumes.time)
        break
      case 'PARKING_TIME':
        volumes.parking = read(volumes.parking)
        break
      case 'RESERVATION_TIME':
        volumes.reservation = read(volumes.reservation)
        break
      case 'POWER':
        volumes.power = { ...volumes.power, average: flow() }
        break
      case 'MIN_POWER':
        volumes.power = { ...volumes.power, least: flow() }
        break
      case 'MAX_POWER':
        volumes.power = { ...volumes.power, most: flow() }
        break
      case 'CURRENT':
        volumes.current = { ...volumes.current, average: flow() }
        break
      case 'MIN_CURRENT':
        volumes.current = { ...volumes.current, least: flow() }
        break
      case 'MAX_CURRENT':
        volumes.current = { ...volumes.current, most: flow() }
        break
      case 'STATE_OF_CHARGE':
        break
      default:
        findings.push(unknownDimension(path(), dimension.type))
    }
  }
  volumes.energy ??= importedLessExported(imported, exported)
  return volumes
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

function readVolume({ type, volume }: CdrDimension, path: () => string, findings: Finding[]): Volume {
  const known = rational(volume)
  if (known !== undefined && known.n >= 0n) return known
  if (known === undefined) {
    findings.push({
      code: 'volume-unreadable',
      severity: 'error',
      path: `${path()}/volume`,
      message: `the volume of ${type} is a number; what it costs cannot be known`,
      requirement: 'R-CDR-17',
    })
    return 'unknown'
  }
  if (type === 'ENERGY') {
    findings.push({
      code: 'energy-negative',
      severity: 'warning',
      path: `${path()}/volume`,
      message: 'more energy was fed into the grid than charged; priced like energy charged, with its sign',
      requirement: 'R-CDR-17',
    })
    return known
  }
  findings.push({
    code: 'volume-negative',
    severity: 'error',
    path: `${path()}/volume`,
    message: `${type} cannot be negative; what it costs cannot be known`,
    requirement: 'R-CDR-17',
  })
  return 'unknown'
}

function readFlow({ type, volume }: CdrDimension, path: () => string, findings: Finding[]): number | undefined {
  if (typeof volume === 'number' && Number.isFinite(volume)) return volume
  findings.push({
    code: 'volume-unreadable',
    severity: 'warning',
    path: `${path()}/volume`,
    message: `the volume of ${type} is a number; taken as not stated`,
    requirement: 'R-CDR-17',
  })
  return undefined
}

const unknownDimension = (path: string, type: unknown): Finding => ({
  code: 'dimension-unknown',
  severity: 'warning',
  path: `${path}/type`,
  message: `OCPI has no dimension ${JSON.stringify(type)}; nothing is priced by it`,
  requirement: 'R-CDR-17',
})
