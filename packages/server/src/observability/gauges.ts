// What is so at the moment, as metrics: read when somebody looks, so that nothing is kept up to date for nobody.

import { Counter, Gauge, type Registry } from 'prom-client'
import type { LaneView } from '../feed/delivery.ts'
import type { WriterStats } from '../storage/writer.ts'

export interface Watched {
  /** Lanes that this process serves. */
  readonly lanes: () => readonly LaneView[]
  readonly partners: () => readonly { readonly status: string }[]
  readonly writer: () => WriterStats
  /** Exchanges that wait to be written into the message log. */
  readonly unwritten: () => number
  /** Listeners of `/changes`. */
  readonly listeners: () => number
  readonly webhooks: () => Promise<readonly { id: string; behind: number; failures: number }[]>
  /** Alerts that are raised, by kind. */
  readonly alerts: () => Promise<readonly { kind: string; count: number }[]>
}

/** What is read from the database is read at most this often, however many look. */
const DATABASE_MS = 5000
/** Lanes are gone through once for all metrics of one look. */
const LANES_MS = 100

export function platformGauges(registry: Registry, watched: Watched): void {
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[], collect: Collect<Gauge<L>>) =>
    new Gauge({ name: `interchange_${name}`, help, labelNames, registers, collect: collected(collect) })
  const total = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect: Collect<Counter<L>>,
  ) => new Counter({ name: `interchange_${name}`, help, labelNames, registers, collect: collected(collect) })
  const webhooks = seldom(watched.webhooks)
  const alerts = seldom(watched.alerts)

  const lane = ['partner', 'module'] as const
  let seen: readonly LaneView[] = []
  let seenAt = Number.NEGATIVE_INFINITY
  const lanes = (): readonly LaneView[] => {
    if (performance.now() - seenAt > LANES_MS) {
      seen = watched.lanes()
      seenAt = performance.now()
    }
    return seen
  }
  const ofLanes = (name: string, help: string, value: (view: LaneView) => number | undefined) =>
    gauge(name, help, lane, (metric) => {
      for (const view of lanes()) {
        const { partner, module } = view
        const found = value(view)
        if (found !== undefined) metric.set({ partner, module }, found)
      }
    })
  ofLanes('lane_lag_objects', 'Changed objects that a partner is still to be sent', ({ behind }) => behind.objects)
  ofLanes(
    'lane_lag_seconds',
    'Age of the oldest change that a partner is still to be sent',
    ({ behind }) => behind.seconds,
  )
  ofLanes(
    'lane_parked',
    'Objects that a partner refused, or that wait for a party behind a hub',
    ({ parked }) => parked,
  )
  ofLanes('lane_last_success_timestamp_seconds', 'When a partner last took something', ({ lastSuccessAt }) =>
    lastSuccessAt === undefined ? undefined : lastSuccessAt.getTime() / 1000,
  )
  total(
    'lane_saved_total',
    'Changes never sent because a newer one took their place while they waited',
    lane,
    (metric) => {
      for (const { partner, module, saved } of lanes()) metric.inc({ partner, module }, saved)
    },
  )
  gauge('partner_up', '1: the partner is sent whatever there is; 0: it does not answer', ['partner'], (metric) => {
    for (const { partner, health } of lanes()) metric.set({ partner }, health === 'up' ? 1 : 0)
  })
  gauge('partners', 'Partners by status', ['status'], (metric) => {
    for (const { status } of watched.partners()) metric.inc({ status })
  })

  const ofWriter = (name: string, help: string, value: (stats: WriterStats) => number) =>
    total(`writer_${name}_total`, help, [], (metric) => metric.inc(value(watched.writer())))
  ofWriter('writes', 'Writes of objects that were committed', ({ writes }) => writes)
  ofWriter('failed', 'Writes of objects that came to nothing', ({ failed }) => failed)
  ofWriter('batches', 'Transactions that writes of objects shared', ({ batches }) => batches)
  ofWriter('rows', 'Rows of objects that were stored', ({ rows }) => rows)
  ofWriter('retries', 'Transactions that were run again', ({ retries }) => retries)
  gauge('writer_pending', 'Writes of objects that wait or are under way', [], (metric) =>
    metric.set(watched.writer().pending),
  )

  gauge('exchanges_unwritten', 'Exchanges that wait to be written into the message log', [], (metric) =>
    metric.set(watched.unwritten()),
  )
  gauge('changes_listeners', 'Listeners of /changes', [], (metric) => metric.set(watched.listeners()))
  gauge(
    'webhook_behind',
    'Changes that a webhook has not been told of; the same in every process',
    ['webhook'],
    async (metric) => {
      for (const { id, behind } of await webhooks()) metric.set({ webhook: id }, behind)
    },
  )
  gauge(
    'webhook_failing',
    'Attempts in a row that a webhook did not take; the same in every process',
    ['webhook'],
    async (metric) => {
      for (const { id, failures } of await webhooks()) metric.set({ webhook: id }, failures)
    },
  )
  gauge('alerts_raised', 'Alerts that are raised; the same in every process', ['kind'], async (metric) => {
    for (const { kind, count } of await alerts()) metric.set({ kind }, count)
  })

  function seldom<T>(read: () => Promise<readonly T[]>): () => Promise<readonly T[]> {
    let at = Number.NEGATIVE_INFINITY
    let found: Promise<readonly T[]> = Promise.resolve([])
    return () => {
      if (performance.now() - at > DATABASE_MS) {
        at = performance.now()
        // A database that is away must not take the other metrics with it.
        found = read().catch(() => [])
      }
      return found
    }
  }
}

type Collect<M> = (metric: M) => void | Promise<void>

/** What is gone since the last time is told no longer. */
const collected = <M extends { reset(): void }>(collect: Collect<M>) =>
  async function (this: M): Promise<void> {
    this.reset()
    await collect(this)
  }
