import { add, compare, type Decimal, decimal, negate, subtract } from '../define/decimal.ts'
import type { Rule, RuleFault } from '../define/object.ts'
import { isGiven, NONE, objectsIn } from '../define/rules.ts'

// What the CDRs chapter says about several fields at once. What a CDR has to say by its tariffs is not judged here: that
// needs prices.

type Json = Readonly<Record<string, unknown>>

export const longIdOnlyForCredit: Rule = {
  id: 'R-CDR-05',
  severity: 'value',
  fields: ['id', 'credit'],
  check: (cdr) =>
    typeof cdr.id === 'string' && cdr.id.length > 36 && cdr.credit !== true
      ? [{ path: '/id', message: 'id has more than 36 characters; only that of a credit CDR may have up to 39' }]
      : NONE,
}

export const creditNamesOriginal: Rule = {
  id: 'R-CDR-09',
  severity: 'value',
  fields: ['credit', 'credit_reference_id'],
  check: (cdr) =>
    cdr.credit === true && !isGiven(cdr.credit_reference_id)
      ? [
          {
            path: '/credit_reference_id',
            message: 'credit_reference_id is missing; a credit CDR names the CDR it takes back',
          },
        ]
      : NONE,
}

/** 2.2.1 CDRs, "CdrDimensionType": marked as for sessions only. */
export const sessionOnly: ReadonlySet<unknown> = new Set([
  'CURRENT',
  'ENERGY_EXPORT',
  'ENERGY_IMPORT',
  'POWER',
  'STATE_OF_CHARGE',
])

/** Sessions hold the same ChargingPeriod and may use these, so the rule stands at the CDR. */
export const noSessionOnlyDimension: Rule = {
  id: 'R-SES-21',
  severity: 'value',
  fields: ['charging_periods'],
  check: (cdr) =>
    objectsIn(cdr, 'charging_periods').flatMap((period) =>
      objectsIn(period.item, 'dimensions')
        .filter(({ item }) => sessionOnly.has(item.type))
        .map(({ at }) => ({ path: `${period.at}${at}/type`, message: 'this type of dimension is for sessions only' })),
    ),
}

/** A CPO without the Sessions module has none to name, so it is no fault for certain. */
export const sessionNamed: Rule = {
  id: 'R-CDR-14',
  severity: 'note',
  fields: ['session_id', 'cdr_location', 'charging_periods'],
  check: (cdr) =>
    isGiven(cdr.session_id) || onlyReserved(cdr)
      ? NONE
      : [
          {
            path: '/session_id',
            message: 'session_id is missing; only a CPO without sessions, or a reservation never used, has none',
          },
        ],
}

const onlyReserved = (cdr: Json): boolean => {
  if ((cdr.cdr_location as Json | null | undefined)?.evse_uid === '#NA') return true
  const dimensions = objectsIn(cdr, 'charging_periods').flatMap(({ item }) => objectsIn(item, 'dimensions'))
  return dimensions.length > 0 && dimensions.every(({ item }) => item.type === 'RESERVATION_TIME')
}

export const tariffsIncluded: Rule = {
  id: 'R-CDR-15',
  severity: 'note',
  ours: 'value',
  fields: ['charging_periods', 'tariffs'],
  check(cdr) {
    const folded = (value: unknown) => String(value).toLowerCase()
    const known = new Set(objectsIn(cdr, 'tariffs').map(({ item }) => folded(item.id)))
    return objectsIn(cdr, 'charging_periods')
      .filter(({ item }) => isGiven(item.tariff_id) && !known.has(folded(item.tariff_id)))
      .map(({ at }) => ({ path: `${at}/tariff_id`, message: 'no tariff in tariffs has this id' }))
  },
}

/** 2.2.1 CDRs, "ChargingPeriod": a period ends where the next one starts, the last one with the session. */
export const periodsInOrder: Rule = {
  id: 'charging periods in order',
  severity: 'note',
  ours: 'value',
  fields: ['start_date_time', 'end_date_time', 'charging_periods'],
  check(cdr) {
    const faults: RuleFault[] = []
    const end = instant(cdr.end_date_time)
    let before = instant(cdr.start_date_time)
    for (const { item, at } of objectsIn(cdr, 'charging_periods')) {
      const start = instant(item.start_date_time)
      const path = `${at}/start_date_time`
      // A time that is not known compares with nothing.
      if (start < before) faults.push({ path, message: 'is before the start of the CDR, or of the period before' })
      if (start > end) faults.push({ path, message: 'is after the end of the CDR' })
      if (!Number.isNaN(start)) before = start
    }
    return faults
  },
}

/** Milliseconds; NaN for no time, and for `1970-1-1T00:00:00Z`, which stands for one nobody knows. */
function instant(value: unknown): number {
  if (typeof value !== 'string' || value.startsWith('1970-')) return Number.NaN
  return Date.parse(value.endsWith('Z') ? value : `${value}Z`)
}

export const parkingIsPartOfTime: Rule = {
  id: 'R-CDR-16',
  severity: 'note',
  ours: 'value',
  fields: ['total_time', 'total_parking_time'],
  check: ({ total_time: all, total_parking_time: parking }) =>
    typeof all === 'number' && typeof parking === 'number' && parking > all
      ? [{ path: '/total_parking_time', message: 'is more than total_time, which includes it' }]
      : NONE,
}

/** Each number may be rounded to two decimals. */
const tolerance = (numbers: number): Decimal => ({ units: BigInt(numbers), scale: 2 })
const isBeyond = (difference: Decimal, numbers: number): boolean => compare(difference, tolerance(numbers)) > 0

const ZERO = decimal(0)
const sumOf = (numbers: readonly number[]): Decimal => numbers.reduce((sum, one) => add(sum, decimal(one)), ZERO)
const isNumber = (value: unknown): value is number => Number.isFinite(value)

/** The volumes of dimensions over all periods. */
const volumes = (cdr: Json, ...types: readonly string[]): number[] =>
  objectsIn(cdr, 'charging_periods')
    .flatMap(({ item }) => objectsIn(item, 'dimensions'))
    .filter(({ item }) => types.includes(String(item.type)))
    .map(({ item }) => item.volume)
    .filter(isNumber)

function differs(total: unknown, parts: readonly number[]): boolean {
  if (!isNumber(total) || parts.length === 0) return false
  const over = subtract(sumOf(parts), decimal(total))
  return isBeyond(over, parts.length + 1) || isBeyond(negate(over), parts.length + 1)
}

export const periodsAddUp: Rule = {
  id: 'R-CDR-17',
  severity: 'note',
  fields: ['charging_periods', 'total_energy', 'total_time'],
  check(cdr) {
    const faults: RuleFault[] = []
    if (differs(cdr.total_energy, volumes(cdr, 'ENERGY'))) {
      faults.push({ path: '/total_energy', message: 'is not the energy of the charging periods, in kWh' })
    }
    // Who is paid by energy need not say how long it took.
    if (volumes(cdr, 'TIME').length > 0 && differs(cdr.total_time, volumes(cdr, 'TIME', 'PARKING_TIME'))) {
      faults.push({ path: '/total_time', message: 'is not the time of the charging periods with parking, in hours' })
    }
    return faults
  },
}

/** PARKING_TIME is the time in which the vehicle asks for no energy; while it gets some, it does. */
export const noEnergyWhileParking: Rule = {
  id: 'R-CDR-18',
  severity: 'note',
  fields: ['charging_periods'],
  check: (cdr) =>
    objectsIn(cdr, 'charging_periods').flatMap(({ item, at }) => {
      const dimensions = objectsIn(item, 'dimensions')
      const has = (type: string) => dimensions.some((one) => one.item.type === type && Number(one.item.volume) > 0)
      return has('PARKING_TIME') && has('ENERGY') && !has('TIME')
        ? [{ path: at, message: 'has energy and PARKING_TIME only; while the vehicle asks for energy it is TIME' }]
        : []
    }),
}

/** What `total_cost` consists of. */
export const costs: readonly string[] = [
  'total_fixed_cost',
  'total_energy_cost',
  'total_time_cost',
  'total_parking_cost',
  'total_reservation_cost',
]

/** Before taxes, as either version calls it. */
const amountOf = (price: unknown): number | undefined => {
  const { excl_vat, before_taxes } = (price ?? {}) as Json
  const amount = before_taxes ?? excl_vat
  return isNumber(amount) ? amount : undefined
}

/** Of a credit CDR only `total_cost` is negated; a tariff's least or most price ends a sum elsewhere. */
export const costsAddUp: Rule = {
  id: 'R-CDR-19',
  severity: 'note',
  fields: ['total_cost', ...costs, 'credit', 'tariffs'],
  check(cdr) {
    const total = amountOf(cdr.total_cost)
    const parts = costs.map((name) => amountOf(cdr[name])).filter((amount) => amount !== undefined)
    if (total === undefined || parts.length === 0 || cdr.credit === true) return NONE
    const tariffs = objectsIn(cdr, 'tariffs').map(({ item }) => item)
    const over = subtract(sumOf(parts), decimal(total))
    const tooMuch = isBeyond(over, parts.length + 1) && !tariffs.some((tariff) => isGiven(tariff.max_price))
    // A part that is left out may be a cost all the same.
    const allGiven = parts.length === costs.length && !tariffs.some((tariff) => isGiven(tariff.min_price))
    const tooLittle = allGiven && isBeyond(negate(over), parts.length + 1)
    return tooMuch || tooLittle
      ? [{ path: '/total_cost', message: 'is not the sum of the costs it consists of' }]
      : NONE
  },
}
