// What a backend's write costs where 500 partners are to be told, and where one is: two platforms, asked in turn.

import { cpuNanoseconds, type LargePlatform } from '../support/large-platform.ts'
import { addPartners, lanesAreThere } from '../support/partners.ts'
import { startProcess } from '../support/process.ts'
import type { Load, LoadResult } from '../support/shapes.ts'
import { makeLocations, uidOf } from '../support/statuses.ts'

const EVSES = 500
const CONNECTIONS = 4

export interface WriteSizes {
  readonly partners: number
  readonly rounds: number
  readonly seconds: number
}

export interface WriteCosts {
  /** Milliseconds until the backend has its answer, round by round. */
  readonly p50: readonly number[]
  readonly p99: readonly number[]
  /** Microseconds of processor time of the platform for each write, with all that goes on beside it. */
  readonly cpu: readonly number[]
  readonly databaseCpu: readonly number[]
}

export interface WriteBesidePartners {
  readonly alone: WriteCosts
  readonly among: WriteCosts
  readonly faults: readonly string[]
}

/** `alone` gets one partner, `among` gets many; each a lane that is told at the end of its window. */
export async function writeBesidePartners(
  alone: LargePlatform,
  among: LargePlatform,
  { partners, rounds, seconds }: WriteSizes,
): Promise<WriteBesidePartners> {
  const load = await startProcess(new URL('../support/load.ts', import.meta.url))
  const faults: string[] = []
  const costs = () => ({ p50: [] as number[], p99: [] as number[], cpu: [] as number[], databaseCpu: [] as number[] })
  const asked = [
    { name: 'one partner', platform: alone, partners: 1, costs: costs() },
    { name: `${partners} partners`, platform: among, partners, costs: costs() },
  ] as const
  try {
    for (const { platform, partners } of asked) {
      await makeLocations(platform, EVSES)
      await addPartners(platform, await unreachable(partners))
      await lanesAreThere(platform, partners)
    }
    for (let round = -1; round < rounds; round++) {
      for (const { name, platform, costs } of asked) {
        const before = [cpuNanoseconds(platform.pid), await platform.databaseCpu()] as const
        const result = await load.ask<LoadResult>(writes(platform, seconds))
        const cpu = (cpuNanoseconds(platform.pid) - before[0]) / 1000 / result.answered
        const databaseCpu = (((await platform.databaseCpu()) - before[1]) * 1e6) / result.answered
        if (result.errors > 0) faults.push(`${name}: ${result.errors} errors, the first: ${result.firstError}`)
        // The first of each fills caches and has code compiled.
        if (round < 0) continue
        costs.p50.push(result.p50)
        costs.p99.push(result.p99)
        costs.cpu.push(cpu)
        costs.databaseCpu.push(databaseCpu)
      }
    }
  } finally {
    await load.stop()
  }
  return { alone: asked[0].costs, among: asked[1].costs, faults }
}

/** Partners that do not answer: their lanes hear of every write, hold it, and have nothing to send. */
async function unreachable(count: number): Promise<string[]> {
  // Port 9 is "discard": nothing listens there.
  return Array.from({ length: count }, () => 'http://127.0.0.1:9')
}

/** An EVSE's status, one in a call. */
const writes = ({ url, key }: LargePlatform, seconds: number): Load => ({
  origin: url,
  method: 'POST',
  paths: ['/api/v1/evse-status'],
  // An odd number of statuses, so that each EVSE gets another one every time round.
  bodies: Array.from({ length: EVSES * 3 }, (_, at) =>
    JSON.stringify({
      party: 'NL-ABC',
      evse_uid: uidOf(at % EVSES),
      status: ['AVAILABLE', 'CHARGING', 'BLOCKED'][Math.floor(at / EVSES) % 3],
    }),
  ),
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  connections: CONNECTIONS,
  seconds,
  expect: '"status":200',
})
