import type { PriceComponent, Tariff, TariffElement } from '@interchange/ocpi'
import { canonical, fake, seeded } from '@interchange/ocpi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../finding.ts'
import { MOST_OF_A_RULE } from '../rule.ts'
import { lint } from './lint.ts'
import { rules } from './rules.ts'
import type { LintContext } from './view.ts'

const byCode = new Map(rules.map((rule) => [rule.code, rule]))

function expectSound(findings: readonly Finding[]): void {
  for (const { code, severity, path, message } of findings) {
    const rule = byCode.get(code)
    expect(rule, code).toBeDefined()
    expect([rule!.severity, rule!.softer]).toContain(severity)
    expect(path).toMatch(/^(?:$|\/)/)
    expect(message).not.toMatch(/undefined|NaN|\[object|null/)
  }
}

/** Prices, restrictions and limits as a careful person writes them, in Germany. */
const vat = 19
const cents = (least: number, most: number) => fc.integer({ min: least, max: most }).map((each) => each / 100)
const component = (type: PriceComponent['type'], price: number): PriceComponent => ({ type, price, vat, step_size: 1 })
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** Peak hours, then the rest; the fallback comes last and is not fully covered. */
const cleanTariff: fc.Arbitrary<Tariff> = fc
  .record({
    peaks: fc
      .uniqueArray(fc.integer({ min: 1, max: 22 }), { maxLength: 6 })
      .map((hours) => hours.sort((a, b) => a - b)),
    days: fc.subarray(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const),
    prices: fc.uniqueArray(cents(20, 79), { minLength: 7, maxLength: 7 }),
    threshold: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    parking: fc.option(fc.record({ price: cents(300, 1200), after: fc.integer({ min: 10, max: 240 }) }), {
      nil: undefined,
    }),
    fee: fc.option(cents(10, 150), { nil: undefined }),
    reservation: fc.option(cents(100, 600), { nil: undefined }),
    most: fc.option(fc.integer({ min: 20, max: 90 }), { nil: undefined }),
    tax_included: fc.constantFrom('YES' as const, 'NO' as const),
  })
  .map(({ peaks, days, prices, threshold, parking, fee, reservation, most, tax_included }) => {
    const elements: TariffElement[] = []
    if (reservation !== undefined) {
      elements.push({
        price_components: [component('TIME', reservation)],
        restrictions: { reservation: 'RESERVATION' },
      })
    }
    for (let at = 0; at + 1 < peaks.length; at += 2) {
      const times = { start_time: clock(peaks[at]!), end_time: clock(peaks[at + 1]!) }
      elements.push({
        price_components: [component('ENERGY', prices[at]!)],
        restrictions: { ...times, ...(days.length > 0 ? { day_of_week: [...days] } : {}) },
      })
    }
    if (threshold !== undefined) {
      elements.push({ price_components: [component('ENERGY', prices[5]!)], restrictions: { max_kwh: threshold } })
    }
    if (parking) {
      const restrictions = { min_duration: parking.after * 60 }
      elements.push({ price_components: [component('PARKING_TIME', parking.price)], restrictions })
    }
    const last = [component('ENERGY', prices[6]!), ...(fee === undefined ? [] : [component('FLAT', fee)])]
    elements.push({ price_components: last })
    return {
      country_code: 'DE',
      party_id: 'ABC',
      id: 'T1',
      currency: 'EUR',
      ...(most === undefined ? {} : { max_price: { before_taxes: most } }),
      elements,
      tax_included,
      last_updated: '2026-01-05T00:00:00Z',
    }
  })

const context: LintContext = {
  countries: ['DEU'],
  timeZones: ['Europe/Berlin'],
  now: new Date('2026-02-01T00:00:00Z'),
}

describe('lint', () => {
  it('finds nothing above a note in a tariff made with care', () => {
    fc.assert(
      fc.property(cleanTariff, (tariff) => {
        const findings = lint(tariff, { ...context, others: [tariff] })
        expectSound(findings)
        expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('R-TAR-05 always finds an element that an earlier one covers', () => {
    const narrower = fc.record({ min_power: fc.constantFrom(11, 50), max_current: fc.constantFrom(16, 63) })
    fc.assert(
      fc.property(cleanTariff, fc.nat(), narrower, (tariff, pick, more) => {
        const at = pick % tariff.elements.length
        const covering = tariff.elements[at]!
        const type = covering.price_components[0]!.type
        const added: TariffElement = {
          price_components: [{ ...covering.price_components[0]!, price: 0.87 }],
          restrictions: { ...covering.restrictions, ...(type === 'ENERGY' ? more : {}) },
        }
        const place = at + 1 + (pick % (tariff.elements.length - at))
        const elements = [...tariff.elements.slice(0, place), added, ...tariff.elements.slice(place)]
        const found = lint({ ...tariff, elements }, context).filter(({ code }) => code === 'shadowed')
        expect(found.map(({ path, severity }) => ({ path, severity }))).toContainEqual({
          path: `/elements/${place}/price_components/0`,
          severity: 'warning',
        })
      }),
      { numRuns: 400 },
    )
  })

  it('never throws, and says something sound, about made-up tariffs', () => {
    for (let seed = 0; seed < 400; seed++) {
      const tariff = fake(canonical, 'Tariff', seeded(seed)) as unknown as Tariff
      const findings = lint(tariff, seed % 2 === 0 ? context : {})
      expectSound(findings)
      expect(findings.filter(({ code }) => code === 'invalid')).toEqual([])
    }
  })

  it('never throws because of any JSON, as tariff or anywhere inside of one', () => {
    const fields = {
      country_code: fc.jsonValue(),
      currency: fc.oneof(fc.jsonValue(), fc.constant('EUR')),
      tariff_alt_text: fc.oneof(fc.jsonValue(), fc.array(fc.record({ text: fc.oneof(fc.jsonValue(), fc.string()) }))),
      min_price: fc.oneof(fc.jsonValue(), fc.record({ before_taxes: fc.jsonValue(), after_taxes: fc.double() })),
      max_price: fc.jsonValue(),
      start_date_time: fc.jsonValue(),
      tax_included: fc.jsonValue(),
    }
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', '24:00', '2026-02-30', -1, 1e308, 5e-324, [], {}))
    const names =
      'start_time end_time start_date end_date min_kwh max_kwh min_power max_duration day_of_week reservation'
    const restrictions = fc.dictionary(fc.constantFrom(...names.split(' ')), odd)
    const components = fc.array(
      fc.record({
        type: fc.oneof(fc.constantFrom('ENERGY', 'TIME', 'FLAT', 'PARKING_TIME', '__proto__'), fc.jsonValue()),
        price: fc.oneof(fc.double(), odd),
        vat: fc.oneof(fc.double(), odd),
        step_size: odd,
      }),
    )
    const elements = fc.array(
      fc.oneof(
        odd,
        fc.record({ price_components: fc.oneof(components, odd), restrictions: fc.oneof(restrictions, odd) }),
      ),
    )
    const anything = fc.oneof(fc.jsonValue(), fc.record({ ...fields, elements }, { requiredKeys: [] }))
    fc.assert(
      fc.property(anything, anything, (tariff, other) => {
        const findings = lint(tariff as never, { ...context, others: [other as never] })
        expect(findings.length).toBeGreaterThan(0)
        for (const { code } of findings) expect(byCode.has(code)).toBe(true)
      }),
      { numRuns: 1500 },
    )
    for (const tariff of [undefined, null, 7, 'x', [], { elements: { length: 5 } }]) {
      expect(lint(tariff as never)).toContainEqual(expect.objectContaining({ code: 'invalid', severity: 'error' }))
    }
  })

  it('never throws because of an odd context', () => {
    const tariff = fake(canonical, 'Tariff', seeded(1)) as unknown as Tariff
    const odd = { countries: ['', 'toString'], timeZones: [''], now: new Date(Number.NaN), others: [null] }
    expectSound(lint(tariff, odd as unknown as LintContext))
  })

  it('tells so many findings of a rule, and how many more there are', () => {
    const elements = Array.from({ length: MOST_OF_A_RULE + 5 }, () => ({
      price_components: [component('ENERGY', 59)],
      restrictions: { start_time: '24:00' },
    }))
    const found = lint({ elements, currency: 'EUR' } as never).filter(({ code }) => code === 'energy-price-high')
    expect(found).toHaveLength(MOST_OF_A_RULE + 1)
    expect(found.at(-1)).toMatchObject({ path: '', message: '5 further places like these', severity: 'warning' })
  })

  it('changes nothing', () => {
    const tariff = fake(canonical, 'Tariff', seeded(3)) as unknown as Tariff
    const before = JSON.stringify(tariff)
    lint(tariff, context)
    expect(JSON.stringify(tariff)).toBe(before)
  })
})

describe('the rules', () => {
  it('have codes of their own, in lower case with dashes', () => {
    expect(byCode.size).toBe(rules.length)
    for (const { code } of rules) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
  })
})
