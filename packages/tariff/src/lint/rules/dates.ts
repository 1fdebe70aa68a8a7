// Dates of elements, local and end excluded, and the validity of the whole tariff, in UTC.

import { type Box, dayAt, dayOf, dayText, intersection, isEmptyRange, isPossible } from '../box.ts'
import { validDays } from '../coverage.ts'
import type { Rule } from '../rule.ts'

const DATES = ['start_date', 'end_date'] as const
const HOUR = 3_600_000

export const dateRules: readonly Rule[] = [
  {
    code: 'date-format',
    severity: 'error',
    requirement: 'R-TAR-10',
    doc: 'A date that is not `YYYY-MM-DD` or does not exist. Nobody can say when the element applies.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        for (const field of DATES) {
          const value = restrictions[field] ?? undefined
          if (value === undefined || dayOf(value) !== undefined) continue
          report(`${path}/${field}`, `${field} is not a date; write a day that exists as YYYY-MM-DD`)
        }
      }
    },
  },
  {
    code: 'date-empty',
    severity: 'error',
    requirement: 'R-TAR-10',
    doc: 'The end date is not after the start date: the end is excluded, so the element never applies.',
    check({ elements }, report) {
      for (const { path, box } of elements) {
        if (!box?.dates || !isEmptyRange(box.dates)) continue
        report(`${path}/restrictions/end_date`, 'end_date is excluded and has to be later than start_date')
      }
    },
  },
  {
    code: 'date-last-day',
    severity: 'note',
    requirement: 'R-TAR-10',
    doc: 'The end date is the last day of a month: the end is excluded, that day is not covered.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        const end = dayOf(restrictions.end_date)
        const start = dayOf(restrictions.start_date)
        if (end === undefined || !isFirstOfMonth(end + 1) || (start !== undefined && !isFirstOfMonth(start))) continue
        report(`${path}/end_date`, `end_date is excluded; to cover that day as well write ${dayText(end + 1)}`)
      }
    },
  },
  {
    code: 'never-on-such-day',
    severity: 'error',
    requirement: 'R-TAR-14',
    doc: 'The dates of the element contain none of its days of the week.',
    check({ elements }, report) {
      for (const { path, box } of elements) {
        if (!box?.dates || !box.weekdays || isEmptyRange(box.dates)) continue
        if (isPossible({ dates: box.dates, weekdays: box.weekdays })) continue
        report(`${path}/restrictions`, 'no day from start_date to end_date is one of day_of_week; change one of them')
      }
    },
  },
  {
    code: 'validity-empty',
    severity: 'error',
    requirement: 'R-TAR-28',
    doc: 'The tariff ends before it starts.',
    check({ validFrom, validTo }, report) {
      if (validFrom === undefined || validTo === undefined || validFrom < validTo) return
      report('/end_date_time', 'end_date_time has to be later than start_date_time, or the tariff is never valid')
    },
  },
  {
    code: 'outside-validity',
    severity: 'warning',
    requirement: 'R-TAR-28',
    doc: 'The dates of an element lie outside of the validity of the tariff, in every time zone.',
    check(tariff, report) {
      const days: Box = { dates: validDays(tariff) }
      if (isEmptyRange(days.dates!)) return
      for (const { path, box } of tariff.elements) {
        if (!box?.dates || !isPossible(box) || isPossible(intersection(box, days))) continue
        report(`${path}/restrictions`, 'these dates are outside of start_date_time and end_date_time of the tariff')
      }
    },
  },
  {
    code: 'expired',
    severity: 'note',
    requirement: 'R-TAR-28',
    doc: 'The tariff is no longer valid.',
    check({ validTo, now }, report) {
      if (validTo === undefined || now === undefined || validTo > now) return
      report('/end_date_time', 'the tariff is no longer valid; delete it once no connector names it')
    },
  },
  {
    code: 'element-expired',
    severity: 'note',
    requirement: 'R-TAR-10',
    doc: 'The dates of an element are past.',
    check({ elements, now }, report) {
      if (now === undefined) return
      for (const { path, box } of elements) {
        if (!box?.dates || isEmptyRange(box.dates) || box.dates.to > dayAt(now - 12 * HOUR)) continue
        report(`${path}/restrictions/end_date`, 'these dates are past: the element no longer applies and can go')
      }
    },
  },
  {
    code: 'updated-in-future',
    severity: 'warning',
    requirement: 'R-TAR-01',
    doc: '`last_updated` is more than an hour ahead: changes until then may be taken for older ones.',
    check({ lastUpdated, now }, report) {
      if (lastUpdated === undefined || now === undefined || lastUpdated <= now + HOUR) return
      report('/last_updated', 'last_updated is in the future; it is the UTC time of the last change')
    },
  },
]

const isFirstOfMonth = (day: number): boolean => dayText(day).endsWith('-01')
