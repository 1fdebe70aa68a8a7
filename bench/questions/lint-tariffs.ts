import type { Tariff } from '@interchange/ocpi'
import { fake } from '@interchange/ocpi/derive/fake'
import { seeded } from '@interchange/ocpi/derive/random'
import { versions } from '@interchange/ocpi/versions'
import { lint } from '@interchange/tariff'

/** Microseconds for one tariff, by what is done. */
export type LintCosts = Readonly<Record<'parse' | 'usual' | 'odd' | 'hourly', number>>

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const
const context = { countries: ['DEU'], timeZones: ['Europe/Berlin'], now: new Date('2026-02-01T00:00:00Z') }

const base = {
  country_code: 'DE',
  party_id: 'ABC',
  currency: 'EUR',
  tax_included: 'NO',
  last_updated: '2026-01-05T00:00:00Z',
} as const
const component = (type: 'ENERGY' | 'PARKING_TIME' | 'FLAT', price: number) => ({ type, price, vat: 19, step_size: 1 })

/** Energy by day and by night, a fee per session, a blocking fee by day after four hours. */
const usual = (at: number): Tariff => ({
  ...base,
  id: `U${at}`,
  elements: [
    { price_components: [component('ENERGY', 0.59)], restrictions: { start_time: '08:00', end_time: '20:00' } },
    {
      price_components: [component('PARKING_TIME', 6)],
      restrictions: { start_time: '08:00', end_time: '20:00', min_duration: 14_400 },
    },
    { price_components: [component('ENERGY', 0.39 + (at % 10) / 100), component('FLAT', 0.5)] },
  ],
})

const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`

/** A price for each hour of the week. */
const hourly: Tariff = {
  ...base,
  id: 'H',
  elements: DAYS.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => ({
      price_components: [component('ENERGY', 0.3 + hour / 100)],
      restrictions: { day_of_week: [day], start_time: clock(hour), end_time: clock(hour + 1) },
    })),
  ),
}

/** Lint against reading the text of the usual tariff in the first place. `odd` are made-up tariffs full of findings. */
export function lintTariffs(count: number): LintCosts {
  const version = versions.at(-1)!
  const odd = Array.from({ length: 500 }, (_, at) => fake(version, 'Tariff', seeded(at)) as unknown as Tariff)
  const plain = Array.from({ length: 500 }, (_, at) => usual(at))
  const texts = plain.map((tariff) => JSON.stringify(tariff))
  for (const tariff of [...plain, hourly]) {
    const found = lint(tariff, context).find(({ severity }) => severity !== 'note')
    if (found) throw new Error(`the tariff of the bench is odd: ${found.code} ${found.path}`)
  }
  return {
    parse: cost(count, (at) => JSON.parse(texts[at % texts.length]!)),
    usual: cost(count, (at) => lint(plain[at % plain.length]!, context)),
    odd: cost(count, (at) => lint(odd[at % odd.length]!, context)),
    hourly: cost(Math.ceil(count / 100), () => lint(hourly, context)),
  }
}

function cost(count: number, once: (at: number) => unknown): number {
  for (let at = 0; at < Math.min(count, 2000); at++) once(at)
  const started = performance.now()
  for (let at = 0; at < count; at++) once(at)
  return ((performance.now() - started) * 1000) / count
}
