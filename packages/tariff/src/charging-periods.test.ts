import type { ChargingPeriod, Tariff } from '@interchange/ocpi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargingPeriods } from './charging-periods.ts'
import { type Cost, costParts } from './cost.ts'
import type { MeterReading } from './metered.ts'
import type { Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, tariff } from './tests/builders.ts'
import { cases } from './tests/random.ts'

const RUNS = { numRuns: 200, seed: 24112026 }
const NOON = Date.parse('2026-06-12T10:00:00Z')
const minute = (count: number) => NOON + count * 60_000
const read = (minutes: number, meterWh?: number, more: Partial<MeterReading> = {}): MeterReading => ({
  at: minute(minutes),
  meterWh,
  phase: 'charging',
  ...more,
})
const amounts = (cost: Cost) => [cost.total, ...costParts.map((part) => cost[part])]
const volumes = ({ dimensions }: ChargingPeriod) =>
  Object.fromEntries(dimensions.map(({ type, volume }) => [type, volume]))
/** Minutes after 12:00 in Amsterdam, and what is said of the period. */
const shown = (periods: readonly ChargingPeriod[]) =>
  periods.map((period) => [(Date.parse(period.start_date_time) - NOON) / 60_000, volumes(period)])

/** What happened in a random session, as the meter would have told it: all of it under one tariff. */
function metered(usage: Usage): MeterReading[] {
  let micro = 7_000_000n
  const readings: MeterReading[] = []
  for (const { start_date_time, dimensions } of usage.charging_periods!) {
    const said = Object.fromEntries(dimensions.map(({ type, volume }) => [type, volume]))
    const phase = 'RESERVATION_TIME' in said ? 'reservation' : 'PARKING_TIME' in said ? 'parking' : 'charging'
    const powerW = said.MAX_POWER === undefined ? undefined : Math.round(said.MAX_POWER * 1000)
    readings.push({
      at: Date.parse(start_date_time),
      meterWh: Number(`${micro}e-3`),
      phase,
      powerW,
      currentA: said.MAX_CURRENT,
    })
    micro += BigInt(Math.round((said.ENERGY ?? 0) * 1e6))
  }
  readings.push({ at: Date.parse(usage.end_date_time!), meterWh: Number(`${micro}e-3`), phase: 'charging' })
  return readings
}

describe('charging periods from meter readings', () => {
  it('R-CDR-11 cost what the meter’s own intervals cost, and none crosses a boundary', () => {
    fc.assert(
      fc.property(cases, ({ usage: random, tariffs, timeZone }) => {
        const [first] = tariffs
        const usage = {
          ...random,
          charging_periods: random.charging_periods!.map((period) => ({ ...period, tariff_id: first!.id })),
        }
        const readings = metered(usage)
        const { periods, kwh, findings } = chargingPeriods(readings, { tariff: first, timeZone })
        const { total_energy, ...rest } = usage
        const made = { ...rest, charging_periods: periods }
        const options = { tariffs: [first!], timeZone }
        const cost = price(made, options)
        expect(cost.findings.filter(({ code }) => code.startsWith('period-') || code.startsWith('limit-'))).toEqual([])
        expect(amounts(cost)).toEqual(amounts(price(usage, options)))
        expect(amounts(price(made, { ...options, cut: false }))).toEqual(amounts(cost))
        const micro = periods.reduce((sum, period) => sum + Math.round((volumes(period).ENERGY ?? 0) * 1e6), 0)
        expect([micro, findings]).toEqual([Math.round(kwh * 1e6), []])
        const metered_ = readings.at(-1)!.meterWh! - readings[0]!.meterWh!
        expect(kwh).toBeCloseTo(metered_ / 1000, 6)
      }),
      RUNS,
    )
  })

  it('the energy of the periods is that of the meter to the last digit, wherever they are cut', () => {
    const wattHours = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 9999 }), wh: fc.nat(99_999) }), {
      minLength: 1,
      maxLength: 20,
    })
    const times = fc.array(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(wattHours, times, fc.nat(200_000), ([...steps], minutes, limit) => {
        const clock = (of: number) => `${`${Math.floor(of / 60)}`.padStart(2, '0')}:${`${of % 60}`.padStart(2, '0')}`
        const of = tariff([
          ...minutes.map((start, index) =>
            element([component('ENERGY', index + 1)], { start_time: clock(start), min_kwh: limit / 1000 }),
          ),
          element([component('ENERGY', 99)]),
        ])
        let at = NOON
        let wh = 1_000_000
        const readings = [{ at, meterWh: wh, phase: 'charging' as const }]
        for (const step of steps) {
          at += step.seconds * 1000
          wh += step.wh
          readings.push({ at, meterWh: wh, phase: 'charging' })
        }
        const { periods, kwh } = chargingPeriods(readings, { tariff: of, timeZone: 'Europe/Amsterdam' })
        const energies = periods.map((period) => volumes(period).ENERGY!)
        // In whole mWh, as no cut has more digits than that.
        expect(energies.reduce((sum, one) => sum + Math.round(one * 1e6), 0)).toBe((wh - 1_000_000) * 1000)
        expect([kwh, energies.filter((one) => one < 0)]).toEqual([(wh - 1_000_000) / 1000, []])
        const usage: Usage = {
          start_date_time: new Date(NOON).toISOString(),
          end_date_time: new Date(at).toISOString(),
          charging_periods: periods,
        }
        const cost = price(usage, { tariffs: [of], timeZone: 'Europe/Amsterdam' })
        expect(cost.findings.map(({ code }) => code)).not.toContain('period-crosses-boundary')
      }),
      RUNS,
    )
  })

  it('R-CDR-11 a price that changes at 17:00 local time starts a period there, the energy split by time', () => {
    const of = tariff([
      element([component('ENERGY', 0.5)], { start_time: '17:00', end_time: '19:00' }),
      element([component('ENERGY', 0.3)]),
    ])
    const readings = [read(240, 1000), read(300, 7000), read(330, 9000)]
    const { periods } = chargingPeriods(readings, { tariff: of, timeZone: 'Europe/Amsterdam' })
    expect(shown(periods)).toEqual([
      [240, { ENERGY: 6, TIME: 1 }],
      [300, { ENERGY: 2, TIME: 0.5 }],
    ])
    const between = [read(240, 1000), read(330, 10_000)]
    expect(shown(chargingPeriods(between, { tariff: of, timeZone: 'Europe/Amsterdam' }).periods)).toEqual([
      [240, { ENERGY: 6, TIME: 1 }],
      [300, { ENERGY: 3, TIME: 0.5 }],
    ])
    expect(periods.map((period) => period.tariff_id)).toEqual(['T', 'T'])
  })

  it('the hour that comes twice in autumn has its price twice', () => {
    const of = tariff([
      element([component('TIME', 6)], { start_time: '02:00', end_time: '03:00' }),
      element([component('TIME', 3)]),
    ])
    const at = (time: string) => Date.parse(`2026-10-${time}:00Z`)
    const readings = [
      { at: at('24T23:00'), meterWh: 0, phase: 'charging' as const },
      { at: at('25T03:00'), meterWh: 8000, phase: 'charging' as const },
    ]
    const { periods } = chargingPeriods(readings, { tariff: of, timeZone: 'Europe/Berlin' })
    expect(periods.map(({ start_date_time, dimensions }) => [start_date_time, dimensions[1]!.volume])).toEqual([
      ['2026-10-24T23:00:00Z', 1],
      ['2026-10-25T00:00:00Z', 2],
      ['2026-10-25T02:00:00Z', 1],
    ])
  })

  it('limits of energy and duration start a period where they are passed', () => {
    const of = tariff([
      element([component('ENERGY', 0.5)], { max_kwh: 2 }),
      element([component('ENERGY', 0.3)]),
      element([component('TIME', 1)], { min_duration: 2700 }),
    ])
    const { periods } = chargingPeriods([read(0, 500), read(60, 4500)], { tariff: of })
    expect(shown(periods)).toEqual([
      [0, { ENERGY: 2, TIME: 0.5 }],
      [30, { ENERGY: 1, TIME: 0.25 }],
      [45, { ENERGY: 1, TIME: 0.25 }],
    ])
  })

  it('limits of power and current: measured, else worked out from the energy and the connector', () => {
    const of = tariff([
      element([component('ENERGY', 0.5)], { min_power: 11 }),
      element([component('ENERGY', 0.3)], { max_current: 16 }),
      element([component('ENERGY', 0.1)]),
    ])
    const readings = [
      read(0, 0, { powerW: 0 }),
      read(30, 6000, { powerW: 10_000, currentA: 14 }),
      read(60, 11_000),
      read(120, 15_600),
    ]
    const { periods } = chargingPeriods(readings, { tariff: of, volts: 230 })
    expect(shown(periods)).toEqual([
      // 0 W at the start was measured before the car began.
      [0, { ENERGY: 6, TIME: 0.5, MIN_POWER: 12, MAX_POWER: 12, MIN_CURRENT: 52.1739, MAX_CURRENT: 52.1739 }],
      [30, { ENERGY: 5, TIME: 0.5, MIN_POWER: 10, MAX_POWER: 10, MIN_CURRENT: 14, MAX_CURRENT: 14 }],
      [60, { ENERGY: 4.6, TIME: 1, MIN_POWER: 4.6, MAX_POWER: 4.6, MIN_CURRENT: 20, MAX_CURRENT: 20 }],
    ])
  })

  it('nothing is left to guess where limits of several kinds meet, though no price changes', () => {
    const crossed = (of: Tariff, readings: MeterReading[]) => {
      const { periods } = chargingPeriods(readings, { tariff: of, timeZone: 'Europe/Amsterdam' })
      const usage: Usage = {
        start_date_time: periods[0]!.start_date_time,
        end_date_time: new Date(readings.at(-1)!.at).toISOString(),
        charging_periods: periods,
      }
      const { total, findings } = price(usage, { tariffs: [of], timeZone: 'Europe/Amsterdam' })
      return [periods.length, total?.before_taxes, findings.map(({ code }) => code)]
    }
    // 10 kWh are passed at 17:12, when the dearer price is over; energy that ran evenly would have passed them at 16:40.
    const dearUntilFive = tariff([
      element([component('ENERGY', 0.5)], { min_kwh: 10, end_time: '17:00' }),
      element([component('ENERGY', 0.3)]),
    ])
    expect(crossed(dearUntilFive, [read(240, 0), read(300, 5000), read(360, 30_000)])).toEqual([3, '9', []])
    const dearLater = tariff([
      element([component('ENERGY', 0.5)], { min_power: 11, min_duration: 36_000 }),
      element([component('ENERGY', 0.3)]),
    ])
    const slower = [read(0, 0, { powerW: 20_000 }), read(30, 10_000, { powerW: 5000 }), read(60, 12_500)]
    expect(crossed(dearLater, slower)).toEqual([2, '3.75', []])
  })

  it('R-CDR-18 a reservation, charging and parking are periods of their own', () => {
    const readings = [
      read(0, 100, { phase: 'reservation' }),
      read(30, 100),
      read(60, 3100, { phase: 'parking' }),
      read(75, 3100),
      read(90, 4100),
    ]
    expect(shown(chargingPeriods(readings).periods)).toEqual([
      [0, { RESERVATION_TIME: 0.5 }],
      [30, { ENERGY: 3, TIME: 0.5 }],
      [60, { ENERGY: 0, PARKING_TIME: 0.25 }],
      [75, { ENERGY: 1, TIME: 0.25 }],
    ])
  })

  it('a meter that runs backwards is a finding, and never negative energy', () => {
    const { periods, kwh, findings } = chargingPeriods([read(0, 1000), read(10, 3000), read(20, 2500), read(30, 4000)])
    expect([kwh, shown(periods)]).toEqual([3, [[0, { ENERGY: 3, TIME: 0.5 }]]])
    expect(findings).toMatchObject([{ code: 'meter-backwards', severity: 'warning' }])
    expect(findings[0]!.message).toContain('2026-06-12T10:20:00.000Z')
    expect(chargingPeriods([read(0, 1000), read(10, 0)]).kwh).toBe(0)
  })

  it('where nobody read the meter the energy runs evenly, and before the first value there is none', () => {
    const of = (readings: MeterReading[]) => shown(chargingPeriods(readings).periods)
    expect(of([read(0, 0), read(20, undefined, { phase: 'parking' }), read(60, 3000)])).toEqual([
      [0, { ENERGY: 1, TIME: 0.3333 }],
      [20, { ENERGY: 2, PARKING_TIME: 0.6667 }],
    ])
    expect(of([read(0), read(30, 5000), read(60, 6000)])).toEqual([[0, { ENERGY: 1, TIME: 1 }]])
    expect(of([read(0, 5000), read(30, 6000), read(60)])).toEqual([[0, { ENERGY: 1, TIME: 1 }]])
    expect(of([read(0), read(30)])).toEqual([[0, { ENERGY: 0, TIME: 0.5 }]])
    expect([of([]), of([read(0, 1)])]).toEqual([[], []])
  })

  it('what a broken tariff says is left to whoever prices it', () => {
    const broken = { ...tariff([]), elements: [{ restrictions: { min_kwh: 'ten' } }, null] } as unknown as Tariff
    expect(chargingPeriods([read(0, 0), read(30, 1000)], { tariff: broken, timeZone: 'Mars' }).periods).toHaveLength(1)
  })
})
