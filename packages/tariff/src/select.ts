// Which of a connector's tariffs a session is under: the one for how the driver pays or wants to charge, as it is valid
// when the session starts (2.3.0 Tariffs, "TariffType" and the note on start_date_time; R-TAR-27, R-TAR-28).

import type { Tariff, TariffType } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Finding } from './finding.ts'

/** `REGULAR` is a card or an app without any charging preference. */
export type TariffUse = TariffType

export interface Selected {
  readonly tariff: Tariff | undefined
  readonly findings: readonly Finding[]
}

/**
 * The tariff of a session that starts at `start` (UTC). One for this use goes before one for every session; of several, the
 * first in the list, with a finding.
 */
export function selectTariff(tariffs: readonly Tariff[], start: string, use: TariffUse = 'REGULAR'): Selected {
  const at = parseDateTime(start)
  const valid = tariffs.filter((tariff) => at === undefined || isValid(tariff, at))
  const typed = valid.filter(({ type }) => type === use)
  const candidates = typed.length > 0 ? typed : valid.filter(({ type }) => type === undefined || type === null)
  const [tariff, second] = candidates
  if (!tariff) {
    return {
      tariff: undefined,
      findings: [
        {
          code: 'tariff-missing',
          severity: 'error',
          path: '/tariffs',
          message: `no tariff is for ${use} and valid at ${start}`,
          requirement: 'R-TAR-27',
        },
      ],
    }
  }
  if (!second) return { tariff, findings: [] }
  const message = `tariffs ${candidates.map(({ id }) => id).join(', ')} are all for ${use} and valid at ${start}; the first counts`
  return {
    tariff,
    findings: [{ code: 'tariff-ambiguous', severity: 'warning', path: '/tariffs', message, requirement: 'R-TAR-27' }],
  }
}

/** From `start_date_time` on, until `end_date_time`. */
function isValid({ start_date_time, end_date_time }: Tariff, at: number): boolean {
  const from = parseDateTime(start_date_time)
  const until = parseDateTime(end_date_time)
  return (from === undefined || from <= at) && (until === undefined || at < until)
}
