import type { CDR, Tariff } from '@interchange/ocpi'
import { fake } from '@interchange/ocpi/derive/fake'
import { seeded } from '@interchange/ocpi/derive/random'
import { versions } from '@interchange/ocpi/versions'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Usage } from '../options.ts'
import { price } from '../price.ts'
import { text } from '../rational.ts'
import { component, element, session, tariff } from '../tests/builders.ts'
import { type Case, cases } from '../tests/random.ts'
import { cdrCosts, cdrTotals } from '../totals.ts'
import { audit } from './audit.ts'
import type { AuditContext } from './context.ts'
import { loose, priceOf } from './facts.ts'

const tolerance = { absolute: 0.02, relative: 0 }
const now = new Date('2030-01-01T00:00:00Z')

/** The CDR of a session, by the tariffs it has. */
function cdrOf(usage: Usage, tariffs: CDR['tariffs'], timeZone: string, credit = false): CDR {
  const given = {
    ...usage,
    tariffs: tariffs ?? [],
    currency: 'EUR',
    ...(credit ? { credit, credit_reference_id: 'C0' } : {}),
  }
  return {
    country_code: 'DE',
    party_id: 'ALL',
    id: 'C1',
    session_id: 'S1',
    last_updated: usage.end_date_time,
    ...given,
    ...cdrTotals(given),
    ...cdrCosts(price(given, { timeZone })),
  } as unknown as CDR
}

const around = (timeZone: string): AuditContext => ({ now, tolerance, location: { time_zone: timeZone } as never })
const grave = (cdr: CDR, context: AuditContext) =>
  audit(cdr, context).findings.filter(({ severity }) => severity !== 'note')

it('a CDR as the engine would make it is accepted, and so is its credit', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ usage, tariffs, timeZone }: Case, credit) => {
      expect(grave(cdrOf(usage, [...tariffs], timeZone, credit), around(timeZone))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

const AMOUNTS = [
  'total_cost',
  'total_fixed_cost',
  'total_energy_cost',
  'total_time_cost',
  'total_parking_cost',
  'total_reservation_cost',
] as const

it('each amount that is changed by more than the tolerance is found, and by less is not', () => {
  fc.assert(
    fc.property(
      cases,
      fc.constantFrom(...AMOUNTS),
      fc.boolean(),
      fc.constantFrom(-1, 1),
      fc.integer({ min: 25, max: 100_000 }),
      ({ usage, tariffs, timeZone }, field, ofTaxes, sign, thousandths) => {
        const cdr = cdrOf(usage, [...tariffs], timeZone)
        const stated = cdr[field]
        const taxed = ofTaxes ? stated?.taxes?.[0] : undefined
        fc.pre(stated !== undefined && (!ofTaxes || taxed !== undefined))
        const changed = (by: number): CDR => {
          const price = structuredClone(stated!)
          if (taxed) price.taxes![0]!.amount = taxed.amount + by
          else price.before_taxes += by
          return { ...cdr, [field]: price }
        }
        const path = `/${field}/${taxed ? 'taxes' : 'before_taxes'}`
        const found = (by: number) =>
          grave(changed(by), around(timeZone)).filter(
            (one) => [path, `/${field}`].includes(one.path) && one.severity === 'error',
          )
        // A cut and an uncut reading may both be right; then another amount is right by chance.
        const { uncut } = audit(cdr, around(timeZone))
        if (!uncut) expect(found((sign * thousandths) / 1000).length).toBeGreaterThan(0)
        expect(found(sign * 0.015).filter(({ code }) => code !== 'cost-negative')).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})

const twoPrices = tariff([
  element([component('ENERGY', 0.4, { vat: 19 })], { start_time: '18:00' }),
  element([component('ENERGY', 0.2, { vat: 19 })]),
])
/** From 17:30 to 18:30, 10 kWh in one period. */
const crossing = session('2026-01-31T17:30:00Z', [{ seconds: 3600, kwh: 10 }])

it('R-CDR-11 a period in which the price changes may be priced cut or uncut, and nothing between', () => {
  const cdr = cdrOf(crossing, [twoPrices], 'UTC')
  const stated = (before_taxes: number): CDR => {
    const total = { before_taxes, taxes: [{ name: 'VAT', amount: Number((before_taxes * 0.19).toFixed(4)) }] }
    return { ...cdr, total_cost: total, total_energy_cost: total }
  }
  const codes = (before_taxes: number) =>
    grave(stated(before_taxes), around('UTC')).map(({ code, path }) => `${code} ${path}`)
  expect(codes(3)).toEqual([])
  expect(codes(2)).toEqual([])
  expect(codes(2.5)).toEqual([
    'total-cost-differs /total_cost/before_taxes',
    'energy-cost-differs /total_energy_cost/before_taxes',
    'taxes-differ /total_cost/taxes',
    'taxes-differ /total_energy_cost/taxes',
    'period-crosses-boundary /charging_periods/0',
  ])
  const uncut = audit(stated(2), around('UTC'))
  expect([uncut.cost?.total?.before_taxes, uncut.uncut?.total?.before_taxes]).toEqual(['3', '2'])
  expect(uncut.findings).toMatchObject([{ code: 'period-crosses-boundary', severity: 'note' }])
})

it('differences are exact decimals, of every total that is stated', () => {
  const cdr = cdrOf(crossing, [twoPrices], 'UTC')
  const { differences, energy } = audit({ ...cdr, total_cost: { before_taxes: 3.3 } }, around('UTC'))
  expect(differences).toEqual([
    { path: '/total_cost/before_taxes', stated: '3.3', recomputed: '3', difference: '0.3' },
    { path: '/total_energy_cost/before_taxes', stated: '3', recomputed: '3', difference: '0' },
    { path: '/total_energy_cost/taxes', stated: '0.57', recomputed: '0.57', difference: '0' },
  ])
  expect(energy).toEqual({ stated: '10', periods: '10', signed: null })
})

it('a cost that cannot be worked out again is said, and never taken for zero', () => {
  const cdr = cdrOf(crossing, [twoPrices], 'UTC')
  const lonely = audit({ ...cdr, tariffs: [] }, around('UTC'))
  expect(lonely).toMatchObject({ verdict: 'flagged', findings: [{ code: 'tariff-unknown', severity: 'warning' }] })
  expect(lonely.cost).toBeUndefined()
  expect(lonely.differences[0]).toEqual({
    path: '/total_cost/before_taxes',
    stated: '3',
    recomputed: null,
    difference: null,
  })
  const nowhere = audit(cdr, { now, tolerance })
  expect(nowhere.findings).toMatchObject([
    { code: 'time-zone-unknown', severity: 'warning', path: '/cdr_location' },
    { code: 'restriction-undecided', severity: 'warning' },
  ])
})

it('what the signed meter values are found to be is told at its place in the CDR', () => {
  const cdr = cdrOf(crossing, [twoPrices], 'UTC')
  const finding = {
    code: 'signature-invalid',
    severity: 'error' as const,
    path: '/signed_values/0/signed_data',
    message: 'wrong',
  }
  const signed = {
    status: 'invalid' as const,
    values: [],
    registers: [],
    findings: [finding],
    energy: { units: 101n, scale: 1 },
  }
  const { findings, energy } = audit(cdr, { ...around('UTC'), signed })
  expect(findings.map(({ path }) => path)).toEqual([
    '/signed_data',
    '/signed_data/signed_values/0/signed_data',
    '/charging_periods/0',
  ])
  expect(energy?.signed).toBe('10.1')
})

it.each([null, [], 'CDR', 7])('what is no CDR at all, such as %j, is flagged', (value) => {
  expect(audit(value as never, { now, tolerance })).toEqual({
    verdict: 'flagged',
    findings: [{ code: 'malformed', severity: 'error', path: '', message: expect.stringContaining('a CDR') }],
    differences: [],
  })
})

it('what pricing finds in a tariff is told of the place it has in the CDR, if it has one', () => {
  const odd = { ...twoPrices, elements: [element([component('ENERGY', 0.4, { vat: 19, step: -1 })])] }
  const cdr = cdrOf(crossing, [odd], 'UTC')
  const places = (own: Tariff[], known: Tariff[]) =>
    audit({ ...cdr, tariffs: own } as CDR, { ...around('UTC'), tariffs: known })
      .findings.filter(({ code }) => code === 'step-size-unreadable')
      .map(({ path }) => path)
  expect(places([odd], [])).toEqual(['/tariffs/0/elements/0/price_components/0/step_size'])
  expect(places([], [odd])).toEqual(['/tariffs'])
  const others = Array.from({ length: 10 }, (_, at) => ({ ...twoPrices, id: `other${at}` }))
  expect(places(others, [odd])).toEqual(['/tariffs'])
})

const version = versions.at(-1)!
const made = (name: string, seed: number) => fake(version, name, seeded(seed)) as never

it('takes anything: made-up objects, and CDRs with anything in any place', () => {
  for (let seed = 0; seed < 200; seed++) {
    const context = {
      now,
      tolerance,
      location: made('Location', seed),
      session: made('Session', seed),
      token: made('Token', seed),
      tariffs: [made('Tariff', seed)],
      original: made('CDR', seed + 1),
      others: [made('CDR', seed), made('CDR', seed + 2)],
    } as AuditContext
    const { cost, findings } = audit(made('CDR', seed), context)
    if (!cost) expect(findings.some(({ severity }) => severity !== 'note')).toBe(true)
  }
  const cdr = loose(cdrOf(crossing, [twoPrices], 'UTC'))
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(cdr), 'cdr_location', 'credit'),
      fc.jsonValue(),
      fc.jsonValue(),
      (field, value, known) => {
        const broken = { ...cdr, [field]: value } as never
        const all = { location: known, session: known, token: known, authorization: known, original: known }
        const context = { now, tolerance, ...all, others: [known], tariffs: [known] } as never
        for (const { message } of audit(broken, context).findings)
          expect(message).not.toMatch(/NaN|undefined|object Object/)
        audit(value as never, { now, tolerance })
      },
    ),
    { numRuns: 500 },
  )
})

it('reads a price as the decimals it shows', () => {
  const { before, taxes } = priceOf({ before_taxes: 0.1, taxes: [{ amount: 0.1 }, { amount: 0.2 }] })
  expect([text(before!), text(taxes!)]).toEqual(['0.1', '0.3'])
})
