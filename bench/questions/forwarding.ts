// What forwarding a request costs: through the hub, through nginx, and straight to the platform behind both.

import type { BenchHub, Message } from '../support/hub.ts'
import type { Nginx } from '../support/nginx.ts'
import { startProcess } from '../support/process.ts'
import type { Asked, Load, LoadResult } from '../support/shapes.ts'
import type { SteadyLoad } from '../support/steady-load.ts'

const CONNECTIONS = 64

export interface ForwardingSizes {
  readonly rounds: number
  readonly seconds: number
}

export interface Forwarding {
  /** Requests in a second, round by round. */
  readonly hub: readonly number[]
  readonly nginx: readonly number[]
  /** At half of what the hub can forward. */
  readonly halfLoad: number
  /** Milliseconds that the hub adds to what the platform behind takes at that load, round by round. */
  readonly addedP50: readonly number[]
  readonly addedP99: readonly number[]
  readonly faults: readonly string[]
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

export async function forwarding(
  hub: BenchHub,
  nginx: Nginx,
  message: Message,
  { rounds, seconds }: ForwardingSizes,
): Promise<Forwarding> {
  const load = await startProcess(new URL('../support/load.ts', import.meta.url))
  const steady = await startProcess(new URL('../support/steady-load.ts', import.meta.url))
  const faults: string[] = []
  const ways = { hub: hub.through(message, 'prompt'), nginx: hub.direct(message, nginx.origin) }
  const bare = hub.direct(message, hub.upstream.prompt)

  /** Nobody may answer in the place of the platform behind. */
  async function counted(name: string, send: () => Promise<LoadResult>): Promise<LoadResult> {
    const before = await hub.heard()
    const result = await send()
    const heard = (await hub.heard()) - before
    if (result.errors > 0) faults.push(`${name}: ${result.errors} errors, the first: ${result.firstError}`)
    else if (heard !== result.answered) faults.push(`${name}: ${result.answered} were answered, ${heard} arrived`)
    return result
  }
  const fast = (name: string, asked: Asked) =>
    counted(name, () => load.ask<LoadResult>({ ...asked, connections: CONNECTIONS, seconds } satisfies Load))
  const evenly = (name: string, asked: Asked, perSecond: number) =>
    counted(name, () =>
      steady.ask<LoadResult>({ ...asked, connections: CONNECTIONS, perSecond, seconds } satisfies SteadyLoad),
    )

  const found = { hub: [] as number[], nginx: [] as number[], addedP50: [] as number[], addedP99: [] as number[] }
  try {
    // The first round fills caches and has code compiled.
    for (let round = -1; round < rounds; round++) {
      for (const way of ['nginx', 'hub'] as const) {
        const { perSecond } = await fast(way, ways[way])
        if (round >= 0) found[way].push(perSecond)
      }
    }
    const halfLoad = Math.max(1, Math.floor(median(found.hub) / 2))
    for (let round = 0; round < rounds && faults.length === 0; round++) {
      const straight = await evenly('straight', bare, halfLoad)
      const through = await evenly('hub at half load', ways.hub, halfLoad)
      found.addedP50.push(through.p50 - straight.p50)
      found.addedP99.push(through.p99 - straight.p99)
    }
    return { ...found, halfLoad, faults }
  } finally {
    await Promise.all([load.stop(), steady.stop()])
  }
}
