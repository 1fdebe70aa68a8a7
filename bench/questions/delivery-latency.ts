// From a backend's write to the partner that has it, at a steady rate of changes: open loop, one clock for all processes.

import type { LargePlatform } from '../support/large-platform.ts'
import { addPartners, lanesAreThere } from '../support/partners.ts'
import { startProcess } from '../support/process.ts'
import type { Arrival, SinksAsked, SinksWaited } from '../support/sinks.ts'
import { makeLocations, statusBody } from '../support/statuses.ts'
import type { SteadyRound, SteadySent } from '../support/steady-writer.ts'

export interface LatencySizes {
  readonly partners: number
  readonly perSecond: number
  readonly warmSeconds: number
  readonly seconds: number
}

export interface Latency {
  readonly deliveries: number
  /** Milliseconds from when the write was due. */
  readonly p50: number
  readonly p99: number
  readonly most: number
  readonly faults: readonly string[]
}

const PATIENCE_MS = 60_000

export async function deliveryLatency(platform: LargePlatform, sizes: LatencySizes): Promise<Latency> {
  const { partners, perSecond, warmSeconds, seconds } = sizes
  const sinks = await startProcess(new URL('../support/sinks.ts', import.meta.url))
  const writer = await startProcess(new URL('../support/steady-writer.ts', import.meta.url))
  const ask = <T>(asked: SinksAsked) => sinks.ask<T>(asked)
  // An EVSE changes once in five seconds: nobody is told of two of its changes at once.
  const evses = perSecond * 5
  const faults: string[] = []
  const times: number[] = []
  try {
    await makeLocations(platform, evses)
    const origins = await ask<string[]>({ what: 'open', count: partners })
    await addPartners(platform, origins)
    await lanesAreThere(platform, partners)
    for (const counts of [false, true]) {
      await ask({ what: 'forget', times: true })
      const round: SteadyRound = {
        origin: platform.url,
        key: platform.key,
        perSecond,
        seconds: counts ? seconds : warmSeconds,
        evses,
        fromMs: Date.now(),
      }
      const { sent, errors } = await writer.ask<SteadySent>(round)
      const wanted = sent.length * partners
      const { arrivals } = await ask<SinksWaited>({ what: 'wait', arrivals: wanted, ms: PATIENCE_MS })
      const recorded = await ask<Arrival[]>({ what: 'arrivals' })
      if (!counts) continue
      const due = new Map(sent.map((report) => [statusBody(report), report.dueAt]))
      const had = new Set<string>()
      for (const { sink, body, at } of recorded) {
        const dueAt = due.get(body)
        had.add(`${sink} ${body}`)
        if (dueAt === undefined) faults.push(`sink ${sink} was told what nobody wrote: ${body}`)
        else times.push(at - dueAt)
      }
      if (errors.length > 0) faults.push(`${errors.length} writes failed, the first: ${errors[0]}`)
      if (arrivals !== wanted || had.size !== wanted) {
        faults.push(`${arrivals} arrived, ${had.size} of them different, of ${wanted}`)
      }
    }
  } finally {
    await Promise.all([sinks.stop(), writer.stop()])
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return { deliveries: times.length, p50: at(0.5), p99: at(0.99), most: at(1), faults: faults.slice(0, 5) }
}
