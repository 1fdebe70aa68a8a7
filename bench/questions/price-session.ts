import type { ChargingPeriod, Tariff } from '@interchange/ocpi'
import { price } from '@interchange/tariff/price'

/** Microseconds for one session, median of many: the total and its parts, and with periods and explanation too. */
export type PriceCosts = Readonly<Record<'parse' | 'totals' | 'everything', number>>

const PERIODS = 20
const MINUTES = 7

/** A fee, energy and time by time of day, parking, VAT: 19 charging periods over 17:00, then one of parking. */
const tariff: Tariff = {
  country_code: 'NL',
  party_id: 'EXA',
  id: 'T1',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [
    {
      price_components: [
        { type: 'FLAT', price: 0.5, vat: 21, step_size: 1 },
        { type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 },
        { type: 'TIME', price: 0.6, vat: 21, step_size: 60 },
      ],
      restrictions: { end_time: '17:00' },
    },
    {
      price_components: [
        { type: 'ENERGY', price: 0.32, vat: 21, step_size: 1 },
        { type: 'TIME', price: 0.8, vat: 21, step_size: 60 },
        { type: 'PARKING_TIME', price: 4, vat: 21, step_size: 300 },
      ],
    },
  ],
  last_updated: '2026-01-01T00:00:00Z',
}

const at = (period: number): string => new Date(Date.UTC(2026, 5, 12, 14, period * MINUTES)).toISOString()

export const session = {
  start_date_time: at(0),
  end_date_time: at(PERIODS),
  currency: 'EUR',
  charging_periods: Array.from(
    { length: PERIODS },
    (_, period): ChargingPeriod => ({
      start_date_time: at(period),
      tariff_id: 'T1',
      dimensions:
        period === PERIODS - 1
          ? [{ type: 'PARKING_TIME', volume: 0.1167 }]
          : [
              { type: 'TIME', volume: 0.1167 },
              { type: 'ENERGY', volume: Number((1.234 + period / 100).toFixed(4)) },
              { type: 'MAX_POWER', volume: 11 },
            ],
    }),
  ),
}

export const options = { tariffs: [tariff], timeZone: 'Europe/Amsterdam' }
// 17:00 is four minutes into the ninth period. Fee 0.50; energy 10.902857 x 0.25 + 14.253143 x 0.32 = 7.28672; time
// 60 min at 0.60 and 73 at 0.80 an hour = 1.573333; 7 minutes of parking are 10, at 4.00 an hour 0.666667.
const EXPECTED = '10.02672'

export function priceSession(seconds: number): PriceCosts {
  const totals = () => price(session, options)
  const first = totals().total?.before_taxes
  if (first !== EXPECTED) throw new Error(`the session costs ${first}, not ${EXPECTED}`)
  const text = JSON.stringify(session)
  return {
    parse: median(seconds, () => JSON.parse(text).currency === 'EUR'),
    totals: median(seconds, () => totals().total?.before_taxes === EXPECTED),
    everything: median(seconds, () => {
      const cost = totals()
      return cost.periods.length === PERIODS && cost.explanation.length > PERIODS
    }),
  }
}

const WARM_UP = 3000

/** Of single calls: each is much shorter than a slice of time, so that a busy machine disturbs few of them. */
function median(seconds: number, once: () => boolean): number {
  const call = () => {
    if (!once()) throw new Error('another result than the first time')
  }
  for (let at = 0; at < WARM_UP; at++) call()
  const times: number[] = []
  const started = performance.now()
  while (performance.now() - started < seconds * 1000) {
    const before = performance.now()
    call()
    times.push((performance.now() - before) * 1000)
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!
}
