// What a stretch of a session leaves to guess when it is priced, said as findings.

import type { Finding } from './finding.ts'
import type { Match } from './matching.ts'
import type { PricedPiece } from './pricing.ts'
import type { PricedQuantity } from './step-size.ts'
import { instantAt, mayBeSome, type Stretch } from './stretches.ts'

/** `pieces` are those of one stretch, and what they came to are the `quantities` from `first` on. */
export function findOddities(
  pieces: readonly PricedPiece[],
  quantities: readonly PricedQuantity[],
  first: number,
  findings: Finding[],
): void {
  const { stretch } = pieces[0]!
  if (pieces.length > 1 && changesPrice(pieces)) findings.push(crosses(stretch, pieces))
  if (stretch.power.doubted || stretch.current.doubted) findings.push(doubted(stretch))
  if (stretch.phase === 'reservation' && mayBeSome(stretch.energy)) findings.push(reservedEnergy(stretch))
  if (stretch.assumed && quantities.slice(first).some(isTime)) findings.push(assumedTime(stretch))
  for (const piece of pieces) {
    const restriction = undecided(piece)
    if (restriction === undefined) continue
    findings.push(notDecided(stretch, restriction))
    break
  }
}

const isTime = ({ component: { type } }: PricedQuantity): boolean => type === 'TIME' || type === 'PARKING_TIME'

/** The restriction that nobody can tell to hold, where it decides what something costs. */
function undecided({ stretch, piece, list, match: { energy, time, flat } }: PricedPiece): string | undefined {
  if (!list || (energy !== 'unknown' && time !== 'unknown' && flat !== 'unknown')) return undefined
  const asked = [
    ...(energy === 'unknown' && mayBeSome(stretch.energy) ? list.energy : []),
    ...(time === 'unknown' && mayBeSome(stretch.seconds) ? list.time : []),
    ...(flat === 'unknown' ? list.flat : []),
  ]
  for (const { restrictions } of asked) {
    const open = restrictions.find((restriction) => restriction.holds(piece) === undefined)
    if (open) return open.shown
  }
  return undefined
}

/** Whether what happened in the stretch is priced differently in its pieces. */
function changesPrice(joined: readonly PricedPiece[]): boolean {
  const { stretch } = joined[0]!
  const differs = (of: keyof Match) => new Set(joined.map(({ match }) => match[of])).size > 1
  return (
    (mayBeSome(stretch.energy) && differs('energy')) ||
    (mayBeSome(stretch.seconds) && differs('time')) ||
    joined.slice(1).some(({ match: { flat } }) => flat !== undefined && flat !== joined[0]!.match.flat)
  )
}

function crosses(stretch: Stretch, joined: readonly PricedPiece[]): Finding {
  const at = joined.slice(1).map(({ piece }) => new Date(instantAt(stretch, piece.from)).toISOString())
  return {
    code: 'period-crosses-boundary',
    severity: 'warning',
    path: `/charging_periods/${stretch.period}`,
    message: `the price changes within the period, at ${at.join(', ')}, and a new one should start there; cut, energy in proportion to time`,
    requirement: 'R-CDR-11',
  }
}

const doubted = ({ period, power, current }: Stretch): Finding =>
  [power.doubted, current.doubted].includes('extremes-disagree')
    ? {
        code: 'limit-crossed-within-period',
        severity: 'warning',
        path: `/charging_periods/${period}/dimensions`,
        message:
          'power or current passes a limit of the tariff within the period; the average decides, else the maximum',
        requirement: 'R-CDR-11',
      }
    : {
        code: 'power-averaged',
        severity: 'note',
        path: `/charging_periods/${period}/dimensions`,
        message: 'the tariff depends on power and the period names none; taken as its energy over its time',
        requirement: 'R-TAR-12',
      }

const assumedTime = ({ period }: Stretch): Finding => ({
  code: 'time-not-stated',
  severity: 'warning',
  path: `/charging_periods/${period}/dimensions`,
  message: 'the tariff prices time and the period names none; taken as charging for as long as the period lasts',
  requirement: 'R-CDR-17',
})

const reservedEnergy = ({ period }: Stretch): Finding => ({
  code: 'energy-while-reserved',
  severity: 'warning',
  path: `/charging_periods/${period}/dimensions`,
  message: 'a period of reservation has energy in it; nothing prices it',
  requirement: 'R-TAR-15',
})

const notDecided = ({ period }: Stretch, restriction: string): Finding => ({
  code: 'restriction-undecided',
  severity: 'error',
  path: `/charging_periods/${period}`,
  message: `what applies depends on ${restriction}, and nothing says whether that holds; no price can be known`,
  requirement: 'R-TAR-08',
})
