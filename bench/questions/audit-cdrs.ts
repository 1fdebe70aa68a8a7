import type { CDR, Location, Session, Tariff, Token } from '@interchange/ocpi'
import { type AuditContext, audit } from '@interchange/tariff'

/** Microseconds for one CDR, by what is done. */
export type AuditCosts = Readonly<Record<'parse' | 'alone' | 'known' | 'wrong', number>>

const START = Date.parse('2026-01-05T08:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
const owner = { country_code: 'DE', party_id: 'ABC' } as const
const component = (type: 'ENERGY' | 'PARKING_TIME' | 'FLAT', price: number) => ({ type, price, vat: 19, step_size: 1 })

/** Energy by day and by night, a fee per session, a blocking fee. */
const tariff: Tariff = {
  ...owner,
  id: 'T',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [
    { price_components: [component('ENERGY', 0.59)], restrictions: { start_time: '08:00', end_time: '20:00' } },
    { price_components: [component('ENERGY', 0.39), component('FLAT', 0.5), component('PARKING_TIME', 6)] },
  ],
  last_updated: '2026-01-01T00:00:00Z',
}

const tax = (amount: number) => [{ name: 'VAT', percentage: 19, amount }]

/** An hour at 10 kW in four periods, then half an hour of parking. */
function cdrOf(number: number): CDR {
  const start = number * 100
  return {
    ...owner,
    id: `C${number}`,
    session_id: `S${number}`,
    start_date_time: at(start),
    end_date_time: at(start + 90),
    cdr_token: { country_code: 'NL', party_id: 'XYZ', uid: 'T1', type: 'RFID', contract_id: 'C1' },
    auth_method: 'WHITELIST',
    cdr_location: { id: 'L1', country: 'DEU', evse_uid: 'E1', evse_id: 'DE*ABC*E1', connector_id: '1' },
    currency: 'EUR',
    tariffs: [tariff],
    charging_periods: [0, 15, 30, 45, 60].map((minutes) => ({
      start_date_time: at(start + minutes),
      tariff_id: 'T',
      dimensions:
        minutes === 60
          ? [{ type: 'PARKING_TIME', volume: 0.5 }]
          : [
              { type: 'TIME', volume: 0.25 },
              { type: 'ENERGY', volume: 2.5 },
            ],
    })),
    total_cost: { before_taxes: 9.4, taxes: tax(1.786) },
    total_fixed_cost: { before_taxes: 0.5, taxes: tax(0.095) },
    total_energy_cost: { before_taxes: 5.9, taxes: tax(1.121) },
    total_parking_cost: { before_taxes: 3, taxes: tax(0.57) },
    total_energy: 10,
    total_time: 1.5,
    total_parking_time: 0.5,
    last_updated: at(start + 91),
  } as unknown as CDR
}

const connector = { id: '1', power_type: 'AC_3_PHASE', max_voltage: 230, max_amperage: 32, last_updated: at(-60) }
const location = {
  ...owner,
  id: 'L1',
  country: 'DEU',
  time_zone: 'Europe/Berlin',
  evses: [{ uid: 'E1', evse_id: 'DE*ABC*E1', connectors: [connector], last_updated: at(-60) }],
} as unknown as Location

/** As many others as a busy EVSE or a busy token has around a session. */
const OTHERS = 5

/** The audit of CDRs with prices alone, and with all that a platform knows around them. */
export function auditCdrs(count: number): AuditCosts {
  const cdrs = Array.from({ length: 500 }, (_, number) => cdrOf(number)).filter(isByDay)
  const wrong = cdrs.map((cdr) => ({ ...cdr, total_cost: { before_taxes: 99 }, total_energy: 11, total_time: 3 }))
  const texts = cdrs.map((cdr) => JSON.stringify(cdr))
  const alone: AuditContext = {
    now: new Date('2026-12-01T00:00:00Z'),
    tolerance: { absolute: 0.03, relative: 0.001 },
    location: { time_zone: 'Europe/Berlin' } as Location,
  }
  const known = cdrs.map((cdr, place): AuditContext => {
    const { id: _, session_id, start_date_time, end_date_time, cdr_token } = cdr
    const session = {
      ...owner,
      id: session_id,
      start_date_time,
      end_date_time,
      kwh: 10,
      cdr_token,
      status: 'COMPLETED',
    }
    return {
      ...alone,
      location,
      tariffs: [tariff],
      session: session as unknown as Session,
      token: { ...cdr_token, valid: true, last_updated: at(-60) } as unknown as Token,
      others: cdrs.slice(Math.max(0, place - OTHERS), place),
    }
  })
  for (const [place, cdr] of cdrs.entries()) {
    const found = audit(cdr, known[place]!).findings[0]
    if (found) throw new Error(`the CDR of the bench is odd: ${found.code} ${found.path}`)
  }
  const cycle = cdrs.length
  return {
    parse: cost(count, (round) => JSON.parse(texts[round % cycle]!)),
    alone: cost(count, (round) => audit(cdrs[round % cycle]!, alone)),
    known: cost(count, (round) => audit(cdrs[round % cycle]!, known[round % cycle]!)),
    wrong: cost(count, (round) => audit(wrong[round % cycle]! as CDR, known[round % cycle]!)),
  }
}

/** From eight to six in Berlin, in winter. */
const isByDay = ({ start_date_time }: CDR): boolean => {
  const hour = new Date(start_date_time).getUTCHours()
  return hour >= 7 && hour < 17 && start_date_time < '2026-03-01'
}

function cost(count: number, once: (round: number) => unknown): number {
  for (let round = 0; round < Math.min(count, 2000); round++) once(round)
  const started = performance.now()
  for (let round = 0; round < count; round++) once(round)
  return ((performance.now() - started) * 1000) / count
}
