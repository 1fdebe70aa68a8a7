// `step_size`: in Wh for ENERGY, in s for times, without unit for FLAT (Tariffs, "PriceComponent").

import { coarseStep, stepsLikeMinutes, stepsLikeSeconds, stepsLikeWattHours } from '../facts/plausible.ts'
import type { Rule } from '../rule.ts'

type Stepped = keyof typeof coarseStep

interface Step {
  readonly type: Stepped
  readonly step: number
}

/** A rule about single steps: which are odd, and what to say then. */
function stepRule(
  stated: Omit<Rule, 'check'>,
  isOdd: (step: Step) => boolean,
  says: (step: number, unit: string) => string,
): Rule {
  return {
    ...stated,
    check({ components }, report) {
      for (const { path, type, stepSize } of components) {
        if (type === 'FLAT' || stepSize === undefined || !isOdd({ type, step: stepSize })) continue
        report(`${path}/step_size`, says(stepSize, type === 'ENERGY' ? 'Wh' : 's'))
      }
    },
  }
}

const isTaken = ({ type, step }: Step): boolean => (type === 'ENERGY' ? stepsLikeSeconds : stepsLikeWattHours).has(step)

export const stepRules: readonly Rule[] = [
  stepRule(
    {
      code: 'step-like-seconds',
      severity: 'warning',
      requirement: 'R-TAR-20',
      doc: 'A step of energy that looks like seconds: it is in Wh.',
    },
    ({ type, step }) => type === 'ENERGY' && stepsLikeSeconds.has(step),
    (step) => `step_size of ENERGY is in Wh, and ${step} looks like seconds; write 1 for exact billing`,
  ),
  stepRule(
    {
      code: 'step-like-minutes',
      severity: 'warning',
      requirement: 'R-TAR-20',
      doc: 'A step of time that looks like minutes: it is in seconds.',
    },
    ({ type, step }) => type !== 'ENERGY' && stepsLikeMinutes.has(step),
    (step) => `step_size of times is in seconds; if these are minutes write ${step * 60}, else 1 is best`,
  ),
  stepRule(
    {
      code: 'step-like-watt-hours',
      severity: 'warning',
      requirement: 'R-TAR-20',
      doc: 'A step of time that looks like Wh: it is in seconds.',
    },
    ({ type, step }) => type !== 'ENERGY' && stepsLikeWattHours.has(step),
    (step) => `step_size of times is in seconds, and ${step} looks like Wh; write 1, or 60 for whole minutes`,
  ),
  stepRule(
    {
      code: 'step-huge',
      severity: 'warning',
      requirement: 'R-TAR-22',
      doc: 'A step of more than 5 kWh or of more than an hour.',
    },
    ({ type, step }) => step > coarseStep[type][1],
    (step, unit) => `step_size is in ${unit}: ${step} bills in very large blocks; it should be as small as 1`,
  ),
  stepRule(
    {
      code: 'step-coarse',
      severity: 'note',
      requirement: 'R-TAR-22',
      doc: 'A step of at least 1 kWh or 15 minutes: allowed, and drivers pay for what they did not use.',
    },
    ({ type, step }) => step >= coarseStep[type][0] && step <= coarseStep[type][1] && !isTaken({ type, step }),
    (step, unit) => `${step} ${unit} is a coarse step; it should be as small as possible, best 1`,
  ),
  stepRule(
    { code: 'step-zero', severity: 'warning', requirement: 'R-TAR-22', doc: 'A step of 0 for energy or time.' },
    ({ step }) => step === 0,
    (_, unit) => `a step of 0 ${unit} means nothing; write 1 for exact billing`,
  ),
]
