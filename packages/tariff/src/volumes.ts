// What the dimensions of one charging period say (2.3.0 CDRs, "CdrDimensionType").

import type { CdrDimension, ChargingPeriod } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import type { Measured } from './flow.ts'
import { add, type Rational, rational, subtract, ZERO } from './rational.ts'

/** A volume that is stated and makes no sense is `unknown`; one that is not stated is undefined. */
export type Volume = Rational | 'unknown' | undefined

export interface Volumes {
  /** kWh; negative when more was fed into the grid. */
  readonly energy: Volume
  /** Hours. */
  readonly time: Volume
  readonly parking: Volume
  readonly reservation: Volume
  /** kW. */
  readonly power: Measured
  /** A. */
  readonly current: Measured
}

const FIELDS: Readonly<Record<string, string>> = {
  ENERGY: 'energy',
  ENERGY_IMPORT: 'imported',
  ENERGY_EXPORT: 'exported',
  TIME: 'time',
  PARKING_TIME: 'parking',
  RESERVATION_TIME: 'reservation',
}
const FLOWS = new Set(['CURRENT', 'MIN_CURRENT', 'MAX_CURRENT', 'POWER', 'MIN_POWER', 'MAX_POWER'])

export function readVolumes({ dimensions }: ChargingPeriod, path: string, findings: Finding[]): Volumes {
  const sums: Record<string, Volume> = {}
  const flows: Record<string, number | undefined> = {}
  for (const [index, dimension] of (dimensions ?? []).entries()) {
    const at = `${path}/dimensions/${index}`
    const { type } = dimension
    const field = FIELDS[type]
    if (field !== undefined) sums[field] = together(sums[field], readVolume(dimension, at, findings))
    else if (FLOWS.has(type)) flows[type] = readFlow(dimension, at, findings)
    else if (type !== 'STATE_OF_CHARGE') findings.push(unknownDimension(at, type))
  }
  return {
    energy: sums.energy ?? importedLessExported(sums.imported, sums.exported),
    time: sums.time,
    parking: sums.parking,
    reservation: sums.reservation,
    power: { average: flows.POWER, least: flows.MIN_POWER, most: flows.MAX_POWER },
    current: { average: flows.CURRENT, least: flows.MIN_CURRENT, most: flows.MAX_CURRENT },
  }
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

function readVolume({ type, volume }: CdrDimension, path: string, findings: Finding[]): Volume {
  const known = rational(volume)
  if (known === undefined) {
    findings.push({
      code: 'volume-unreadable',
      severity: 'error',
      path: `${path}/volume`,
      message: `the volume of ${type} is a number; what it costs cannot be known`,
      requirement: 'R-CDR-17',
    })
    return 'unknown'
  }
  if (known.n >= 0n) return known
  if (type === 'ENERGY') {
    findings.push({
      code: 'energy-negative',
      severity: 'warning',
      path: `${path}/volume`,
      message: 'more energy was fed into the grid than charged; priced like energy charged, with its sign',
      requirement: 'R-CDR-17',
    })
    return known
  }
  findings.push({
    code: 'volume-negative',
    severity: 'error',
    path: `${path}/volume`,
    message: `${type} cannot be negative; what it costs cannot be known`,
    requirement: 'R-CDR-17',
  })
  return 'unknown'
}

function readFlow({ type, volume }: CdrDimension, path: string, findings: Finding[]): number | undefined {
  if (typeof volume === 'number' && Number.isFinite(volume)) return volume
  findings.push({
    code: 'volume-unreadable',
    severity: 'warning',
    path: `${path}/volume`,
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
