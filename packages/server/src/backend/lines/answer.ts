// A streamed call: texts are cut out of the body as it comes, carried out in groups, and each has its result in the
// answer, which goes out while more comes in. Neither side can make the other's memory grow.

import { Readable } from 'node:stream'
import type { Events } from '../../events.ts'
import type { HttpRequest } from '../../http/exchange.ts'
import { Arriving, Stalled } from './arriving.ts'
import type { Cut, Splitter } from './split.ts'

/** A line or element has at most 1 MiB. */
export const MOST_BYTES = 1024 * 1024
/** Lines in one transaction. */
export const AT_ONCE = 500
/** Bytes of lines that wait for one another. */
const GROUP_BYTES = 4 * 1024 * 1024
/** What has come is carried out when nothing more comes for so long: its sender may be waiting for the result. */
const PAUSE_MS = 100
/** Nothing comes, or nobody takes the results. */
const PATIENCE_MS = 60_000

export interface Streaming<Item> {
  readonly splitter: Splitter
  /** What is to be done with a line; its fault is an item, too. */
  readonly read: (cut: Cut) => Item
  /** Of a new group: says of each item in turn whether it may be carried out beside those before it. */
  readonly group: () => (item: Item) => boolean
  /** One result for each, in order, as JSON texts. */
  readonly carryOut: (group: readonly Item[]) => Promise<readonly string[]>
  /** More results, once the body ended properly and everything was carried out. */
  readonly finish?: () => AsyncIterable<string>
  /** Whatever happened. */
  readonly close?: () => Promise<void>
  readonly events: Pick<Events, 'failed' | 'warned'>
  /** Where it is said to have failed. */
  readonly where: string
  readonly stopping: AbortSignal
  readonly patienceMs?: number
}

export function answerLines<Item>(body: HttpRequest['body'], how: Streaming<Item>): Readable {
  const { patienceMs = PATIENCE_MS } = how
  const stream: Readable = Readable.from(watched())
  return stream

  /** Ends when nobody takes what it has. */
  async function* watched(): AsyncGenerator<string> {
    for await (const text of results()) {
      const stalled = setTimeout(() => stream.destroy(new Error('nobody takes the results')), patienceMs)
      try {
        yield text
      } finally {
        clearTimeout(stalled)
      }
    }
  }

  async function* results(): AsyncGenerator<string> {
    const arriving = new Arriving(body, patienceMs, how.stopping)
    let running: Promise<readonly string[]> | undefined
    try {
      for await (const group of groups(arriving)) {
        // The next group is read while this one is carried out, and begins when this one is done.
        if (running) yield linesOf(await running)
        running = group && how.carryOut(group)
        running?.catch(() => undefined)
      }
      if (running) yield linesOf(await running)
      running = undefined
      if (how.finish) for await (const line of how.finish()) yield `${line}\n`
    } catch (error) {
      // The caller sees a broken answer, and knows from its results how far it came.
      if (!how.stopping.aborted) tell(error)
      throw error
    } finally {
      await running?.catch(() => undefined)
      await arriving.close()
      await how.close?.().catch((error: unknown) => how.events.failed(how.where, error))
    }
  }

  function tell(error: unknown): void {
    const { code } = error as { code?: unknown }
    // The caller is to blame, or what lies between.
    if (error instanceof Stalled || gone.has(code)) how.events.warned(how.where, 'a streamed call broke off')
    else how.events.failed(how.where, error)
  }

  /** `undefined`: nothing comes at the moment, and all that came was handed over. */
  async function* groups(arriving: Arriving): AsyncGenerator<readonly Item[] | undefined> {
    let group: Item[] = []
    let bytes = 0
    let fits = how.group()
    let idle = true
    const taken = (): readonly Item[] => {
      const whole = group
      group = []
      bytes = 0
      fits = how.group()
      return whole
    }
    function* add(cuts: readonly Cut[]): Generator<readonly Item[]> {
      for (const cut of cuts) {
        const item = how.read(cut)
        const size = 'text' in cut ? cut.bytes : 0
        const full = group.length >= AT_ONCE || bytes + size > GROUP_BYTES
        if (full || !fits(item)) {
          if (group.length > 0) yield taken()
          fits(item)
        }
        group.push(item)
        bytes += size
      }
    }
    for (;;) {
      const part = await arriving.next(idle ? patienceMs : PAUSE_MS)
      idle = part === 'pause'
      if (part === 'pause') {
        if (group.length > 0) yield taken()
        yield undefined
        continue
      }
      yield* add(part ? how.splitter.push(part) : how.splitter.end())
      if (part) continue
      if (group.length > 0) yield taken()
      return
    }
  }
}

const gone: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

const linesOf = (results: readonly string[]): string => `${results.join('\n')}\n`
