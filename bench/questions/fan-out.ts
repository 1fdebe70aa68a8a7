// Status changes told to many partners: as a share of what a bare undici loop sends to the same sinks in the same run.

import type { BareResult, BareRound } from '../support/bare-loop.ts'
import { chained, steadyMs } from '../support/chain.ts'
import { cpuNanoseconds, type LargePlatform } from '../support/large-platform.ts'
import { addPartners, lanesAreThere } from '../support/partners.ts'
import { startProcess } from '../support/process.ts'
import type { SinksAsked, SinksSeen, SinksWaited } from '../support/sinks.ts'
import { evsePath, makeLocations, type Report, sendStatuses, statusBody } from '../support/statuses.ts'

/** Of a lane; `defaultDelivery` has the same. */
const AT_ONCE = 8
const PATIENCE_MS = 300_000

export interface FanOutSizes {
  readonly partners: number
  readonly evses: number
  readonly rounds: number
}

export interface FanOut {
  /** Deliveries in a second, round by round. */
  readonly bare: readonly number[]
  readonly ours: readonly number[]
  /** Microseconds of processor time for each delivery: of the bare loop, of the platform, of its PostgreSQL. */
  readonly bareCpu: readonly number[]
  readonly ourCpu: readonly number[]
  readonly databaseCpu: readonly number[]
  /** Why the figure does not count. */
  readonly faults: readonly string[]
}

export async function fanOut(platform: LargePlatform, { partners, evses, rounds }: FanOutSizes): Promise<FanOut> {
  const sinks = await startProcess(new URL('../support/sinks.ts', import.meta.url))
  const loop = await startProcess(new URL('../support/bare-loop.ts', import.meta.url))
  const ask = <T>(asked: SinksAsked) => sinks.ask<T>(asked)
  const deliveries = partners * evses
  const bare: number[] = []
  const ours: number[] = []
  const bareCpu: number[] = []
  const ourCpu: number[] = []
  const databaseCpu: number[] = []
  const faults: string[] = []
  try {
    await makeLocations(platform, evses)
    const origins = await ask<string[]>({ what: 'open', count: partners })
    await addPartners(platform, origins)
    await lanesAreThere(platform, partners)
    const paths = Array.from({ length: evses }, (_, at) => evsePath(at))
    let headers: Readonly<Record<string, string>> = {}

    /** Sends a round, waits until it has arrived, and compares what has. Deliveries in a second. */
    async function measured(who: string, reports: readonly Report[], send: () => Promise<number>): Promise<number> {
      await ask({ what: 'forget', times: false })
      const beganAt = await send()
      const { arrivals, lastAt } = await ask<SinksWaited>({ what: 'wait', arrivals: deliveries, ms: PATIENCE_MS })
      const seen = await ask<SinksSeen>({ what: 'kept' })
      headers = seen.headers
      const expected = new Map(
        reports.map((report) => [evsePath(report.evse), chained(undefined, Buffer.from(statusBody(report)))]),
      )
      const wrong = seen.kept.reduce((sum, objects) => {
        const right = objects.filter(
          ([name, count, chain]) => count === 1 && expected.get(name.split(' ')[1]!) === chain,
        )
        return sum + Math.max(expected.size - right.length, objects.length - right.length)
      }, 0)
      if (arrivals !== deliveries || wrong > 0) {
        faults.push(`${who}: ${arrivals} arrived of ${deliveries}, ${wrong} objects are not as they were sent`)
      }
      return deliveries / ((lastAt - beganAt) / 1000)
    }

    const byUs = async (reports: readonly Report[]) => {
      const before = [cpuNanoseconds(platform.pid), await platform.databaseCpu()] as const
      const rate = await measured('ours', reports, async () => {
        const beganAt = steadyMs()
        await sendStatuses(platform, reports)
        return beganAt
      })
      ours.push(rate)
      ourCpu.push((cpuNanoseconds(platform.pid) - before[0]) / 1000 / deliveries)
      databaseCpu.push((((await platform.databaseCpu()) - before[1]) * 1e6) / deliveries)
    }
    const byLoop = async (reports: readonly Report[]) => {
      const before = cpuNanoseconds(loop.pid)
      const round: BareRound = {
        origins,
        paths,
        bodies: reports.map(statusBody),
        headers: bareHeaders(headers),
        atOnce: AT_ONCE,
      }
      const rate = await measured('bare loop', reports, async () => {
        const { beganAt, errors } = await loop.ask<BareResult>(round)
        if (errors > 0) faults.push(`bare loop: ${errors} errors`)
        return beganAt
      })
      bare.push(rate)
      bareCpu.push((cpuNanoseconds(loop.pid) - before) / 1000 / deliveries)
    }

    for (let round = -1; round < rounds; round++) {
      const reports = changes(evses, round)
      await byUs(reports)
      await byLoop(reports)
      // The first of each fills caches and has code compiled.
      if (round < 0) for (const list of [bare, ours, bareCpu, ourCpu, databaseCpu]) list.length = 0
    }
  } finally {
    await Promise.all([sinks.stop(), loop.stop()])
  }
  return { bare, ours, bareCpu, ourCpu, databaseCpu, faults }
}

/** Each EVSE gets another status than it has. */
function changes(evses: number, round: number): Report[] {
  const at = new Date().toISOString()
  const status = round % 2 === 0 ? 'AVAILABLE' : 'CHARGING'
  return Array.from({ length: evses }, (_, evse) => ({ evse, status, at }))
}

/** What undici sets by itself is not given to it. */
const bareHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
  )
