// Elements that price a reservation (Tariffs, "TariffRestrictions", `reservation`).

import { LIMITS } from '../box.ts'
import type { Rule } from '../rule.ts'
import type { TariffView } from '../view.ts'

const reserving = ({ elements }: TariffView) => elements.filter(({ phase }) => phase !== 'SESSION')
const CHARGING = (['kwh', 'power', 'current'] as const).flatMap((name) => [LIMITS[name].min, LIMITS[name].max])

export const reservationRules: readonly Rule[] = [
  {
    code: 'reservation-dimension',
    severity: 'error',
    requirement: 'R-TAR-15',
    doc: 'A reservation is priced per kWh or by parking time; it has FLAT and TIME only.',
    check(tariff, report) {
      for (const { path, type } of reserving(tariff).flatMap(({ components }) => components)) {
        if (type === 'ENERGY' || type === 'PARKING_TIME') {
          report(`${path}/type`, 'a reservation is priced by FLAT and TIME only; its time is TIME')
        }
      }
    },
  },
  {
    code: 'reservation-only',
    severity: 'warning',
    requirement: 'R-TAR-15',
    doc: 'All elements are about reservations: charging itself is free.',
    check({ elements }, report) {
      if (elements.length === 0 || elements.some(({ phase }) => phase === 'SESSION')) return
      report('/elements', 'all elements price a reservation, so charging is free; add an element without `reservation`')
    },
  },
  {
    code: 'reservation-restriction',
    severity: 'warning',
    requirement: 'R-TAR-15',
    doc: 'An element about reservations is restricted by energy, power or current, of which a reservation has none.',
    check(tariff, report) {
      for (const { path, restrictions } of reserving(tariff)) {
        for (const field of CHARGING) {
          if ((restrictions?.[field] ?? undefined) === undefined) continue
          report(`${path}/restrictions/${field}`, `a reservation ends before energy flows; leave ${field} out`)
        }
      }
    },
  },
]
