// What the supervisor and its workers tell each other.

import type { Started } from '@interchange/server/platform'
import type { CountedMetrics } from '@interchange/server/workers-metrics'

export type FromWorker =
  | { readonly type: 'serves'; readonly started: Started }
  /** It was asked for `/metrics` and needs those of the others. */
  | { readonly type: 'ask'; readonly id: number }
  | { readonly type: 'counted'; readonly round: number; readonly metrics: CountedMetrics }

export type ToWorker =
  | { readonly type: 'count'; readonly round: number }
  | { readonly type: 'all'; readonly id: number; readonly metrics: readonly CountedMetrics[] }

/** In the environment of a worker: its number, from 1. */
export const WORKER = 'INTERCHANGE_WORKER'
