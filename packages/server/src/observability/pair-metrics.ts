// Messages between pairs of parties as metrics. Each pair is a series for every module and outcome, and pairs grow with
// the square of parties: the first of them are told apart, what comes beyond counts as `other`. The backend API tells all.

import { Counter, Histogram, type Registry } from 'prom-client'
import type { CallOutcome } from './exchange-metrics.ts'

/** A message that went through a hub, and what became of it. */
export interface RoutedEvent {
  /** Parties, `NL-ABC`: who said it, or whose object it was, and who it was for. */
  readonly from: string
  readonly to: string
  readonly module: string
  /** Until there was an answer, or it was given up. */
  readonly ms: number
  readonly outcome: CallOutcome
}

/** How a pair is named in figures. */
export const pairOf = (from: string, to: string): string => `${from} ${to}`

/** Pairs beyond what is kept apart count as this one. */
export const OTHER_PAIR = pairOf('other', 'other')

const MOST_PAIRS = 200
const BOUNDS = [0.01, 0.05, 0.25, 1, 5, 30]
const OTHER = { from: 'other', to: 'other' }

export function pairMetrics(registers: Registry[], most = MOST_PAIRS) {
  const known = new Map<string, { readonly from: string; readonly to: string }>()
  const messages = new Counter({
    name: 'interchange_hub_messages_total',
    help: 'Messages between parties that went through this hub, by what came of them',
    labelNames: ['from', 'to', 'module', 'outcome'] as const,
    registers,
  })
  const duration = new Histogram({
    name: 'interchange_hub_seconds',
    help: 'Time until what went through this hub was answered, or given up',
    labelNames: ['from', 'to'] as const,
    buckets: BOUNDS,
    registers,
  })

  function labelsOf(from: string, to: string) {
    const name = pairOf(from, to)
    const found = known.get(name)
    if (found || known.size >= most) return found ?? OTHER
    const labels = { from, to }
    known.set(name, labels)
    return labels
  }

  return {
    observe({ from, to, module, ms, outcome }: RoutedEvent): void {
      const labels = labelsOf(from, to)
      messages.inc({ ...labels, module, outcome })
      duration.observe(labels, ms / 1000)
    },
  }
}
