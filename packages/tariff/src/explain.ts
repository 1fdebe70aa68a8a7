// How a price came about, step by step, for a person: which tariff, which element and why, what step_size, limits and
// rounding did. Made from what the engine kept, when somebody asks.

import type { Explanation } from './cost.ts'
import { isCurrency } from './currency.ts'
import { explainTotal } from './explain-total.ts'
import type { Zone } from './local-time.ts'
import type { Found } from './matching.ts'
import { costOf } from './period-costs.ts'
import type { Priced } from './price.ts'
import type { PricedPiece } from './pricing.ts'
import { isZero, multiply, ONE, type Rational, subtract, text } from './rational.ts'
import type { Moment } from './restrictions.ts'
import { instantAt } from './stretches.ts'
import type { PricedComponent, TariffReading } from './tariff-reading.ts'

export function explain(priced: Priced): Explanation[] {
  const seenFees = new Set<PricedComponent>()
  return [
    ...priced.tariffs.used.map((reading) => explainTariff(reading, priced)),
    ...priced.pricing.pieces.flatMap((piece) => explainPiece(piece, priced.zone, seenFees)),
    ...priced.steps.map((step): Explanation => {
      const { component, before, after, quantity, period } = step
      const shown = text(costOf(component, quantity).before)
      return {
        kind: 'step-size',
        period,
        ...where(component),
        values: { before: text(before), after: text(after), added: text(quantity), amount: shown },
        text:
          `step_size: ${amount(component, before)} become ${amount(component, after)}, as ${naming(component)} was the ` +
          `last to price it; ${amount(component, quantity)} more ${rate(component)} = ${shown}`,
      }
    }),
    ...explainTotal(priced),
  ]
}

function explainTariff(used: TariffReading, { reading, tariffs }: Priced): Explanation {
  const { tariff } = used
  const periods = new Set(
    reading.stretches
      .filter(({ tariffId }) => tariffId !== undefined && tariffs.of(tariffId) === used)
      .map((one) => one.period),
  )
  const taxes = { YES: 'prices include taxes', NO: 'prices are before taxes', 'N/A': 'no taxes apply' }
  const which = periods.size > 0 ? `named by charging period ${[...periods].join(', ')}` : 'the only one there is'
  return {
    kind: 'tariff',
    tariff_id: tariff.id,
    text:
      `tariff ${tariff.id}, ${which}: ${isCurrency(tariff.currency) ? tariff.currency : 'no known currency'}, ${taxes[tariff.tax_included] ?? taxes.NO}` +
      `${tariff.type ? `, for ${tariff.type}` : ''}`,
  }
}

const DOING = { reservation: 'reservation', charging: 'charging', parking: 'parking' }

function explainPiece(piece: PricedPiece, zone: Zone | undefined, seenFees: Set<PricedComponent>): Explanation[] {
  const { stretch, tariff, match, list } = piece
  const span = `${shownTime(piece, piece.piece.from, zone)} to ${shownTime(piece, piece.piece.to, zone)}`
  const period = stretch.period
  if (tariff === 'free') {
    return [{ kind: 'no-price', period, text: `${span}: the period names no tariff, so it is free` }]
  }
  if (tariff === 'missing') {
    const text = `${span}: tariff ${stretch.tariffId ?? ''} is not at hand, so the price is not known`
    return [{ kind: 'no-price', period, text }]
  }
  const share = subtract(piece.piece.to, piece.piece.from)
  const moment = piece.piece
  const lines: Explanation[] = []
  const say = (found: Found, tried: readonly PricedComponent[], what: string, quantity: Rational | undefined): void => {
    if ((quantity && isZero(quantity)) || (tried.length === 0 && what === 'fee')) return
    lines.push(explainFound(found, tried, { span, what, quantity, moment, period }))
  }
  if (match.flat && match.flat !== 'unknown' && !seenFees.has(match.flat)) {
    seenFees.add(match.flat)
    say(match.flat, list!.flat, 'fee', ONE)
  } else if (match.flat === 'unknown') say(match.flat, list!.flat, 'fee', undefined)
  if (stretch.phase !== 'reservation') say(match.energy, list!.energy, 'energy', times(stretch.energy, share))
  say(match.time, list!.time, DOING[stretch.phase], times(stretch.seconds, share))
  return lines
}

const times = (value: Rational | undefined, share: Rational) => value && multiply(value, share)

interface Saying {
  readonly span: string
  readonly what: string
  readonly quantity: Rational | undefined
  readonly moment: Moment
  readonly period: number
}

function explainFound(found: Found, tried: readonly PricedComponent[], saying: Saying): Explanation {
  const { span, what, quantity, moment, period } = saying
  const skipped = tried
    .slice(0, typeof found === 'object' ? tried.indexOf(found) : tried.length)
    .map((one) => ({ one, failing: one.restrictions.find((restriction) => restriction.holds(moment) === false) }))
  const others = skipped.flatMap(({ one, failing }) =>
    failing ? [`element ${one.element} fails on ${failing.shown}`] : [],
  )
  const because = others.length > 0 ? `; ${others.join(', ')}` : ''
  if (found === undefined) {
    const none = tried.length === 0 ? '; no element prices it' : because
    return { kind: 'no-price', period, text: `${span}: ${what} costs nothing${none}` }
  }
  if (found === 'unknown' || quantity === undefined || found.price === undefined) {
    return { kind: 'no-price', period, text: `${span}: what ${what} costs cannot be known${because}` }
  }
  const cost = text(costOf(found, quantity).before)
  const holding = found.restrictions.map(({ shown }) => shown)
  return {
    kind: 'charge',
    period,
    ...where(found),
    values: { quantity: text(quantity), price: text(found.price), amount: cost },
    text:
      `${span}: ${what === 'fee' ? 'fee' : `${what}, ${amount(found, quantity)}`} ${rate(found)} = ${cost}: ` +
      `${naming(found)}, ${holding.length > 0 ? `as ${holding.join(' and ')} ${holding.length === 1 ? 'holds' : 'hold'}` : 'which has no restrictions'}${because}`,
  }
}

const where = ({ tariff, element, component }: PricedComponent) => ({ tariff_id: tariff.tariff.id, element, component })

const naming = ({ tariff, element }: PricedComponent): string => `element ${element} of tariff ${tariff.tariff.id}`

const amount = ({ type }: PricedComponent, quantity: Rational): string =>
  `${text(quantity)} ${type === 'ENERGY' ? 'kWh' : 's'}`

const rate = ({ type, price }: PricedComponent): string =>
  `at ${text(price!)}${type === 'FLAT' ? '' : type === 'ENERGY' ? ' per kWh' : ' per hour'}`

/** Local where the zone is known. */
function shownTime({ stretch }: PricedPiece, share: Rational, zone: Zone | undefined): string {
  const at = instantAt(stretch, share)
  const local = zone?.localTime(at)
  const text = new Date(local ? local.day * 86_400_000 + local.ofDay : at).toISOString().slice(0, 19).replace('T', ' ')
  return local ? text : `${text} UTC`
}
