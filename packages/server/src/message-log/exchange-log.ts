// The message log's writer. Exchanges are handed over after their answer and wait in a bounded buffer; a loop redacts
// them and writes them down in batches. Nothing here is waited for by a request, and nothing here can make one fail.

import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { every, type Loop } from '../feed/loop.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'
import { StorageError } from '../storage/storage-error.ts'
import { Counts } from './counts.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Exchange, isStatusPush, succeeded } from './exchange.ts'
import { exchangeStore } from './exchange-store.ts'
import { dayOf, partitions } from './partitions.ts'

export interface ExchangeLogNeeds {
  readonly database: Database
  readonly secrets: Pick<Secrets, 'digests'>
  readonly events: Pick<Events, 'failed' | 'exchangeUnlogged' | 'exchangeRefused'>
  readonly clock: Clock
  /** Exchanges in a second that are all kept; 0: the log is off. */
  readonly perSecond: number
  /** Characters of a body that are kept. */
  readonly bodyLimit: number
  readonly keptDays: number
}

export interface ExchangeLogOptions {
  readonly flushMs: number
  readonly countMs: number
  /** Exchanges, and characters of their bodies, that may wait. */
  readonly most: number
  readonly mostCharacters: number
}

const defaults: ExchangeLogOptions = { flushMs: 250, countMs: 5000, most: 10_000, mostCharacters: 16_000_000 }

const HOUR_MS = 3_600_000
const BATCH = 100
/** Redacted between two looks at what else there is to do. */
const AT_ONCE = 20
/** Beyond the rate, what went well leaves this share of the buffer to what did not. */
const SHARE = 0.75
/** Of the rate: what is written down in a second at most, so that a flood costs no more than twice the ordinary. */
const DRAIN = 2
/** When the platform stops, the log has this long. */
const STOP_MS = 5000

export interface ExchangeLog {
  /** Hands an exchange over. Costs next to nothing and never throws. */
  record(exchange: Exchange): void
  start(): void
  /** Writes down what waits. */
  stop(): Promise<void>
  /** How many wait to be written down. */
  readonly waiting: number
  /** Writes down now what waits by now. */
  flush(): Promise<void>
}

/** Takes in what comes up to a number in a second. */
class Rate {
  readonly #perSecond: number
  #left: number
  #at = performance.now()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#left = perSecond
  }

  /** How many of `wanted` there are. */
  take(wanted: number): number {
    const now = performance.now()
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    const taken = Math.min(wanted, Math.floor(this.#left))
    this.#left -= taken
    return taken
  }
}

export function exchangeLog(needs: ExchangeLogNeeds, options: Partial<ExchangeLogOptions> = {}): ExchangeLog {
  const { most, mostCharacters, flushMs, countMs } = { ...defaults, ...options }
  const store = exchangeStore(needs.database)
  const days = partitions(needs.database)
  const counts = new Counts()
  const rate = new Rate(needs.perSecond)
  const drain = new Rate(needs.perSecond * DRAIN)
  let waiting: Exchange[] = []
  let characters = 0
  let loops: Loop[] = []
  let running: Promise<void> | undefined
  let turnedAt = Number.NEGATIVE_INFINITY

  function record(exchange: Exchange): void {
    if (needs.perSecond === 0) return
    const isWithin = rate.take(1) === 1
    if (!isWithin && isStatusPush(exchange) && succeeded(exchange)) {
      counts.status(exchange)
      return
    }
    // What nobody is known to have sent must not push out what partners say.
    const room = isWithin ? 1 : exchange.partner === undefined ? 0 : succeeded(exchange) ? SHARE : 1
    const kept = trimmed(exchange, needs.bodyLimit)
    const size = sizeOf(kept)
    if (waiting.length >= most * room || characters + size > mostCharacters * room) {
      counts.unlogged(exchange)
      needs.events.exchangeUnlogged(exchange.direction, exchange.module)
      return
    }
    waiting.push(kept)
    characters += size
  }

  async function write(budget: () => number): Promise<void> {
    for (;;) {
      const allowed = Math.min(waiting.length, budget())
      if (allowed === 0) return
      const taken = waiting.slice(0, allowed)
      waiting = waiting.slice(allowed)
      for (const exchange of taken) characters -= sizeOf(exchange)
      try {
        await put(await redacted(taken))
      } catch (error) {
        // They wait for the database as long as there is room; what came meanwhile stands behind them.
        waiting = [...taken, ...waiting]
        for (const exchange of taken) characters += sizeOf(exchange)
        throw error
      }
    }
  }

  async function redacted(taken: readonly Exchange[]): Promise<Entry[]> {
    const entries: Entry[] = []
    for (const [index, exchange] of taken.entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) await turn()
      try {
        entries.push(entryOf(exchange, needs.secrets, needs.bodyLimit))
      } catch (error) {
        lose(error)
      }
    }
    return entries
  }

  async function put(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    try {
      await days.ensure(entries.map(({ at }) => dayOf(at)))
      await store.add(entries)
    } catch (error) {
      if (!isOfData(error)) throw error
      // One of them is at fault; the others are kept.
      if (entries.length === 1) return lose(error)
      const half = Math.ceil(entries.length / 2)
      await put(entries.slice(0, half))
      await put(entries.slice(half))
    }
  }

  function lose(error: unknown): void {
    needs.events.exchangeRefused()
    needs.events.failed('message log', error)
  }

  async function writeCounts(): Promise<void> {
    if (counts.isEmpty) return
    const counted = counts.take()
    for (let at = 0; at < counted.length; at += 1000) {
      try {
        await store.count(counted.slice(at, at + 1000))
      } catch (error) {
        counts.putBack(counted.slice(at))
        throw error
      }
    }
  }

  async function turnDays(): Promise<void> {
    const now = needs.clock.now()
    if (Math.abs(now.getTime() - turnedAt) < HOUR_MS) return
    await days.turn(now, needs.keptDays)
    turnedAt = now.getTime()
  }

  /** One at a time, whoever asks. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    while (running) await running.catch(() => undefined)
    const mine = work().finally(() => {
      running = undefined
    })
    running = mine
    await mine
  }

  const everything = async (): Promise<void> => {
    await write(() => BATCH)
    await writeCounts()
  }

  return {
    record,
    get waiting() {
      return waiting.length
    },
    start() {
      if (needs.perSecond === 0) return
      const failed = (error: unknown) => needs.events.failed('message log', error)
      loops = [
        every(
          flushMs,
          async () => {
            await turnDays()
            await inTurn(() => write(() => drain.take(BATCH)))
          },
          failed,
        ),
        every(countMs, () => inTurn(writeCounts), failed),
      ]
    },
    flush: () => inTurn(everything),
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())
      await Promise.race([inTurn(everything), late])
    },
  }
}

const sizeOf = ({ request, response }: Exchange): number => (request?.length ?? 0) + (response?.length ?? 0)

/**
 * A slice keeps all of the text it was cut from; a long body is copied, so that the buffer holds what it counts. Nothing
 * that is cut off is ever kept, so lengths are taken before.
 */
function trimmed(exchange: Exchange, limit: number): Exchange {
  const { request, response } = exchange
  if (!isLong(request, limit) && !isLong(response, limit)) return exchange
  return {
    ...exchange,
    request: cut(request, limit),
    response: cut(response, limit),
    lengths: { request: request?.length ?? 0, response: response?.length ?? 0 },
  }
}

const isLong = (text: string | undefined, limit: number): boolean => text !== undefined && text.length > limit
const cut = (text: string | undefined, limit: number): string | undefined =>
  text !== undefined && text.length > limit ? Buffer.from(text.slice(0, limit)).toString() : text

/** SQLSTATE 22 and 23: a value is at fault, not the connection, the server or the schema. */
const isOfData = (error: unknown): boolean => error instanceof StorageError && /^2[23]/.test(error.code ?? '')
