// Carries changes of price groups out, in one process at a time, step by step (state.ts), and opens tariffs that our
// connectors begin to name. What a process leaves half done the next one finishes.

import { randomUUID } from 'node:crypto'
import type { Clock, Ids } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { every, type Loop } from '../../feed/loop.ts'
import type { FeedTail, TailBatch } from '../../feed/tail.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { getRows } from '../../storage/objects.ts'
import { keyText, type RowKey } from '../../storage/row.ts'
import { type GroupWriter, StorageBusy, type Write } from '../../storage/writer.ts'
import { mayRead } from '../audience.ts'
import type { Json } from '../json-text.ts'
import { isRefused } from '../refused.ts'
import type { KnownPrices } from './known-prices.ts'
import { type Moving, moveConnectors, moveTariff } from './move.ts'
import { namedTariffs } from './named.ts'
import { compileGroups, differs } from './rules.ts'
import { ended, opened, type PriceState, type Stage, tariffsMoving } from './state.ts'
import { LeaseLost, priceStore, pricesChannel, type Withdrawal } from './store.ts'

export interface ApplyingNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly prices: KnownPrices
  /** Started by whoever made it. */
  readonly tail: FeedTail
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
}

/** As the backend's writes and its calls about price groups use it. */
export interface Applying {
  start(): Promise<void>
  /** Leaves what is not done for the next start, or another process. */
  stop(): Promise<void>
  /**
   * Before an own location, EVSE or connector is written, or fields of one: tariffs it names that were for price groups
   * only are for everybody from now on, and partners are told of them first.
   */
  beforeWrite(owner: Pick<RowKey, 'countryCode' | 'partyId'>, object: Json): Promise<void>
  /** A group was put or deleted. */
  changed(): Promise<void>
}

const LOOK_MS = 1000
const LEASE_MS = 10_000
/** Rows in one transaction. */
const AT_ONCE = 500

export function applyPriceGroups(needs: ApplyingNeeds): Applying {
  const { database, writer, directory, prices, tail, events, clock, ids } = needs
  const store = priceStore(database)
  const me = randomUUID()
  const failed = (error: unknown) => events.failed('price groups', error)
  let stopping = false
  let heardUpTo = 0
  let closers: (() => void)[] = []
  let loop: Loop | undefined

  const moving = (): Moving => ({ at: clock.now().toISOString(), correlationId: ids.uuid() })

  async function spread(): Promise<void> {
    await prices.reload()
    await database.notify(pricesChannel(database.schema))
  }

  async function change(...args: Parameters<typeof store.change>): Promise<void> {
    if (await store.change(...args)) await spread()
  }

  /** One that the rules of its object refuse is passed over: it must not keep all others from their prices. */
  async function writeAll<T>(writes: readonly Write<T>[]): Promise<T[]> {
    const results = await Promise.allSettled(writes.map((write) => writer.write(write)))
    return results.flatMap((result) => {
      if (result.status === 'fulfilled') return [result.value]
      if (!isRefused(result.reason) && !(result.reason instanceof RangeError)) throw result.reason
      failed(result.reason)
      return []
    })
  }

  async function moveTariffs(keys: readonly RowKey[]): Promise<void> {
    const by = moving()
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      await writeAll(keys.slice(at, at + AT_ONCE).map((key) => moveTariff(key, by)))
    }
  }

  /** Locations that some partner is shown with other tariffs. */
  async function moveLocations(from: number): Promise<number> {
    const { current, target } = prices.view
    const isConcerned = differs(current, target)
    const reach = {
      parties: [...current.reach.parties, ...target.reach.parties],
      locations: [...current.reach.locations, ...target.reach.locations],
    }
    const by = moving()
    let count = 0
    let after = from
    for (;;) {
      const page = await store.locations(reach, after)
      if (page.length === 0) return count
      for (const few of bySize(page)) {
        const writes = few.map(({ key }) => moveConnectors(key, isConcerned, by))
        for (const evses of await writeAll(writes)) count += evses
        after = few.at(-1)!.seq
        await store.progress(me, after, LEASE_MS)
        if (stopping) throw new LeaseLost()
      }
    }
  }

  /** What was put becomes the target. Which of its tariffs are for everybody is looked at anew. */
  async function begin(): Promise<void> {
    const wanted = await store.groups()
    const named = new Map([...prices.view.named, ...compileGroups(wanted).named])
    const nextOpen = named.size === 0 ? [] : await store.namedByConnectors([...named.values()])
    await change(
      async (state, read) => {
        // Another group was put meanwhile: the next round looks at that one, too.
        if (state.stage !== 'idle' || JSON.stringify(await read()) !== JSON.stringify(wanted)) return state
        return { ...state, stage: 'enter', target: wanted, nextOpen, dirty: false }
      },
      { worker: me },
    )
  }

  async function leave(): Promise<void> {
    const { closed } = prices.view
    // A connector may have been written between the look at all of them and what began then.
    const late = closed.size === 0 ? [] : await store.namedByConnectors([...closed.values()])
    if (late.length > 0) await open(late)
    const { current, target, named, before, after } = prices.view
    const add: Withdrawal[] = []
    const drop: Withdrawal[] = []
    for (const partner of directory.partners()) {
      for (const [text, tariff] of named) {
        if (after(text, target.groupOf(partner.id))) drop.push({ partner: partner.id, tariff })
        else if (
          before(text, current.groupOf(partner.id)) &&
          mayRead({ key: tariff, partner: null, audience: null }, partner, directory)
        ) {
          add.push({ partner: partner.id, tariff })
        }
      }
    }
    await change((now) => ({ ...now, stage: 'leave' }), { worker: me, withdrawals: { add, drop } })
  }

  async function end(): Promise<void> {
    const rows = await getRows(database, [...prices.view.named.values()])
    const exists = new Set(
      rows.flatMap(({ key, partner, deleted }) => (partner === null && !deleted ? [keyText(key)] : [])),
    )
    await change((state) => ended(state, exists), { worker: me })
  }

  const steps: Readonly<Record<Stage, (after: number) => Promise<void>>> = {
    idle: begin,
    async enter() {
      await moveTariffs(tariffsMoving(prices.view, 'enter'))
      await change((state) => ({ ...state, stage: 'switch' }), { worker: me })
    },
    async switch(after) {
      const evses = await moveLocations(after)
      await leave()
      events.pricesSwitched(prices.view.state.target.length, evses)
    },
    async leave() {
      await moveTariffs(tariffsMoving(prices.view, 'leave'))
      await end()
    },
  }

  const isIdle = ({ stage, dirty, untold }: PriceState): boolean => stage === 'idle' && !dirty && untold.length === 0

  async function work(): Promise<void> {
    if (stopping || isIdle(prices.view.state) || !(await store.lease(me, LEASE_MS))) return
    try {
      while (!stopping) {
        await prices.reload()
        const { state, after } = await store.state()
        if (isIdle(state)) break
        await store.progress(me, after, LEASE_MS)
        if (state.untold.length > 0) await tell(state.untold)
        else await steps[state.stage](after)
      }
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
    } finally {
      await store.release(me)
    }
  }

  async function tell(tariffs: readonly RowKey[]): Promise<void> {
    await moveTariffs(tariffs)
    const told = new Set(tariffs.map(keyText))
    await change((state) => {
      const untold = state.untold.filter((key) => !told.has(keyText(key)))
      return untold.length === state.untold.length ? state : { ...state, untold }
    })
  }

  /** For everybody from now on. Resolves when the feed has them, before whatever names them. */
  async function open(tariffs: readonly RowKey[]): Promise<void> {
    await change((state) => opened(state, tariffs))
    const wanted = new Set(tariffs.map(keyText))
    const untold = prices.view.state.untold.filter((key) => wanted.has(keyText(key)))
    if (untold.length > 0) await tell(untold)
  }

  const closedOf = (owner: Pick<RowKey, 'countryCode' | 'partyId'>, object: Json): RowKey[] =>
    prices.view.closed.size === 0
      ? []
      : namedTariffs(owner, object).filter((key) => prices.view.closed.has(keyText(key)))

  /** Whatever way a connector was written: it must not name what others do not see. */
  function hear({ entries, position }: TailBatch): void {
    const before = heardUpTo
    heardUpTo = position
    if (prices.view.closed.size === 0) return
    const found = entries.flatMap(({ key, partner, deleted, text, fullPosition }) =>
      // A status names no tariff.
      key.module === 'evses' && partner === null && !deleted && fullPosition > before
        ? closedOf(key, JSON.parse(text) as Json)
        : [],
    )
    if (found.length > 0) void open(found).catch(failed)
  }

  /** Connectors that were written just before a process died. */
  async function lookBack(): Promise<void> {
    const { closed } = prices.view
    if (closed.size === 0) return
    const found = await store.namedByConnectors([...closed.values()])
    if (found.length > 0) await open(found)
  }

  return {
    async start() {
      closers.push(tail.subscribe(hear))
      loop = every(LOOK_MS, work, (error) => {
        if (!(error instanceof StorageBusy)) failed(error)
      })
      closers.push(prices.onChange(() => isIdle(prices.view.state) || loop?.wake()))
      void lookBack().catch(failed)
    },
    async stop() {
      stopping = true
      for (const close of closers) close()
      closers = []
      await loop?.stop()
    },
    async beforeWrite(owner, object) {
      const closed = closedOf(owner, object)
      if (closed.length > 0) await open(closed)
    },
    changed: spread,
  }
}

/** Locations that are moved in one transaction, together with their EVSEs. */
function* bySize<T extends { readonly evses: number }>(locations: readonly T[]): Generator<T[]> {
  let few: T[] = []
  let rows = 0
  for (const location of locations) {
    if (few.length > 0 && rows + 1 + location.evses > AT_ONCE) {
      yield few
      few = []
      rows = 0
    }
    few.push(location)
    rows += 1 + location.evses
  }
  if (few.length > 0) yield few
}
