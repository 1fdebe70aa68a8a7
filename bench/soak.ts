// `npm run bench:soak [-- MINUTES]`: ten minutes at half of what the platform can take, with partners that are told of every
// change. Void when memory grows, a lane falls behind, a write fails, or a partner misses a change.

import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { type LargePlatform, startLargePlatform } from './support/large-platform.ts'
import { addPartners, lanesAreThere } from './support/partners.ts'
import { startProcess } from './support/process.ts'
import type { SinksAsked, SinksWaited } from './support/sinks.ts'
import { makeLocations, type Report, sendStatuses } from './support/statuses.ts'
import type { SteadyRound, SteadySent } from './support/steady-writer.ts'

const PARTNERS = 20
const EVSES = 2_000
const SAMPLE_MS = 2_000
/** Of the time: caches fill and code is compiled before memory is looked at. */
const WARM_UP = 0.3
/** Of the mean, by the slope, over the part that counts; less cannot be told from garbage that waits to be collected. */
const MOST_GROWTH = 0.1
/** Changes that a lane may be behind in the last third, on average, beyond those of the first. */
const MOST_LAG_GROWTH = 100
const PATIENCE_MS = 120_000

const given = process.argv.slice(2).find((word) => /^[0-9.]+$/.test(word))
const minutes = given === undefined ? 10 : Number(given)

interface Sample {
  readonly minute: number
  readonly megabytes: number
  /** Of the lane that is furthest behind. */
  readonly lag: number
}

const rss = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

/** Cursors are written down once a second, so a little lag is always seen. */
async function lagOf(platform: LargePlatform): Promise<number> {
  const [row] = await platform.query(
    'select ((select position from SCHEMA.feed) - min(cursor))::float8 as lag from SCHEMA.lane',
  )
  return Number(row!.lag)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Of a straight line through the samples (least squares), in y for each x. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const x = mean(points.map(([at]) => at))
  const y = mean(points.map(([, value]) => value))
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

async function soak(platform: LargePlatform): Promise<readonly string[]> {
  const sinks = await startProcess(new URL('./support/sinks.ts', import.meta.url))
  const writer = await startProcess(new URL('./support/steady-writer.ts', import.meta.url))
  const ask = <T>(asked: SinksAsked) => sinks.ask<T>(asked)
  const faults: string[] = []
  try {
    await makeLocations(platform, EVSES)
    await addPartners(platform, await ask<string[]>({ what: 'open', count: PARTNERS }))
    await lanesAreThere(platform, PARTNERS)

    /** Changes in a second until every partner has them, everything written at once. */
    async function peak(status: string): Promise<number> {
      const at = new Date().toISOString()
      const reports = Array.from({ length: EVSES }, (_, evse): Report => ({ evse, status, at }))
      await ask({ what: 'forget', times: false })
      const began = performance.now()
      await sendStatuses(platform, reports)
      const { arrivals } = await ask<SinksWaited>({ what: 'wait', arrivals: EVSES * PARTNERS, ms: PATIENCE_MS })
      if (arrivals !== EVSES * PARTNERS) faults.push(`at its peak ${arrivals} arrived of ${EVSES * PARTNERS}`)
      return EVSES / ((performance.now() - began) / 1000)
    }
    await peak('CHARGING')
    await peak('BLOCKED')
    const most = await peak('OUTOFORDER')
    // Nobody may be told of two changes of an EVSE at once, or what arrives cannot be counted.
    const perSecond = Math.max(1, Math.min(Math.floor(most / 2), EVSES / 5))
    console.log(
      `peak ${most.toFixed(0)} changes in a second to ${PARTNERS} partners; ${minutes} minutes at ${perSecond}`,
    )

    await ask({ what: 'forget', times: false })
    const samples: Sample[] = []
    const began = performance.now()
    const sampling = setInterval(() => {
      const minute = (performance.now() - began) / 60_000
      const megabytes = rss(platform.pid)
      lagOf(platform).then(
        (lag) => samples.push({ minute, megabytes, lag }),
        (error: unknown) => faults.push(`a sample could not be taken: ${error}`),
      )
    }, SAMPLE_MS)
    const round: SteadyRound = {
      origin: platform.url,
      key: platform.key,
      perSecond,
      seconds: minutes * 60,
      evses: EVSES,
      fromMs: Date.now(),
    }
    const { sent, errors } = await writer.ask<SteadySent>(round)
    clearInterval(sampling)
    const wanted = sent.length * PARTNERS
    const { arrivals } = await ask<SinksWaited>({ what: 'wait', arrivals: wanted, ms: PATIENCE_MS })
    faults.push(...judged(samples))
    if (errors.length > 0) faults.push(`${errors.length} writes failed, the first: ${errors[0]}`)
    if (arrivals !== wanted) faults.push(`${arrivals} deliveries arrived of ${wanted}`)
    console.log(`${sent.length} changes, ${arrivals} deliveries`)
  } finally {
    await Promise.all([sinks.stop(), writer.stop()])
  }
  return faults
}

function judged(samples: readonly Sample[]): string[] {
  const warm = samples.filter(({ minute }) => minute >= minutes * WARM_UP)
  if (warm.length < 10) return [`${warm.length} samples are too few; let it run longer`]
  const slope = slopeOf(warm.map(({ minute, megabytes }) => [minute, megabytes] as const))
  const third = Math.floor(warm.length / 3)
  const lags = [warm.slice(0, third), warm.slice(-third)].map((part) => mean(part.map(({ lag }) => lag)))
  const memory = warm.map(({ megabytes }) => megabytes)
  const growth = (slope * (warm.at(-1)!.minute - warm[0]!.minute)) / mean(memory)
  console.log(
    `memory ${mean(memory).toFixed(0)} MB on average, ${Math.max(...memory).toFixed(0)} MB at most, a slope of ` +
      `${slope.toFixed(2)} MB in a minute, ${(growth * 100).toFixed(1)} % in all (at most ${MOST_GROWTH * 100} %); the lane furthest behind: ` +
      `${lags[0]!.toFixed(0)} changes at first, ${lags[1]!.toFixed(0)} at the end`,
  )
  return [
    ...(growth > MOST_GROWTH ? [`memory grows by ${slope.toFixed(2)} MB in a minute`] : []),
    ...(lags[1]! > lags[0]! + MOST_LAG_GROWTH ? ['lanes fall behind'] : []),
  ]
}

console.log(
  `Node ${process.versions.node}, ${cpus().length} cores, load average ${loadavg()[0]!.toFixed(1)} before the start`,
)
const platform = await startLargePlatform()
if (!platform) {
  console.log('skipped: neither PostgreSQL (initdb, postgres) nor BENCH_DATABASE_URL is here')
  if (process.env.REQUIRE_ALL === '1') process.exitCode = 1
} else {
  try {
    const faults = await soak(platform)
    for (const fault of faults) console.log(`  void  ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    await platform.stop()
  }
}
