// Charging periods from meter readings: a new one wherever something that the price depends on changes (2.3.0 CDRs,
// "ChargingPeriod"; R-CDR-11). Where that falls between two readings the energy is split in proportion to time.

import type { CdrDimension, ChargingPeriod, Tariff, TariffRestrictions } from '@interchange/ocpi'
import { type Boundaries, boundaries, type Piece, pieces, whole } from './cuts.ts'
import type { Finding } from './finding.ts'
import { Flow, NOT_MEASURED, STILL } from './flow.ts'
import { zone as zoneOf } from './local-time.ts'
import { type Found, type Match, match } from './matching.ts'
import { type Interval, type MeterReading, meterIntervals, type Quantity } from './metered.ts'
import {
  add,
  compare,
  fraction,
  greatest,
  isZero,
  least,
  multiply,
  ONE,
  type Rational,
  round,
  subtract,
  text,
  ZERO,
} from './rational.ts'
import { noMarks } from './restrictions.ts'
import type { Stretch } from './stretches.ts'
import { type Phase, readTariff, type TariffReading } from './tariff-reading.ts'

export interface PeriodOptions {
  /** That prices the session; undefined: none does, and periods name none. */
  readonly tariff?: Tariff | undefined
  /** The location's, an IANA name. */
  readonly timeZone?: string | undefined
  /** V of the connector from phase to neutral; for currents that a tariff asks for and nobody measured. */
  readonly volts?: number | undefined
}

export interface MeteredPeriods {
  readonly periods: readonly ChargingPeriod[]
  /** kWh from the first to the last reading; the periods add up to it. */
  readonly kwh: number
  readonly findings: readonly Finding[]
}

/** A piece of an interval under the same prices all along. */
interface Span {
  readonly interval: Interval
  /** ms. */
  readonly from: number
  /** kWh of the session at its start. */
  readonly energyFrom: Rational
  /** Equal for neighbours that belong together. */
  readonly kind: string
}

/**
 * Of a session from the first to the last of `readings`, which are in order of time. Priced with or without cutting, the
 * periods cost the same: none of them crosses a boundary of the tariff.
 */
export function chargingPeriods(readings: readonly MeterReading[], options: PeriodOptions = {}): MeteredPeriods {
  const { intervals, energy, findings } = meterIntervals(readings, options.volts)
  const spans = intervals.length === 0 ? [] : spansOf(intervals, options)
  const end = { at: readings.at(-1)?.at ?? 0, energy }
  const limits = limitsOf(options.tariff)
  const groups = joined(spans)
  return {
    periods: groups.map((group, index) => {
      const next = groups[index + 1]?.[0]
      const until = next ? { at: next.from, energy: next.energyFrom } : end
      return periodOf(group, until, limits, options.tariff?.id)
    }),
    kwh: Number(text(energy)),
    findings,
  }
}

function spansOf(intervals: readonly Interval[], { tariff, timeZone }: PeriodOptions): Span[] {
  // What is wrong with the tariff is said where it is priced.
  const reading = tariff && readTariff(tariff, '/tariffs/0', undefined, [])
  const zone = timeZone === undefined ? undefined : zoneOf(timeZone)
  const marks = reading?.marks ?? noMarks()
  const within = boundaries(marks, zone, intervals[0]!.from, intervals.at(-1)!.to)
  const limits = limitsOf(tariff)
  const charges = intervals.find(({ phase }) => phase !== 'reservation')
  return intervals.flatMap((interval) => {
    const since = interval.phase === 'reservation' ? intervals[0]!.from : charges!.from
    const stretch = stretchOf(interval, since)
    const cut = reading ? pieces(stretch, within) : [whole(stretch, within)]
    return cut.map((piece): Span => {
      const from = instantIn(interval, piece.from)
      const prices = reading ? pricesIn(reading, interval.phase, piece) : ''
      return {
        interval,
        from,
        energyFrom: energyAt(interval, piece.from),
        kind: [interval.phase, prices, levels(interval, limits), regions(piece, from, within)].join(';'),
      }
    })
  })
}

function stretchOf({ from, to, phase, energy, energyBefore, power, current }: Interval, since: number): Stretch {
  const flow = (quantity: Quantity | undefined): Flow =>
    phase !== 'charging'
      ? STILL
      : new Flow(quantity ? { ...NOT_MEASURED, least: quantity.value, most: quantity.value } : NOT_MEASURED)
  return {
    period: 0,
    phase,
    from,
    to,
    energy,
    seconds: fraction(to - from, 1000),
    assumed: false,
    power: flow(power),
    current: flow(current),
    energyBefore,
    since,
    tariffId: undefined,
  }
}

/** Which components price it; of a reservation also those that do when it expires. */
function pricesIn(reading: TariffReading, phase: Phase, piece: Piece): string {
  const lists = phase === 'reservation' ? [reading.reservation, reading.expired] : [reading[phase]]
  return lists.map((list) => shown(match(list, piece))).join(' ')
}

const shown = ({ energy, time, flat }: Match): string => [energy, time, flat].map(nameOf).join(',')
const nameOf = (found: Found): string =>
  typeof found === 'object' ? `${found.element}/${found.component}` : `${found}`

interface Limits {
  readonly power: readonly number[]
  readonly current: readonly number[]
}

function limitsOf(tariff: Tariff | undefined): Limits {
  const all = (...names: (keyof TariffRestrictions)[]): number[] => [
    ...new Set(
      (tariff?.elements ?? []).flatMap((element) =>
        names.map((name) => element?.restrictions?.[name]).filter((limit) => typeof limit === 'number'),
      ),
    ),
  ]
  return { power: all('min_power', 'max_power'), current: all('min_current', 'max_current') }
}

/** Which limits are reached: a period in which one is passed would have its price guessed. */
function levels({ power, current }: Interval, limits: Limits): string {
  const level = (quantity: Quantity | undefined, of: readonly number[]): string =>
    quantity ? `${of.filter((limit) => quantity.value >= limit).length}` : '-'
  return [
    limits.power.length > 0 ? level(power, limits.power) : '',
    limits.current.length > 0 ? level(current, limits.current) : '',
  ].join()
}

/**
 * Where a tariff has limits of energy beside others, a period may not hide when the one was passed: the energy of a period
 * is taken to flow evenly, and in truth it did not.
 */
function regions(piece: Piece, from: number, { clock, marks }: Boundaries): string {
  if (marks.energy.length === 0 || (clock.length === 0 && marks.duration.size === 0)) return ''
  return [
    marks.energy.filter((limit) => compare(piece.energy, limit) >= 0).length,
    [...marks.duration].filter((limit) => piece.duration >= limit).length,
    clock.filter((at) => at <= from).length,
  ].join()
}

function joined(spans: readonly Span[]): Span[][] {
  const groups: Span[][] = []
  for (const span of spans) {
    const last = groups.at(-1)
    if (last && last[0]!.kind === span.kind) last.push(span)
    else groups.push([span])
  }
  return groups
}

const TIMES = { charging: 'TIME', parking: 'PARKING_TIME', reservation: 'RESERVATION_TIME' } as const

function periodOf(
  group: readonly Span[],
  until: { readonly at: number; readonly energy: Rational },
  limits: Limits,
  tariffId: string | undefined,
): ChargingPeriod {
  const first = group[0]!
  const { phase } = first.interval
  const hours = round(fraction(until.at - first.from, 3_600_000), 4)
  const energy = subtract(until.energy, first.energyFrom)
  const dimensions: CdrDimension[] = []
  if (phase !== 'reservation' || !isZero(energy)) dimensions.push({ type: 'ENERGY', volume: Number(text(energy)) })
  dimensions.push({ type: TIMES[phase], volume: Number(text(hours)) })
  const intervals = group.map(({ interval }) => interval)
  dimensions.push(
    ...extremes(
      ['MIN_POWER', 'MAX_POWER'],
      intervals.map(({ power }) => power),
      limits.power.length > 0,
    ),
    ...extremes(
      ['MIN_CURRENT', 'MAX_CURRENT'],
      intervals.map(({ current }) => current),
      limits.current.length > 0,
    ),
  )
  return {
    start_date_time: instantText(first.from),
    dimensions,
    ...(tariffId === undefined ? {} : { tariff_id: tariffId }),
  }
}

/** Where somebody measured it, or the tariff asks. */
function extremes(
  [min, max]: readonly ['MIN_POWER', 'MAX_POWER'] | readonly ['MIN_CURRENT', 'MAX_CURRENT'],
  quantities: readonly (Quantity | undefined)[],
  asked: boolean,
): CdrDimension[] {
  const known = quantities.filter((quantity) => quantity !== undefined)
  if (known.length === 0 || !(asked || known.some(({ derived }) => !derived))) return []
  const values = known.map(({ value }) => value)
  return [
    { type: min, volume: values.reduce((a, b) => Math.min(a, b)) },
    { type: max, volume: values.reduce((a, b) => Math.max(a, b)) },
  ]
}

const instantIn = ({ from, to }: Interval, share: Rational): number =>
  isZero(share) ? from : from + Number(text(round(multiply(fraction(to - from), share), 0)))

/** Six digits are a milliwatt-hour: what has no more is kept as it is, the rest gets the four that OCPI's numbers have. */
function energyAt({ energyBefore, energy }: Interval, share: Rational): Rational {
  if (isZero(share)) return kept(energyBefore)
  const exact = share === ONE ? add(energyBefore, energy) : add(energyBefore, multiply(energy, share))
  return least(greatest(kept(exact), energyBefore), add(energyBefore, energy))
}

function kept(value: Rational): Rational {
  const six = round(value, 6)
  return compare(six, value) === 0 ? six : greatest(round(value, 4), ZERO)
}

/** Without a fraction where there is none, as most of OCPI's times are. */
const instantText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
