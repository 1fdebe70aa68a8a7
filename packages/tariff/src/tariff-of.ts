// Which of the tariffs at hand prices a period. A period names it; one that names none is free (2.3.0 CDRs,
// "ChargingPeriod": no tariff is relevant during it).

import type { Tariff } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Finding } from './finding.ts'
import { readTariff, type TariffReading } from './tariff-reading.ts'
import type { GivenTaxes } from './taxes.ts'
import type { UsageReading } from './usage.ts'

/** `free`: none is relevant. `missing`: there is one, and nobody has it. */
export type PeriodTariff = TariffReading | 'free' | 'missing'

export interface Tariffs {
  of(tariffId: string | undefined): PeriodTariff
  /** Those that price something, in order of time. */
  readonly used: readonly TariffReading[]
}

export function readTariffs(
  tariffs: readonly Tariff[],
  { stretches, from }: UsageReading,
  given: GivenTaxes | undefined,
  findings: Finding[],
): Tariffs {
  const readings = new Map<string | undefined, PeriodTariff>()
  const used: TariffReading[] = []
  const use = (index: number): TariffReading => {
    const tariff = tariffs[index]!
    const known = used.find((reading) => reading.tariff === tariff)
    if (known) return known
    const reading = readTariff(tariff, `/tariffs/${index}`, given, findings)
    checkChange(reading, from, findings)
    used.push(reading)
    return reading
  }
  const named = stretches.some(({ tariffId }) => tariffId !== undefined)
  for (const { tariffId, period } of stretches) {
    if (readings.has(tariffId)) continue
    if (tariffId === undefined) readings.set(undefined, named ? 'free' : unnamed(tariffs, use, findings))
    else {
      const index = tariffs.findIndex(({ id }) => id === tariffId || (typeof id === 'string' && equalCi(id, tariffId)))
      if (index === -1) findings.push(missing(`/charging_periods/${period}/tariff_id`, tariffId))
      readings.set(tariffId, index === -1 ? 'missing' : use(index))
    }
  }
  return { of: (tariffId) => readings.get(tariffId) ?? 'missing', used }
}

/** When no period names a tariff and one is at hand, it is meant: that all of a session is free is said by a free tariff. */
function unnamed(tariffs: readonly Tariff[], use: (index: number) => TariffReading, findings: Finding[]): PeriodTariff {
  if (tariffs.length === 1) {
    findings.push({
      code: 'tariff-not-named',
      severity: 'warning',
      path: '/charging_periods',
      message: 'no charging period names its tariff; priced by the only one there is',
      requirement: 'R-CDR-15',
    })
    return use(0)
  }
  findings.push({
    code: 'tariff-missing',
    severity: 'error',
    path: '/charging_periods',
    message:
      tariffs.length === 0
        ? 'there is no tariff, so no price can be known'
        : 'no charging period names its tariff, and there are several; no price can be known',
    requirement: 'R-CDR-15',
  })
  return 'missing'
}

const missing = (path: string, id: string): Finding => ({
  code: 'tariff-missing',
  severity: 'error',
  path,
  message: `tariff ${id} is not among those given, so what this costs cannot be known`,
  requirement: 'R-CDR-15',
})

/** R-CDR-10, R-TAR-28: what counts is the tariff as it was when the session began. */
function checkChange({ tariff, path }: TariffReading, start: number, findings: Finding[]): void {
  const changed = parseDateTime(tariff.last_updated)
  if (changed !== undefined && changed > start) {
    findings.push({
      code: 'tariff-changed-since',
      severity: 'warning',
      path: `${path}/last_updated`,
      message: 'the tariff was changed after the session had begun; it may have said something else then',
      requirement: 'R-CDR-10',
    })
  }
  const from = parseDateTime(tariff.start_date_time)
  const until = parseDateTime(tariff.end_date_time)
  if ((from === undefined || from <= start) && (until === undefined || start < until)) return
  const early = from !== undefined && start < from
  findings.push({
    code: 'tariff-not-valid',
    severity: 'warning',
    path: `${path}/${early ? 'start_date_time' : 'end_date_time'}`,
    message: `the tariff was ${early ? 'not yet' : 'no longer'} valid when the session began; priced by it all the same`,
    requirement: 'R-TAR-28',
  })
}
