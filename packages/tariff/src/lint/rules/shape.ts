import { canonical, check } from '@interchange/ocpi'
import type { Rule } from '../rule.ts'

/** Places that have a rule of their own, which says more. */
const SAID = /^\/(?:currency|elements\/\d+\/restrictions\/(?:start|end)_(?:time|date))$/

export const shapeRules: readonly Rule[] = [
  {
    code: 'invalid',
    severity: 'error',
    requirement: 'R-TAR-01',
    doc: 'Not a Tariff of OCPI 2.3.0: a required field is missing or a value has the wrong type.',
    check({ raw }, report) {
      for (const { path, message, severity } of check(canonical, 'Tariff', raw)) {
        if (severity !== 'note' && !(SAID.test(path) && !message.includes('missing') && !message.startsWith('is a'))) {
          report(path, message)
        }
      }
    },
  },
]
