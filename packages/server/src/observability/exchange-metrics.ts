// Requests and their answers as metrics. Every request passes here, so labels are put together only for what is new.

import type { Registry } from 'prom-client'
import { talliedCounter, talliedHistogram } from './tallied.ts'

export interface Timed {
  readonly direction: 'in' | 'out'
  readonly partner: { readonly id: string } | undefined
  readonly method: string
  readonly module: string
  readonly http: number | undefined
  readonly status: number | undefined
  readonly ms: number
}

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** By partner: each bound is a series more for every partner and module. */
const FEW = [0.025, 0.1, 0.25, 1, 2.5, 10, 30]

export function exchangeMetrics(registers: Registry[]) {
  const counted = talliedCounter({
    name: 'interchange_exchanges_total',
    help: 'OCPI requests and their answers, either way',
    labelNames: ['direction', 'module', 'method', 'http', 'status'],
    registers,
  })
  const calls = talliedCounter({
    name: 'interchange_calls_total',
    help: 'Requests to partners, by what came of them',
    labelNames: ['partner', 'module', 'outcome'],
    registers,
  })
  const duration = talliedHistogram({
    name: 'interchange_exchange_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['direction', 'module', 'method', 'class'],
    buckets: FAST,
    registers,
  })
  const callDuration = talliedHistogram({
    name: 'interchange_call_seconds',
    help: 'Time that partners took to answer, or until we gave up',
    labelNames: ['partner', 'module'],
    buckets: FEW,
    registers,
  })

  return {
    observe({ direction, partner, method, module, http, status, ms }: Timed): void {
      const code = knownStatus(status)
      counted(`${direction} ${module} ${method} ${http} ${code}`, () => ({
        direction,
        module,
        method,
        http: http ?? 'none',
        status: code,
      }))
      const kind = classOf(http)
      const times = () => ({ direction, module, method, class: kind })
      duration(`${direction} ${module} ${method} ${kind}`, times, ms / 1000)
      if (direction === 'in' || !partner) return
      const { id } = partner
      const outcome = outcomeOf(http, status)
      calls(`${id} ${module} ${outcome}`, () => ({ partner: id, module, outcome }))
      callDuration(`${id} ${module}`, () => ({ partner: id, module }), ms / 1000)
    },
  }
}

/** Partners may answer with any number; each would be a series. */
const knownStatus = (status: number | undefined): string | number =>
  status === undefined ? 'none' : status >= 1000 && status < 5000 && status % 1000 < 100 ? status : 'other'

const classOf = (http: number | undefined): string => (http === undefined ? 'none' : `${Math.floor(http / 100)}xx`)

export type CallOutcome = 'ok' | 'refused' | 'failed' | 'no_answer'

/** - `refused`: HTTP 3xx, 4xx or 2xxx. - `failed`: HTTP 5xx, 3xxx, or no envelope. */
export function outcomeOf(http: number | undefined, status: number | undefined): CallOutcome {
  if (http === undefined) return 'no_answer'
  if (http >= 500) return 'failed'
  if (http >= 300) return 'refused'
  if (status === undefined) return 'failed'
  return status < 2000 ? 'ok' : status < 3000 ? 'refused' : 'failed'
}
