// What the records of a session say together: where each register began and ended, and whether they belong together.
// OCMF 1.4, "Signing and Verification Process": begin first, end last, one source, no gap, nothing unusable.

import { compare, type Decimal, subtract } from '@interchange/ocpi/define/decimal'
import type { Report } from './findings.ts'
import type { MeterReading } from './readings.ts'
import type { Register } from './register.ts'

/** A record that counts: its signature is not wrong. */
export interface ReadRecord {
  readonly path: string
  readonly nature: string
  readonly readings: readonly MeterReading[]
  readonly meter?: string
  readonly gateway?: string
  /** The context and the number of the pagination: `T` and 12. */
  readonly page?: { readonly context: string; readonly number: bigint }
  /** Of the driver: compared, never shown. */
  readonly identification?: string
  readonly signed: string
}

export interface RegisterEnergy {
  readonly register: Register
  readonly begin?: MeterReading
  readonly end?: MeterReading
  /** End minus begin, kWh; absent unless both can be used. */
  readonly energy?: Decimal
}

const END = ['E', 'L', 'R', 'A', 'P']

/** All registers of energy, the one to bill by first. */
export function readTransaction(records: readonly ReadRecord[], report: Report): readonly RegisterEnergy[] {
  const inOrder = [...records].sort(byTime)
  compareSources(inOrder, report)
  comparePages(inOrder, report)
  const registers = registersOf(inOrder)
    .map((readings) => energyOf(readings, report))
    .sort((a, b) => rankOf(a) - rankOf(b))
  const billed = billedOf(registers)
  const path = inOrder.at(-1)?.path ?? ''
  if (records.length > 0 && !billed) {
    report('ocmf-energy-unknown', path, 'no reading of energy that was drawn, in kWh or Wh')
  }
  if (billed && !billed.begin) report('ocmf-begin-missing', path, 'no reading of the begin (TX B)')
  if (billed && !billed.end) report('ocmf-end-missing', path, 'no reading of the end (TX E, L, R, A or P)')
  return registers
}

/** The register to bill by: the first, unless all are of what the car gave back. */
export const billedOf = (registers: readonly RegisterEnergy[]): RegisterEnergy | undefined =>
  registers[0]?.register.direction === 'export' ? undefined : registers[0]

/** By the last reading: a record of the whole session comes after that of its begin. A record without times stays. */
const byTime = (a: ReadRecord, b: ReadRecord): number => {
  const [first, second] = [a.readings.at(-1)?.time, b.readings.at(-1)?.time]
  return first === undefined || second === undefined || first === second ? 0 : first < second ? -1 : 1
}

interface Placed extends MeterReading {
  readonly nature: string
}

/** The readings of energy, register by register. */
function registersOf(records: readonly ReadRecord[]): readonly (readonly Placed[])[] {
  const found = new Map<string, Placed[]>()
  for (const { readings, nature } of records) {
    for (const reading of readings) {
      if (!reading.energy) continue
      const { name } = reading.register
      const others = found.get(name) ?? []
      others.push({ ...reading, nature: nature.toLowerCase() })
      found.set(name, others)
    }
  }
  return [...found.values()]
}

/** Export comes last; one that has begin and end comes before one that has not. */
const rankOf = ({ register, begin, end }: RegisterEnergy): number =>
  register.rank + (begin && end ? 0 : 100) + (register.direction === 'export' ? 1000 : 0)

// Readings outside of a transaction have no TX: then the nature OCPI states tells.
const isBegin = ({ reason, nature }: Placed) => (reason ? reason === 'B' : nature === 'start')
const isEnd = ({ reason, nature }: Placed) => (reason ? END.includes(reason) : nature === 'end')

function energyOf(readings: readonly Placed[], report: Report): RegisterEnergy {
  const { register } = readings[0] as Placed
  const begins = readings.filter(isBegin)
  const ends = readings.filter(isEnd)
  const sound = [agree(begins, 'begin', report), agree(ends, 'end', report), isForward(readings, report)].every(
    (one) => one,
  )
  const begin = begins[0]
  const end = ends.at(-1)
  const energy =
    sound && begin?.usable && end?.usable ? subtract(end.energy as Decimal, begin.energy as Decimal) : undefined
  return {
    register,
    ...(begin && { begin: bare(begin) }),
    ...(end && { end: bare(end) }),
    ...(energy && { energy }),
  }
}

const bare = ({ nature: _nature, ...reading }: Placed): MeterReading => reading

/** The begin often stands in two records, that of the begin and that of the end: with one value. */
function agree(readings: readonly Placed[], what: string, report: Report): boolean {
  const odd = readings.find(({ energy }) => compare(energy as Decimal, readings[0]?.energy as Decimal) !== 0)
  if (!odd) return true
  report('ocmf-readings-differ', odd.path, `RD[${odd.index}]: another value of the ${what} than the record before`)
  return false
}

/** In the order of time no value is lower than the one before, and the begin is not later than the end. */
function isForward(readings: readonly Placed[], report: Report): boolean {
  const timed = readings.every(({ time }) => time !== undefined)
  const inOrder = timed ? [...readings].sort(byTimeThenReason) : readings
  const lower = inOrder.filter((reading, at) => {
    const before = inOrder[at - 1]
    return before && compare(reading.energy as Decimal, before.energy as Decimal) < 0
  })
  for (const { path, index } of lower) {
    report('ocmf-readings-backwards', path, `RD[${index}]: the value is lower than that of an earlier reading`)
  }
  const firstEnd = inOrder.findIndex(isEnd)
  const late = firstEnd < 0 ? undefined : inOrder.slice(firstEnd).find(isBegin)
  if (late) report('ocmf-readings-backwards', late.path, `RD[${late.index}]: the begin is later than the end`)
  return lower.length === 0 && !late
}

const phase = (reading: Placed) => (isBegin(reading) ? 0 : isEnd(reading) ? 2 : 1)

const byTimeThenReason = (a: Placed, b: Placed): number =>
  a.time === b.time ? phase(a) - phase(b) : (a.time as string) < (b.time as string) ? -1 : 1

/** All records are of one meter and of one driver. */
function compareSources(records: readonly ReadRecord[], report: Report): void {
  const differs = (of: (record: ReadRecord) => string | undefined) => {
    const stated = records.filter((record) => of(record))
    return stated.find((record) => of(record) !== of(stated[0] as ReadRecord))
  }
  const meter = differs(({ meter }) => meter) ?? differs(({ gateway }) => gateway)
  if (meter) report('ocmf-meter-differs', meter.path, 'another serial number (MS or GS) than in the record before')
  const driver = differs(({ identification }) => identification)
  if (driver) {
    report('ocmf-identification-differs', driver.path, 'another identification (ID) than in the record before')
  }
}

/** Table 2: the numbers of a context count up one by one. A gateway of several charging points counts for all of them. */
function comparePages(records: readonly ReadRecord[], report: Report): void {
  for (const [at, { page, path, signed }] of records.entries()) {
    const before = records.slice(0, at).findLast((one) => one.page && one.page.context === page?.context)
    if (!page || !before?.page) continue
    const step = page.number - before.page.number
    if (step < 0n) report('ocmf-pagination-backwards', path, 'a later record has a lower number (PG)')
    else if (step > 1n)
      report('ocmf-pagination-gap', path, 'there are records between this one and the one before (PG)')
    else if (step === 0n && before.signed !== signed) {
      report('ocmf-pagination-repeated', path, 'two different records have the same number (PG)')
    }
  }
}
