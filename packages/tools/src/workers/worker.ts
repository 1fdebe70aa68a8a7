// One of several processes that serve the same port. The supervisor prints what a person has to read.

import cluster from 'node:cluster'
import { createLog } from '@interchange/server/log'
import { processMetrics } from '@interchange/server/observability/process-metrics'
import { createPlatform } from '@interchange/server/platform'
import type { Settings } from '@interchange/server/settings'
import { type CountedMetrics, countedBy, metricsText } from '@interchange/server/workers-metrics'
import type { FromWorker, ToWorker } from './messages.ts'

/** Longer than the supervisor waits for the slowest of us. */
const ASK_MS = 3000

const tell = (message: FromWorker): void => void process.send?.(message)

/** Resolves when it has stopped. */
export async function serveAsWorker(worker: string, settings: Settings, stop: Promise<void>): Promise<void> {
  const asking = new Map<number, (all: readonly CountedMetrics[]) => void>()
  let asked = 0
  let own: Parameters<typeof countedBy>[1] | undefined
  const platform = createPlatform(settings, {
    log: createLog({ level: settings.logLevel, readable: process.stdout.isTTY === true, worker }),
    listensLast: true,
    async metrics(registries) {
      own = registries
      const id = ++asked
      const all = await new Promise<readonly CountedMetrics[]>((resolve) => {
        asking.set(id, resolve)
        setTimeout(() => resolve([]), ASK_MS).unref()
        tell({ type: 'ask', id })
      })
      asking.delete(id)
      return await metricsText(all.length > 0 ? all : [await countedBy(worker, registries)])
    },
  })
  process.on('message', (message: ToWorker) => {
    if (message.type === 'all') asking.get(message.id)?.(message.metrics)
    const events = platform.parts?.events
    if (message.type !== 'count' || !events) return
    own ??= [events.registry, processMetrics()]
    const { round } = message
    void countedBy(worker, own).then((metrics) => tell({ type: 'counted', round, metrics }))
  })
  try {
    tell({ type: 'serves', started: await platform.start() })
    await stop
    await platform.stop()
  } finally {
    // The channel to the supervisor would keep the process alive.
    cluster.worker?.disconnect()
  }
}
