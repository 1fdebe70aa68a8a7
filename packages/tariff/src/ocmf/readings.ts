// The readings of a record (RD). OCMF 1.4, table 7; a field that is absent is that of the reading before, within a record.

import type { Decimal } from '@interchange/ocpi/define/decimal'
import type { Report } from './findings.ts'
import { type Fields, textIn } from './record.ts'
import { type Register, registerOf } from './register.ts'

export interface MeterReading {
  /** JSON pointer to the signed text the reading stands in, and its place in that text's RD. */
  readonly path: string
  readonly index: number
  /** UTC, RFC 3339 with milliseconds; absent when the meter's time cannot be read. */
  readonly time?: string
  /** The clock was U unsynchronized, I informative, S synchronized, R exact since the beginning. */
  readonly timeStatus?: 'U' | 'I' | 'S' | 'R'
  /** Why it was read (TX): B begin; C, S, T, X in between; E, L, R, A, P end. */
  readonly reason?: string
  readonly register: Register
  /** State of the register, kWh; absent when the reading is of something else. Loss in the cable is already taken off. */
  readonly energy?: Decimal
  /** What was taken off for loss in the cable since the begin, kWh. */
  readonly lost?: Decimal
  readonly current?: 'AC' | 'DC'
  /** The meter was well and says that its energy can be used. */
  readonly usable: boolean
}

/** Digits and exponents beyond this are no reading of a meter, and would cost time and memory. */
const LONGEST = 40
const NUMBER = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,2}))?$/i

/** An amount in kWh from its text and unit, digit by digit. */
function kilowattHours(text: string, unit: 'kwh' | 'wh'): Decimal | undefined {
  const match = text.length <= LONGEST ? NUMBER.exec(text) : null
  if (!match) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = match
  const units = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent) + (unit === 'wh' ? 3 : 0)
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale }
}

const FIELDS = ['TM', 'TX', 'RV', 'RI', 'RU', 'RT', 'CL', 'EF', 'ST'] as const
type Row = Partial<Record<(typeof FIELDS)[number], string>>

/** All readings of a payload, in its order. */
export function readReadings(payload: Fields, path: string, report: Report): readonly MeterReading[] {
  const rows = Object.hasOwn(payload, 'RD') ? payload.RD : undefined
  if (!Array.isArray(rows) || rows.length === 0) {
    report('ocmf-readings-missing', path, 'RD, the list of readings, is missing or empty')
    return []
  }
  const readings: MeterReading[] = []
  let before: Row = {}
  for (const [index, row] of rows.entries()) {
    const tell: Report = (code, at, message) => report(code, at, `RD[${index}]: ${message}`)
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      tell('ocmf-reading-unreadable', path, 'a reading is an object')
      continue
    }
    const own = Object.fromEntries(FIELDS.map((name) => [name, textIn(row as Fields, name)?.trim()]))
    const full: Row = {
      ...before,
      ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
    }
    // A reading without a value tells of an event: it is not the value before once more.
    readings.push(readingOf(own.RV === undefined ? without(full) : full, index, path, tell))
    before = full
  }
  return readings
}

const without = ({ RV: _value, CL: _lost, ...row }: Row): Row => row

function readingOf(row: Row, index: number, path: string, report: Report): MeterReading {
  const time = timeOf(row.TM, path, report)
  const energy = energyOf(row, path, report)
  const lost = row.CL === undefined ? undefined : kilowattHours(row.CL, unitOf(row) ?? 'kwh')
  if (row.CL !== undefined && lost === undefined) {
    report('ocmf-reading-unreadable', path, 'CL, the loss in the cable, is not a number of 0 or more')
  }
  if (row.TX === 'X') report('ocmf-exception', path, 'an error happened while charging (TX is X)')
  return {
    path,
    index,
    ...time,
    ...(row.TX && { reason: row.TX }),
    register: registerOf(row.RI),
    ...(energy && { energy }),
    ...(lost && { lost }),
    ...((row.RT === 'AC' || row.RT === 'DC') && { current: row.RT }),
    usable: isUsable(row, path, report),
  }
}

const unitOf = ({ RU }: Row): 'kwh' | 'wh' | undefined => {
  const unit = RU?.toLowerCase()
  return unit === 'kwh' || unit === 'wh' ? unit : undefined
}

function energyOf(row: Row, path: string, report: Report): Decimal | undefined {
  if (row.RV === undefined) return undefined
  const unit = unitOf(row)
  if (!unit) {
    const given = row.RU === undefined ? 'is missing' : 'is neither kWh nor Wh'
    report('ocmf-unit-unknown', path, `RU, the unit, ${given}: the reading does not count as energy`)
    return undefined
  }
  const energy = kilowattHours(row.RV, unit)
  if (!energy) report('ocmf-reading-unreadable', path, 'RV, the value, is not a number of 0 or more')
  return energy
}

/** Table 10: every state but G is a fault. Table 7, EF: E says that energy, t that time must not be billed. */
function isUsable({ ST, EF }: Row, path: string, report: Report): boolean {
  const well = ST === 'G'
  if (!well) {
    const state = ST === undefined ? 'is missing' : /^[A-Z]$/.test(ST) ? `is ${ST}` : 'is no known state'
    report('ocmf-meter-state', path, `ST, the state of the meter, ${state}; only G is good`)
  }
  if (EF?.includes('E')) report('ocmf-energy-unusable', path, 'the meter says that energy must not be billed (EF)')
  if (EF?.includes('t')) report('ocmf-time-unusable', path, 'the meter says that time must not be billed (EF)')
  return well && !EF?.includes('E')
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,3}))?(Z|[+-]\d\d:?\d\d)(?:\s+([UISR]))?$/

function timeOf(text: string | undefined, path: string, report: Report): Pick<MeterReading, 'time' | 'timeStatus'> {
  const match = text === undefined ? null : TIME.exec(text)
  const [, local = '', fraction = '', zone = '', status] = match ?? []
  const time = match ? instant(local, fraction, zone) : undefined
  if (time === undefined) {
    report('ocmf-time-unreadable', path, 'TM is not like 2018-07-24T13:22:04,000+0200 S')
    return {}
  }
  if (status === undefined || status === 'U') {
    report('ocmf-time-unsynchronized', path, "the meter's clock was not synchronized (TM)")
  }
  return { time, ...(status !== undefined && { timeStatus: status as 'U' | 'I' | 'S' | 'R' }) }
}

function instant(local: string, fraction: string, zone: string): string | undefined {
  const clock = Date.parse(`${local}.${fraction.padEnd(3, '0')}Z`)
  // Date.parse takes 31 February for 3 March.
  if (Number.isNaN(clock) || !new Date(clock).toISOString().startsWith(local)) return undefined
  const [hours, minutes] = zone === 'Z' ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 18 || minutes > 59) return undefined
  const ahead = (hours * 60 + minutes) * 60_000
  return new Date(clock - (zone.startsWith('-') ? -ahead : ahead)).toISOString()
}
