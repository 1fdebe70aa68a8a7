// What is told about the platform itself: figures of delivery for all processes, metrics, alerts.

import { createAlerts } from '../alerts/alerts.ts'
import { alertStore } from '../alerts/store.ts'
import type { ChangeFeed } from '../backend/changes/feed.ts'
import { every, type Loop } from '../feed/loop.ts'
import { type CallFigures, type CallStore, callStore } from '../observability/call-figures.ts'
import { platformGauges } from '../observability/gauges.ts'
import { pairReports } from '../observability/pair-report.ts'
import { deliveryReports } from '../observability/report.ts'
import type { Base } from './base.ts'
import type { Calls } from './company.ts'
import type { Outward } from './outward.ts'

export type Observing = ReturnType<typeof wireObserving>

/** Durations of calls are added to what all processes counted this often. */
const FLUSH_MS = 5000
const PURGE_MS = 300_000

export function wireObserving(
  { settings, database, connections, writer, exchanges, events, clock }: Base,
  { delivery }: Outward,
  { webhooks }: Calls,
  changes: Pick<ChangeFeed, 'listeners'>,
  { calls: called, pairs: routed }: { readonly calls: CallFigures; readonly pairs: CallFigures },
) {
  const { directory } = connections
  const calls = callStore(database)
  const pairs = callStore(database, 'pair')
  const failed = (error: unknown) => events.failed('figures', error)
  const rules = alertStore(database)
  const { smtpUrl, mailFrom: from } = settings
  const alerts = createAlerts({ database, store: rules, writer, directory, events, clock, smtpUrl, from })
  let loops: Loop[] = []

  platformGauges(events.registry, {
    lanes: () => delivery.lanes(),
    partners: () => directory.partners(),
    writer: () => writer.stats,
    unwritten: () => exchanges.waiting,
    listeners: () => changes.listeners,
    webhooks: () => webhooks.reports(),
    alerts: () => rules.raised(),
  })

  async function write(figures: CallFigures, store: CallStore): Promise<void> {
    const taken = figures.take()
    try {
      await store.add(taken, clock.now())
    } catch (error) {
      figures.putBack(taken)
      throw error
    }
  }
  async function flush(): Promise<void> {
    await Promise.all([write(called, calls), write(routed, pairs)])
  }
  async function purge(): Promise<void> {
    await Promise.all([calls.purge(clock.now()), pairs.purge(clock.now())])
  }

  return {
    reports: deliveryReports({ database, directory, calls, clock }),
    pairs: pairReports({ pairs, clock }),
    rules,
    start() {
      alerts.start()
      loops = [every(FLUSH_MS, flush, failed), every(PURGE_MS, purge, failed)]
    },
    async stop() {
      await alerts.stop()
      await Promise.all(loops.map((loop) => loop.stop()))
      await flush().catch(failed)
    },
  }
}
