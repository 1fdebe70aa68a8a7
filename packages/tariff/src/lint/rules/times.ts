// Times and days: local time of the location, end excluded (Tariffs, "TariffRestrictions").

import { MINUTES, minuteOf, WEEKDAYS } from '../box.ts'
import type { Rule } from '../rule.ts'

const TIMES = ['start_time', 'end_time'] as const

function rightTime(text: string): string {
  if (/^24:00(:00)?$/.test(text)) return '00:00, which ends at the end of the day'
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? []
  const padded = `${hours?.padStart(2, '0')}:${minutes}`
  return minuteOf(padded) === undefined ? 'HH:MM from 00:00 to 23:59' : padded
}

export const timeRules: readonly Rule[] = [
  {
    code: 'time-format',
    severity: 'error',
    requirement: 'R-TAR-09',
    doc: 'A time that is not `HH:MM`: `24:00`, `8:00`, `HH:MM:SS`. Nobody can say when the element applies.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        for (const field of TIMES) {
          const value = restrictions[field] ?? undefined
          if (value === undefined || minuteOf(value) !== undefined) continue
          const right = typeof value === 'string' ? rightTime(value) : 'a string HH:MM'
          report(`${path}/${field}`, `${field} is not a time of day of the form HH:MM; write ${right}`)
        }
      }
    },
  },
  {
    code: 'time-equal',
    severity: 'error',
    requirement: 'R-TAR-09',
    doc: 'Start and end are the same time: by the letter the element never applies, and some read it as the whole day.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        const [start, end] = [minuteOf(restrictions.start_time), minuteOf(restrictions.end_time)]
        if (start === undefined || start !== end || start === 0) continue
        report(
          path,
          'start_time and end_time are equal, which some read as never and some as the whole day; leave out both for the whole day',
        )
      }
    },
  },
  {
    code: 'time-whole-day',
    severity: 'note',
    requirement: 'R-TAR-09',
    doc: 'From `00:00` to `00:00` is the whole day, which some read as never.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        if (minuteOf(restrictions.start_time) !== 0 || minuteOf(restrictions.end_time) !== 0) continue
        report(path, 'from 00:00 to 00:00 is the whole day, and some read it as never; leave out both times')
      }
    },
  },
  {
    code: 'time-last-minute',
    severity: 'warning',
    requirement: 'R-TAR-09',
    doc: 'The end is a minute before the hour, such as `23:59`: the end is excluded, so that minute belongs to no one.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        const end = minuteOf(restrictions.end_time)
        if (end === undefined || end % 60 !== 59) continue
        const next = ((end + 1) % MINUTES) / 60
        const right = `${String(next).padStart(2, '0')}:00`
        report(`${path}/end_time`, `end_time is excluded, so the minute before ${right} is not covered; write ${right}`)
      }
    },
  },
  {
    code: 'time-night-weekday',
    severity: 'warning',
    requirement: 'R-TAR-14',
    doc: 'A time across midnight on certain days: the days are those at that moment, so it is two pieces of one day.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        const [start, end] = [minuteOf(restrictions.start_time), minuteOf(restrictions.end_time)]
        if (start === undefined || end === undefined || end === 0 || end >= start) continue
        const days = restrictions.day_of_week
        if (!Array.isArray(days) || days.length === 0 || WEEKDAYS.every((day) => days.includes(day))) continue
        report(
          path,
          `day_of_week is the day at that moment: this is 00:00-${restrictions.end_time} and ` +
            `${restrictions.start_time}-00:00 of the same day, not a night; write one element before and one after midnight`,
        )
      }
    },
  },
]
