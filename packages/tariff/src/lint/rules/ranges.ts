// Restrictions with a least and a most value.

import { isEmptyRange, LIMITS, type Limit, limits } from '../box.ts'
import { highRestriction, shortDuration } from '../facts/plausible.ts'
import type { Rule } from '../rule.ts'

const empty = (code: string, requirement: string, names: readonly Limit[], what: string): Rule => ({
  code,
  severity: 'error',
  requirement,
  doc: `The range of ${what} is empty: the most is excluded, so the element never applies.`,
  check({ elements }, report) {
    for (const { path, box } of elements) {
      for (const name of names) {
        const range = box?.[name]
        if (!range || !isEmptyRange(range)) continue
        const { min, max } = LIMITS[name]
        report(`${path}/restrictions/${max}`, `${max} is excluded and has to be above ${min} and above 0`)
      }
    }
  },
})

const UNITS = { kwh: 'Wh', power: 'W', current: 'mA' } as const

export const rangeRules: readonly Rule[] = [
  empty('kwh-empty', 'R-TAR-11', ['kwh'], 'energy'),
  empty('power-empty', 'R-TAR-12', ['power', 'current'], 'power or current'),
  empty('duration-empty', 'R-TAR-13', ['duration'], 'duration'),
  {
    code: 'restriction-negative',
    severity: 'warning',
    requirement: 'R-TAR-08',
    doc: 'A restriction is below 0, which it never restricts or never lets pass.',
    check(tariff, report) {
      for (const { path, restrictions } of tariff.restricted) {
        for (const name of limits) {
          for (const field of [LIMITS[name].min, LIMITS[name].max]) {
            const value = restrictions[field]
            if (typeof value === 'number' && value < 0) {
              report(`${path}/${field}`, `${field} is below 0; energy, power, current and time of a session never are`)
            }
          }
        }
      }
    },
  },
  {
    code: 'restriction-unit',
    severity: 'warning',
    requirement: 'R-TAR-11',
    doc: 'A restriction on energy, power or current that looks like Wh, W or mA instead of kWh, kW or A.',
    check({ elements }, report) {
      for (const { path, box } of elements) {
        for (const name of ['kwh', 'power', 'current'] as const) {
          const range = box?.[name]
          if (!range) continue
          const { min, max, unit } = LIMITS[name]
          for (const [field, value] of [[min, range.from] as const, [max, range.to] as const]) {
            if (value < highRestriction[name] || value === Number.POSITIVE_INFINITY) continue
            const right = `${value / 1000} ${unit}`
            report(
              `${path}/restrictions/${field}`,
              `${field} is in ${unit}, and ${value} ${unit} is never reached; if these are ${UNITS[name]} write ${right}`,
            )
          }
        }
      }
    },
  },
  {
    code: 'duration-minutes',
    severity: 'warning',
    requirement: 'R-TAR-13',
    doc: 'A duration of less than five minutes: durations are in seconds, and this looks like minutes.',
    check({ elements }, report) {
      for (const { path, box } of elements) {
        if (!box?.duration) continue
        const { min, max } = LIMITS.duration
        for (const [field, value] of [[min, box.duration.from] as const, [max, box.duration.to] as const]) {
          if (value <= 0 || value >= shortDuration) continue
          report(
            `${path}/restrictions/${field}`,
            `${field} is in seconds, and ${value} s is very short; if these are minutes write ${value * 60}`,
          )
        }
      }
    },
  },
]
