// Several processes that serve one port of one machine. The first is ready before the others start: it migrates the
// database and makes the key. One that ends is started again; the port and what is said stay with the supervisor.

import cluster, { type Worker } from 'node:cluster'
import { setTimeout as delay } from 'node:timers/promises'
import type { Started } from '@interchange/server/platform'
import type { CountedMetrics } from '@interchange/server/workers-metrics'
import { CommandFailed } from '../failure.ts'
import { type FromWorker, type ToWorker, WORKER } from './messages.ts'
import { restarts } from './restarts.ts'

export interface SupervisorOrder {
  readonly workers: number
  /** Resolves when all are to stop. */
  readonly stop: Promise<void>
  /** Once, when the first worker serves. */
  readonly serves: (started: Started) => void
  readonly say: (line: string) => void
}

/** For all workers to say what they have counted. */
const COUNT_MS = 2000

interface Slot {
  readonly number: number
  worker: Worker | undefined
}

/** Resolves when all have stopped because they were to. Rejects when they cannot be kept running. */
export async function supervise({ workers, stop, serves, say }: SupervisorOrder): Promise<void> {
  const slots = Array.from({ length: workers }, (_, at): Slot => ({ number: at + 1, worker: undefined }))
  const again = restarts()
  const metrics = gathering(() => slots.flatMap(({ worker }) => (worker?.isConnected() ? [worker] : [])))
  const over = new AbortController()
  /** What partners call stays the same, so that one that starts again can be ready before it listens. */
  let publicUrl: string | undefined
  let failure: CommandFailed | undefined

  function start(slot: Slot): { readonly ready: Promise<Started>; readonly ended: Promise<string> } {
    const url = publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }
    const worker = cluster.fork({ [WORKER]: String(slot.number), ...url })
    slot.worker = worker
    const ended = new Promise<string>((resolve) => {
      worker.once('error', () => resolve('an error'))
      worker.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    }).finally(() => {
      slot.worker = undefined
    })
    const ready = new Promise<Started>((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'serves') resolve(message.started)
        else metrics.hear(worker, message)
      })
      void ended.then((how) => reject(new CommandFailed(`worker ${slot.number} ended with ${how} before it served`)))
    })
    ready.catch(() => undefined)
    return { ready, ended }
  }

  async function keep(slot: Slot, first?: Promise<string>): Promise<void> {
    let running = first
    let since = performance.now()
    while (!over.signal.aborted) {
      running ??= start(slot).ended
      const how = await running
      running = undefined
      if (over.signal.aborted) return
      const wait = again.ended(performance.now() - since)
      if (wait === 'give_up') {
        failure = new CommandFailed(`worker ${slot.number} ended with ${how}, as workers did again and again`)
        over.abort()
        return
      }
      say(`worker ${slot.number} ended with ${how}; it is started again in ${wait / 1000} s`)
      await delay(wait, undefined, { signal: over.signal }).catch(() => undefined)
      since = performance.now()
    }
  }

  over.signal.addEventListener('abort', () => {
    for (const { worker } of slots) worker?.process.kill('SIGTERM')
  })
  void stop.then(() => over.abort())

  const [first, ...others] = slots as [Slot, ...Slot[]]
  const { ready, ended } = start(first)
  try {
    const started = await ready
    publicUrl = started.publicUrl
    serves(started)
  } catch (error) {
    if (over.signal.aborted) return
    throw error
  }
  await Promise.all([keep(first, ended), ...others.map((slot) => keep(slot))])
  if (failure) throw failure
}

/** Asks all workers what they have counted, and gives it to the one that was asked. */
function gathering(connected: () => readonly Worker[]) {
  const rounds = new Map<number, { readonly heard: CountedMetrics[]; readonly done: () => void; left: number }>()
  let last = 0
  const send = (worker: Worker, message: ToWorker): void => {
    if (worker.isConnected()) worker.send(message)
  }

  async function gather(): Promise<readonly CountedMetrics[]> {
    const round = ++last
    const heard: CountedMetrics[] = []
    const asked = connected()
    await new Promise<void>((resolve) => {
      rounds.set(round, { heard, done: resolve, left: asked.length })
      setTimeout(resolve, COUNT_MS).unref()
      for (const worker of asked) send(worker, { type: 'count', round })
    })
    rounds.delete(round)
    return heard
  }

  return {
    hear(worker: Worker, message: Exclude<FromWorker, { type: 'serves' }>): void {
      if (message.type === 'ask') {
        void gather().then((metrics) => send(worker, { type: 'all', id: message.id, metrics }))
        return
      }
      const round = rounds.get(message.round)
      if (!round) return
      round.heard.push(message.metrics)
      if (--round.left === 0) round.done()
    },
  }
}
