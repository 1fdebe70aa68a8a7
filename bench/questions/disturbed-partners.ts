// Whether a platform that is slow, or does not answer at all, keeps those waiting who ask others through the hub.

import type { BenchHub, Receiver } from '../support/hub.ts'
import { startProcess } from '../support/process.ts'
import type { LoadResult } from '../support/shapes.ts'
import type { SteadyLoad } from '../support/steady-load.ts'

const CONNECTIONS = 64
/** Requests in a second to the platform that disturbs: more than the hub may have under way there. */
const DISTURBING = 100

export interface DisturbedSizes {
  readonly rounds: number
  readonly seconds: number
  readonly perSecond: number
}

export interface Disturbed {
  /** p99 of the others in milliseconds, round by round: with nothing else, and with that platform. */
  readonly alone: readonly number[]
  readonly slow: readonly number[]
  readonly silent: readonly number[]
  readonly faults: readonly string[]
}

export async function disturbedPartners(hub: BenchHub, sizes: DisturbedSizes): Promise<Disturbed> {
  const { rounds, seconds, perSecond } = sizes
  const steady = await startProcess(new URL('../support/steady-load.ts', import.meta.url))
  const other = await startProcess(new URL('../support/steady-load.ts', import.meta.url))
  const faults: string[] = []
  const found = { alone: [] as number[], slow: [] as number[], silent: [] as number[] }

  async function others(name: string): Promise<number> {
    const asked = { ...hub.through('get', 'prompt'), connections: CONNECTIONS, perSecond, seconds }
    const result = await steady.ask<LoadResult>(asked satisfies SteadyLoad)
    if (result.errors > 0) faults.push(`${name}: ${result.errors} errors, the first: ${result.firstError}`)
    return result.p99
  }
  async function beside(receiver: Exclude<Receiver, 'prompt'>): Promise<number> {
    const disturbing = hub.through('get', receiver)
    const asked = { ...disturbing, connections: 1024, perSecond: DISTURBING, seconds, disturbs: true }
    const disturbed = other.ask<LoadResult>(asked satisfies SteadyLoad)
    const p99 = await others(receiver)
    const { answered } = await disturbed
    if (receiver === 'slow' && answered === 0) faults.push('the slow platform was asked by nobody')
    return p99
  }

  try {
    // The first round fills caches and has code compiled.
    for (let round = -1; round < rounds; round++) {
      const measured = { alone: await others('alone'), slow: await beside('slow'), silent: await beside('silent') }
      if (round < 0) continue
      for (const name of ['alone', 'slow', 'silent'] as const) found[name].push(measured[name])
    }
  } finally {
    await Promise.all([steady.stop(), other.stop()])
  }
  return { ...found, faults }
}
