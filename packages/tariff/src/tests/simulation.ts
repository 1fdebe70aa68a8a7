// A second opinion: a session lived through second by second, and what it costs. Written from the specification, for
// sessions on a grid only (whole seconds, whole mWh per second, limits met at whole seconds). It shares no code with the
// engine, is slow, and does everything the plain way: at each second it asks each element, in order, whether it applies.

import type { ChargingPeriod, PriceComponent, Tariff, TariffElement, TariffRestrictions } from '@interchange/ocpi'
import type { Usage } from '../options.ts'

/** What a price depends on during one second. */
interface Second {
  readonly clock: Clock
  /** mWh of the session before this second. */
  readonly energy: number
  /** Seconds since the session, or the reservation, began. */
  readonly duration: number
  /** kW times 1,000,000, and A; at rest both are 0. */
  readonly power: number
  readonly current: number | undefined
}

interface Clock {
  /** YYYY-MM-DD */
  readonly date: string
  readonly weekday: string
  readonly secondOfDay: number
}

// ---- the clock on the wall: asked every quarter of an hour, as no zone changes in between ----

const quarters = new Map<string, Clock>()
const formats = new Map<string, Intl.DateTimeFormat>()

function quarterAt(timeZone: string, quarter: number): Clock {
  const key = `${timeZone} ${quarter}`
  let clock = quarters.get(key)
  if (clock) return clock
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(quarter * 1000).map(({ type, value }) => [type, value]))
  clock = {
    date: `${part.year}-${part.month}-${part.day}`,
    weekday: part.weekday!.toUpperCase(),
    secondOfDay: Number(part.hour) * 3600 + Number(part.minute) * 60,
  }
  quarters.set(key, clock)
  return clock
}

const secondOf = (time: string): number => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60

// ---- does an element apply? ----

function applies(restrictions: TariffRestrictions | undefined, second: Second): boolean {
  if (!restrictions) return true
  const r = restrictions
  const { clock, energy, duration, power, current } = second
  if (!withinDay(r.start_time, r.end_time, clock.secondOfDay)) return false
  if (r.start_date !== undefined && clock.date < r.start_date) return false
  if (r.end_date !== undefined && clock.date >= r.end_date) return false
  if (r.day_of_week !== undefined && r.day_of_week.length > 0) {
    if (!(r.day_of_week as string[]).includes(clock.weekday)) return false
  }
  if (r.min_kwh !== undefined && energy < Math.round(r.min_kwh * 1e6)) return false
  if (r.max_kwh !== undefined && energy >= Math.round(r.max_kwh * 1e6)) return false
  if (r.min_duration !== undefined && duration < r.min_duration) return false
  if (r.max_duration !== undefined && duration >= r.max_duration) return false
  if (r.min_power !== undefined && power < Math.round(r.min_power * 1e6)) return false
  if (r.max_power !== undefined && power >= Math.round(r.max_power * 1e6)) return false
  if (r.min_current !== undefined && current! < r.min_current) return false
  if (r.max_current !== undefined && current! >= r.max_current) return false
  return true
}

function withinDay(start: string | undefined, end: string | undefined, now: number): boolean {
  if (start === undefined && end === undefined) return true
  const from = start === undefined ? 0 : secondOf(start)
  let until = end === undefined ? 86_400 : secondOf(end)
  if (until === 0) until = 86_400
  if (from < until) return now >= from && now < until
  // It goes on over midnight.
  return now >= from || now < until
}

// ---- living through a session ----

type Kind = 'charge' | 'park' | 'reserve'

interface Meter {
  readonly tariff: Tariff
  readonly element: TariffElement
  readonly component: PriceComponent
  readonly part: keyof SimulatedParts
  /** Seconds, mWh, or 1. */
  amount: bigint
}

interface SimulatedParts {
  fixed: Two
  energy: Two
  time: Two
  parking: Two
  reservation: Two
}
/** Before and after taxes. */
type Two = readonly [Fraction, Fraction]

export interface Simulated {
  readonly total: readonly [string, string]
  readonly parts: Readonly<Record<keyof SimulatedParts, readonly [string, string]>>
}

export function simulate(usage: Usage, tariffs: readonly Tariff[], timeZone: string): Simulated {
  const periods = usage.charging_periods!
  const meters = new Map<PriceComponent, Meter>()
  let lastEnergy: Meter | undefined
  let lastTime: Meter | undefined
  let lastReservation: Meter | undefined
  const kinds = periods.map(kindOf)
  const expired = kinds.every((kind) => kind === 'reserve')
  const begin = (kind: (one: Kind) => boolean) => {
    const index = kinds.findIndex(kind)
    return index === -1 ? 0 : startOf(periods[index]!)
  }
  const sessionBegan = begin((kind) => kind !== 'reserve')
  const reservationBegan = begin((kind) => kind === 'reserve')
  let energy = 0

  for (const [index, period] of periods.entries()) {
    const from = startOf(period)
    const to = index + 1 < periods.length ? startOf(periods[index + 1]!) : Date.parse(usage.end_date_time!) / 1000
    const kind = kinds[index]!
    const all = Math.round((volume(period, 'ENERGY') ?? 0) * 1e6)
    const each = to > from ? all / (to - from) : 0
    const tariff = tariffs.find(({ id }) => id === period.tariff_id)
    const power = powerOf(period, kind, each)
    const current = kind === 'charge' ? volume(period, 'MAX_CURRENT') : 0
    let quarter = quarterAt(timeZone, from - (from % 900))
    for (let now = from; now < to; now++) {
      if (now % 900 === 0) quarter = quarterAt(timeZone, now)
      const second: Second = {
        clock: { date: quarter.date, weekday: quarter.weekday, secondOfDay: quarter.secondOfDay + (now % 900) },
        energy,
        duration: now - (kind === 'reserve' ? reservationBegan : sessionBegan),
        power,
        current,
      }
      if (tariff) {
        const meter = (type: PriceComponent['type']) => findMeter(meters, tariff, type, kind, expired, second)
        const fee = meter('FLAT')
        if (fee) fee.amount = 1n
        const time = meter(kind === 'park' ? 'PARKING_TIME' : 'TIME')
        if (time) {
          time.amount += 1n
          if (kind === 'reserve') lastReservation = time
          else lastTime = time
        }
        const used = each === 0 || kind === 'reserve' ? undefined : meter('ENERGY')
        if (used) {
          used.amount += BigInt(each)
          lastEnergy = used
        }
      }
      energy += each
    }
  }
  for (const last of [lastEnergy, lastTime, lastReservation]) if (last) roundUp(last, [...meters.values()])
  return bill(
    [...meters.values()],
    tariffs.filter(({ id }) => periods.some((one) => one.tariff_id === id)),
    expired,
  )
}

const startOf = ({ start_date_time }: ChargingPeriod): number => Date.parse(start_date_time) / 1000

const volume = ({ dimensions }: ChargingPeriod, wanted: string): number | undefined =>
  dimensions.find(({ type }) => type === wanted)?.volume

function kindOf(period: ChargingPeriod): Kind {
  if (volume(period, 'RESERVATION_TIME') !== undefined) return 'reserve'
  return volume(period, 'PARKING_TIME') !== undefined ? 'park' : 'charge'
}

/** Stated, or what the energy of a second is in an hour. */
function powerOf(period: ChargingPeriod, kind: Kind, each: number): number {
  const stated = volume(period, 'MAX_POWER')
  if (stated !== undefined) return Math.round(stated * 1e6)
  return kind === 'charge' ? each * 3600 : 0
}

function findMeter(
  meters: Map<PriceComponent, Meter>,
  tariff: Tariff,
  type: PriceComponent['type'],
  kind: Kind,
  expired: boolean,
  second: Second,
): Meter | undefined {
  // A reservation is priced by the elements for reservations; what is for expired ones goes first.
  const passes: (string | undefined)[] =
    kind !== 'reserve' ? [undefined] : expired ? ['RESERVATION_EXPIRES', 'RESERVATION'] : ['RESERVATION']
  for (const pass of passes) {
    for (const element of tariff.elements) {
      if (element.restrictions?.reservation !== pass) continue
      const component = element.price_components.find((one) => one.type === type)
      if (!component || !applies(element.restrictions, second)) continue
      let meter = meters.get(component)
      if (!meter) {
        meter = { tariff, element, component, part: partOf(component, element, kind), amount: 0n }
        meters.set(component, meter)
      }
      return meter
    }
  }
  return undefined
}

function partOf(component: PriceComponent, element: TariffElement, kind: Kind): keyof SimulatedParts {
  if (kind === 'reserve') return 'reservation'
  if (component.type === 'ENERGY') return 'energy'
  if (component.type === 'TIME') return 'time'
  if (component.type === 'PARKING_TIME') return 'parking'
  const others = element.price_components.filter(({ type }) => type !== 'FLAT').map(({ type }) => type)
  return others.length > 0 && others.every((type) => type === 'PARKING_TIME') ? 'parking' : 'fixed'
}

/** The total of what `last` measures goes up to whole steps; `last` is billed the difference. */
function roundUp(last: Meter, meters: readonly Meter[]): void {
  const { type, step_size } = last.component
  if (step_size === 0) return
  const step = BigInt(step_size) * (type === 'ENERGY' ? 1000n : 1n)
  let total = 0n
  for (const meter of meters) {
    if (meter.component.type === type && meter.part === last.part) total += meter.amount
  }
  const over = total % step
  if (over > 0n) last.amount += step - over
}

// ---- the bill ----

function bill(meters: readonly Meter[], tariffs: readonly Tariff[], expired: boolean): Simulated {
  const nothing: Two = [of(0n), of(0n)]
  const parts: SimulatedParts = {
    fixed: nothing,
    energy: nothing,
    time: nothing,
    parking: nothing,
    reservation: nothing,
  }
  for (const meter of meters) {
    const [before, after] = costOf(meter)
    const sum = parts[meter.part]
    parts[meter.part] = [plus(sum[0], before), plus(sum[1], after)]
  }
  let before = of(0n)
  let after = of(0n)
  for (const [one, other] of Object.values(parts)) {
    before = plus(before, one)
    after = plus(after, other)
  }
  if (!expired) {
    for (const { min_price } of tariffs) {
      if (!min_price) continue
      before = larger(before, ofNumber(min_price.before_taxes))
      after = larger(after, ofNumber(min_price.after_taxes!))
    }
  }
  for (const { max_price } of tariffs) {
    if (!max_price) continue
    before = smaller(before, ofNumber(max_price.before_taxes))
    after = smaller(after, ofNumber(max_price.after_taxes!))
  }
  const shown = Object.entries(parts).map(([part, [one, other]]) => [part, [shownAs(one), shownAs(other)]])
  return { total: [shownAs(before), shownAs(after)], parts: Object.fromEntries(shown) }
}

function costOf({ tariff, component, amount }: Meter): Two {
  const { type, price, vat } = component
  const unit = type === 'FLAT' ? 1n : type === 'ENERGY' ? 1_000_000n : 3600n
  const cost = times(ofNumber(price), [amount, unit])
  if (tariff.tax_included === 'N/A' || vat === undefined) return [cost, cost]
  const factor = plus(of(1n), times(ofNumber(vat), [1n, 100n]))
  return tariff.tax_included === 'YES' ? [over(cost, factor), cost] : [cost, times(cost, factor)]
}

// ---- fractions, always in lowest terms ----

type Fraction = readonly [top: bigint, bottom: bigint]

function of(top: bigint, bottom = 1n): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b > 0n) [a, b] = [b, a % b]
  return [top / a, bottom / a]
}
/** Test data has at most six digits after the point. */
const ofNumber = (value: number): Fraction => of(BigInt(Math.round(value * 1e6)), 1_000_000n)
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => of(a * d + c * b, b * d)
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => of(a * c, b * d)
const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => of(a * d, b * c)
const larger = (x: Fraction, y: Fraction): Fraction => (x[0] * y[1] > y[0] * x[1] ? x : y)
const smaller = (x: Fraction, y: Fraction): Fraction => (x[0] * y[1] < y[0] * x[1] ? x : y)

/** All digits if there are at most thirty, else ten, the last one rounded half up. Test data has no negative amounts. */
function shownAs([top, bottom]: Fraction): string {
  const exact = (top * 10n ** 30n) % bottom === 0n
  const digits = exact ? 30 : 10
  const units = exact ? (top * 10n ** 30n) / bottom : (top * 10n ** 10n * 2n + bottom) / (bottom * 2n)
  const all = units.toString().padStart(digits + 1, '0')
  const text = `${all.slice(0, -digits)}.${all.slice(-digits)}`
  return text.replace(/0+$/, '').replace(/\.$/, '')
}
