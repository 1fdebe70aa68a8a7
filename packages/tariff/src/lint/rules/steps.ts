// `step_size`: in Wh for ENERGY, in s for times, without unit for FLAT (Tariffs, "PriceComponent").

import { coarseStep, stepsLikeMinutes, stepsLikeSeconds, stepsLikeWattHours } from '../data/plausible.ts'
import type { Rule } from '../rule.ts'
import type { TariffView } from '../view.ts'

type Stepped = keyof typeof coarseStep

const stepsOf = ({ components }: TariffView, isTime: boolean) =>
  components.flatMap(({ path, type, stepSize }) => {
    if (type === 'FLAT' || stepSize === undefined || isTime !== (type !== 'ENERGY')) return []
    return [{ path: `${path}/step_size`, type: type as Stepped, step: stepSize }]
  })

const allSteps = (tariff: TariffView) => [...stepsOf(tariff, false), ...stepsOf(tariff, true)]
const unitOf = (type: Stepped): string => (type === 'ENERGY' ? 'Wh' : 's')

export const stepRules: readonly Rule[] = [
  {
    code: 'step-like-seconds',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A step of energy that looks like seconds: it is in Wh.',
    check(tariff, report) {
      for (const { path, step } of stepsOf(tariff, false)) {
        if (stepsLikeSeconds.has(step)) {
          report(path, `step_size of ENERGY is in Wh, and ${step} looks like seconds; write 1 for exact billing`)
        }
      }
    },
  },
  {
    code: 'step-like-minutes',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A step of time that looks like minutes: it is in seconds.',
    check(tariff, report) {
      for (const { path, step } of stepsOf(tariff, true)) {
        if (stepsLikeMinutes.has(step)) {
          report(path, `step_size of times is in seconds; if these are minutes write ${step * 60}, else 1 is best`)
        }
      }
    },
  },
  {
    code: 'step-like-watt-hours',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A step of time that looks like Wh: it is in seconds.',
    check(tariff, report) {
      for (const { path, step } of stepsOf(tariff, true)) {
        if (stepsLikeWattHours.has(step)) {
          report(path, `step_size of times is in seconds, and ${step} looks like Wh; write 1, or 60 for whole minutes`)
        }
      }
    },
  },
  {
    code: 'step-huge',
    severity: 'warning',
    requirement: 'R-TAR-22',
    doc: 'A step of more than 5 kWh or of more than an hour.',
    check(tariff, report) {
      for (const { path, type, step } of allSteps(tariff)) {
        if (step > coarseStep[type][1]) {
          report(
            path,
            `step_size is in ${unitOf(type)}: ${step} bills in very large blocks; it should be as small as 1`,
          )
        }
      }
    },
  },
  {
    code: 'step-coarse',
    severity: 'note',
    requirement: 'R-TAR-22',
    doc: 'A step of at least 1 kWh or 15 minutes: allowed, and drivers pay for what they did not use.',
    check(tariff, report) {
      for (const { path, type, step } of allSteps(tariff)) {
        const [coarse, huge] = coarseStep[type]
        const odd = type === 'ENERGY' ? stepsLikeSeconds : stepsLikeWattHours
        if (step < coarse || step > huge || odd.has(step)) continue
        report(path, `${step} ${unitOf(type)} is a coarse step; it should be as small as possible, best 1`)
      }
    },
  },
  {
    code: 'step-zero',
    severity: 'warning',
    requirement: 'R-TAR-22',
    doc: 'A step of 0 for energy or time.',
    check(tariff, report) {
      for (const { path, type, step } of allSteps(tariff)) {
        if (step === 0) report(path, `a step of 0 ${unitOf(type)} means nothing; write 1 for exact billing`)
      }
    },
  },
]
