import type { ChargingPeriod, Tariff } from '@interchange/ocpi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cost, costParts } from './cost.ts'
import type { Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, session, tariff } from './tests/builders.ts'
import { cases } from './tests/random.ts'

const RUNS = { numRuns: 500, seed: 25102026 }
const amounts = (cost: Cost) => [cost.total, ...costParts.map((part) => cost[part])]

/** Every period in two, at a whole second within it; what it measured is split like its time. */
function split(usage: Usage, share: number): Usage {
  const periods = usage.charging_periods!
  const charging_periods = periods.flatMap((period, index): ChargingPeriod[] => {
    const from = Date.parse(period.start_date_time)
    const to = Date.parse(periods[index + 1]?.start_date_time ?? usage.end_date_time!)
    const seconds = (to - from) / 1000
    const first = Math.floor(seconds * share)
    if (first === 0 || first === seconds) return [period]
    const part = (start: number, length: number): ChargingPeriod => ({
      ...period,
      start_date_time: new Date(start).toISOString(),
      dimensions: period.dimensions.map(({ type, volume }) => {
        if (type.endsWith('TIME')) return { type, volume: length / 3600 }
        if (type !== 'ENERGY') return { type, volume }
        return { type, volume: (Math.round((volume * 1e6) / seconds) * length) / 1e6 }
      }),
    })
    return [part(from, first), part(from + first * 1000, seconds - first)]
  })
  return { ...usage, charging_periods }
}

describe('properties of a price', () => {
  it('R-CDR-11 splitting charging periods does not change it', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ usage, tariffs, timeZone }, share) => {
        const whole = price(usage, { tariffs, timeZone })
        expect(amounts(price(split(usage, share), { tariffs, timeZone }))).toEqual(amounts(whole))
      }),
      RUNS,
    )
  })

  it('R-TAR-08 an element that never applies does not change it, wherever it stands', () => {
    const never = element(
      [component('ENERGY', 9), component('TIME', 9), component('PARKING_TIME', 9), component('FLAT', 9)],
      {
        start_date: '2030-01-01',
      },
    )
    fc.assert(
      fc.property(cases, fc.nat(), ({ usage, tariffs, timeZone }, where) => {
        const more = tariffs.map((one): Tariff => {
          const at = where % (one.elements.length + 1)
          return { ...one, elements: [...one.elements.slice(0, at), never, ...one.elements.slice(at)] }
        })
        expect(amounts(price(usage, { tariffs: more, timeZone }))).toEqual(amounts(price(usage, { tariffs, timeZone })))
      }),
      RUNS,
    )
  })

  it('more energy never costs less, under a tariff without restrictions', () => {
    const prices = fc.record({ energy: fc.nat(9999), flat: fc.nat(999), step: fc.constantFrom(0, 1, 100, 500) })
    fc.assert(
      fc.property(prices, fc.nat(1_000_000), fc.nat(1_000_000), ({ energy, flat, step }, wh, more) => {
        const of = tariff([
          element([
            component('ENERGY', energy / 10_000, { vat: 19, step }),
            component('FLAT', flat / 100, { vat: 19 }),
          ]),
        ])
        const cost = (kwh: number) => {
          const { total } = price(session('2026-01-01T00:00:00Z', [{ seconds: 3600, kwh }]), { tariffs: [of] })
          return [Number(total!.before_taxes), Number(total!.after_taxes)]
        }
        const [less, greater] = [cost(wh / 1000), cost((wh + more) / 1000)]
        expect(greater[0]).toBeGreaterThanOrEqual(less[0]!)
        expect(greater[1]).toBeGreaterThanOrEqual(less[1]!)
      }),
      RUNS,
    )
  })

  it('its parts are those of its periods, before limits', () => {
    fc.assert(
      fc.property(cases, ({ usage, tariffs, timeZone }) => {
        const plain = tariffs.map(({ min_price, max_price, ...one }): Tariff => one)
        const cost = price(usage, { tariffs: plain, timeZone })
        const sum = (texts: (string | undefined)[]) => texts.reduce((total, text) => total + Number(text), 0)
        expect(sum(cost.periods.map(({ amount }) => amount?.before_taxes))).toBeCloseTo(
          Number(cost.total?.before_taxes),
          6,
        )
        expect(sum(costParts.map((part) => cost[part]?.after_taxes))).toBeCloseTo(Number(cost.total?.after_taxes), 6)
      }),
      RUNS,
    )
  })

  it('whatever a session and a tariff hold, there is no exception and no NaN, and what is not known has a finding', () => {
    const anything = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        '',
        'x',
        -1,
        0,
        1e300,
        1e-300,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        [],
        {},
        true,
      ),
      fc.double(),
      fc.string(),
    )
    /** One value somewhere in the objects is replaced. */
    const spoil = (value: unknown, path: number, by: unknown): unknown => {
      const copy = structuredClone(value) as Record<string, unknown>
      const places: [Record<string, unknown>, string][] = []
      const visit = (one: unknown): void => {
        if (typeof one !== 'object' || one === null) return
        for (const key of Object.keys(one)) {
          places.push([one as Record<string, unknown>, key])
          visit((one as Record<string, unknown>)[key])
        }
      }
      visit(copy)
      const [holder, key] = places[path % places.length]!
      holder[key] = by
      return copy
    }
    fc.assert(
      fc.property(cases, fc.nat(), anything, (one, path, by) => {
        const { usage, tariffs, timeZone } = spoil(one, path, by) as typeof one
        const cost = price(usage ?? {}, { tariffs, timeZone })
        if (cost.total) expect(cost.total.before_taxes).toMatch(/^-?\d+(\.\d+)?$/)
        expect(JSON.stringify(cost)).not.toMatch(/NaN|Infinity/)
        if (cost.total === undefined)
          expect(cost.findings.filter(({ severity }) => severity === 'error')).not.toEqual([])
      }),
      { ...RUNS, numRuns: 3000 },
    )
  })
})
