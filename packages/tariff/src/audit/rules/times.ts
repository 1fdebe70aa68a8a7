import type { Rule } from '../rule.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** Clocks differ. */
const AHEAD = 5 * MINUTE
const MOST_DAYS = 31
const LATE_DAYS = 90

export const timeRules: readonly Rule[] = [
  {
    code: 'end-before-start',
    severity: 'error',
    doc: '`end_date_time` is before `start_date_time`',
    check({ facts: { start, end } }, report) {
      if (start !== undefined && end !== undefined && end < start) {
        report('/end_date_time', 'is before start_date_time')
      }
    },
  },
  {
    code: 'time-in-future',
    severity: 'error',
    doc: 'the session starts or ends later than five minutes from now',
    check({ facts: { start, end }, now }, report) {
      if (start !== undefined && start > now + AHEAD) report('/start_date_time', 'lies in the future')
      if (end !== undefined && end > now + AHEAD) report('/end_date_time', 'lies in the future')
    },
  },
  {
    code: 'session-long',
    severity: 'warning',
    doc: `the session lasts longer than ${MOST_DAYS} days`,
    check({ facts: { start, end } }, report) {
      if (start !== undefined && end !== undefined && end - start > MOST_DAYS * DAY) {
        report('/end_date_time', `is more than ${MOST_DAYS} days after start_date_time`)
      }
    },
  },
  {
    code: 'cdr-before-end',
    severity: 'warning',
    requirement: 'R-CDR-03',
    doc: 'the CDR is final, and was made more than five minutes before the session ended',
    check({ facts: { end, created } }, report) {
      if (end !== undefined && created !== undefined && created < end - AHEAD) {
        report('/last_updated', 'is before end_date_time')
      }
    },
  },
  {
    code: 'cdr-late',
    severity: 'warning',
    doc: `the CDR was made more than ${LATE_DAYS} days after the session ended`,
    check({ facts: { end, created } }, report) {
      if (end !== undefined && created !== undefined && created - end > LATE_DAYS * DAY) {
        report('/last_updated', `is more than ${LATE_DAYS} days after end_date_time`)
      }
    },
  },
]
