// Everything that leaves for partners by itself. Partners are leased, one process serves each; its lanes share the tail
// of their process. docs/feed.md draws it.

import { randomUUID } from 'node:crypto'
import type { Clock, Ids } from '../clock.ts'
import type { Events, Lag } from '../events.ts'
import { scopeOfObjects } from '../modules/audience.ts'
import type { BodyTexts } from '../modules/body-texts.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import { nothingShared, type Sharing } from '../modules/sharing.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { PartnerStatus } from '../partners/partner.ts'
import type { Database } from '../storage/database.ts'
import type { GroupWriter } from '../storage/writer.ts'
import { BehindWatch } from './behind.ts'
import type { MakeCompanion } from './companion.ts'
import { composer } from './compose.ts'
import { defaultHealth, type HealthSettings, type HealthState } from './health.ts'
import { type Backlog, LaneFigures, lagFields, together } from './lane-figures.ts'
import { lanePartyStore } from './lane-party-store.ts'
import { newLane, wantedLanes } from './lane-plan.ts'
import { deliveryChannel, laneStore } from './lane-store.ts'
import { leases } from './leases.ts'
import { every, type Loop } from './loop.ts'
import { type MessageView, messageStore } from './message-store.ts'
import type { Messages } from './messages.ts'
import { isLaneModule } from './next-message.ts'
import { parkedFeed } from './parked-feed.ts'
import { type ParkedFilter, type ParkedView, parkedStore } from './parked-store.ts'
import type { PartnerRunner, RunnerTools } from './partner-runner.ts'
import { Progress } from './progress.ts'
import type { FeedTail } from './tail.ts'
import { listUnroutable, type Unroutable } from './unroutable.ts'

export interface DeliveryNeeds {
  readonly database: Database
  /** Started by whoever made it. */
  readonly tail: FeedTail
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly bodies: BodyTexts
  readonly prices: KnownPrices
  /** What a hub passes on of other partners' objects; left out: nothing. */
  readonly sharing?: Sharing
  readonly outbound: Outbound
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  /** Sets and stores a partner's status, for all processes. */
  readonly setStatus: (partnerId: string, status: PartnerStatus, why: string, lag?: Lag) => Promise<void>
  /** Looks where a partner's modules are now; whether they have moved. Left out: they never do. */
  readonly endpointsMoved?: (partnerId: string) => Promise<boolean>
  /** What goes along with a partner's lanes. */
  readonly companion?: MakeCompanion
}

export interface DeliverySettings {
  /** A partner whose process died is taken over after this. */
  readonly leaseMs: number
  /** Cursors are written this often. */
  readonly cursorMs: number
  /** Waits that have passed are noticed this often. */
  readonly tickMs: number
  /** Parked objects and messages whose time has come are looked for this often. */
  readonly dueMs: number
  /** What is known of lanes is written down, for all processes, this often. */
  readonly figuresMs: number
  /** What is under way has this long when delivery stops. */
  readonly stopMs: number
  readonly inFlight: number
  readonly capacity: number
  readonly pageSize: number
  readonly health: HealthSettings
  /** Between 0 and 1, for jitter. */
  readonly random: () => number
}

export const defaultDelivery: DeliverySettings = {
  leaseMs: 6000,
  cursorMs: 1000,
  tickMs: 250,
  dueMs: 3000,
  figuresMs: 5000,
  stopMs: 5000,
  inFlight: 8,
  capacity: 1000,
  pageSize: 500,
  health: defaultHealth,
  random: Math.random,
}

export interface ListOptions {
  readonly partner?: string
  readonly limit?: number
}

export interface Crawl {
  /** The feed's end when the partner asked for the first page. */
  readonly startedAtPosition: number
  /** It followed every page to the last one, without date filters. */
  readonly complete: boolean
}

export interface LaneView {
  readonly partner: string
  readonly module: string
  readonly cursor: number
  /** The feed's end as this process knows it, less the cursor. */
  readonly lag: number
  readonly pending: number
  /** Of them, those that wait for their window to end. */
  readonly waiting: number
  readonly behind: Lag
  readonly parked: number
  /** Changes that were never sent because a newer one took their place; since this process serves the partner. */
  readonly saved: number
  readonly lastSuccessAt: Date | undefined
  readonly health: HealthState
}

/** Everything that leaves for partners by itself, and what is known about it. */
export interface Delivery {
  start(): Promise<void>
  /** Waits a few seconds for what is under way, writes cursors down and gives the partners to other processes. */
  stop(): Promise<void>
  /** Writes down now what became of deliveries, instead of within a second. */
  flush(): Promise<void>
  readonly messages: Messages
  /** A partner called us, so it is alive: one that counts as offline is probed at once. Never waits. */
  seen(partnerId: string): void
  /** A partner read one of our lists. */
  crawlObserved(partnerId: string, module: string, crawl: Crawl): Promise<void>
  /** What partners refused, newest first. */
  listParked(filter?: Partial<ParkedFilter>): Promise<readonly ParkedView[]>
  /** Sends a parked object again now. False: nothing is parked under this id. */
  retryParked(id: string): Promise<boolean>
  /** CDRs and results that are under way, parked or expired; with `settled` also those that arrived. */
  listMessages(filter?: ListOptions & { readonly settled?: boolean }): Promise<readonly MessageView[]>
  /** Sessions and CDRs of parties that no partner serves. */
  listUnroutable(): Promise<readonly Unroutable[]>
  /** The lanes this process serves. */
  lanes(): readonly LaneView[]
}

const HOUR_MS = 3_600_000
const LIST_LIMIT = 500
/** Other processes are told at most this often that a partner they count as offline called us. */
const SEEN_MS = 2000
/** Objects parked at one partner that webhooks are told of one by one. */
const MOST_TOLD = 1000

export function createDelivery(needs: DeliveryNeeds, given: Partial<DeliverySettings> = {}): Delivery {
  const { database, tail, directory, prices, outbound, events, clock, ids, setStatus, writer } = needs
  const { sharing = nothingShared } = needs
  const settings = { ...defaultDelivery, ...given }
  const me = randomUUID()
  const lanes = laneStore(database)
  const parked = parkedStore(database)
  const messages = messageStore(database)
  const runners = new Map<string, PartnerRunner>()
  const tell = parkedFeed({ writer, clock })
  const failed = (error: unknown) => events.failed('delivery', error)
  const channel = deliveryChannel(database.schema)

  const progress = new Progress({
    database,
    me,
    lanes,
    parked,
    messages,
    now: () => clock.now(),
    all: function* () {
      for (const runner of runners.values()) yield* runner.lanes.values()
    },
    told(change) {
      const partner = directory.partner(change.partner)
      const { row, key } = change
      if (row && partner) {
        const { http, statusCode, why } = row
        events.objectParked(partner, { module: key.module, http, statusCode, why })
      }
      if (row && (runners.get(change.partner)?.parkedCount ?? 0) > MOST_TOLD) return
      void tell(change).catch(failed)
    },
    lost: (partners) => lease.lose(partners),
  })
  const tools: RunnerTools = {
    database,
    directory,
    outbound,
    compose: composer({ database, directory, bodies: needs.bodies, prices, sharing }),
    prices,
    messages,
    parked,
    lanes,
    progress,
    events,
    clock,
    ids,
    random: settings.random,
    scope: scopeOfObjects(directory, sharing),
    sharing,
    laneParties: lanePartyStore(database),
    tailAt: () => tail.position,
    setStatus: (id, status, why) => {
      const runner = runners.get(id)
      return setStatus(id, status, why, runner && lagFields(lagOf(runner), clock.now()))
    },
    endpointsMoved: needs.endpointsMoved ?? (async () => false),
    ...(needs.companion && { companion: needs.companion }),
  }
  const figures = new LaneFigures({ database, directory, clock, me })
  const lease = leases({ me, tools, settings, runners })
  let loops: Loop[] = []
  let closers: (() => Promise<void> | void)[] = []
  let purgedAt = 0
  const toldOf = new Map<string, number>()

  const watches = new WeakMap<PartnerRunner, BehindWatch>()
  const lagOf = (runner: PartnerRunner): Backlog =>
    together([...runner.lanes.values()].map((lane) => figures.lagOf(lane)))

  /** The log says who falls behind, and what is known of lanes is written down for everybody. */
  async function tellFigures(): Promise<void> {
    const now = clock.now()
    for (const runner of runners.values()) {
      const partner = directory.partner(runner.id)
      if (!partner) continue
      const watch = watches.get(runner) ?? new BehindWatch()
      watches.set(runner, watch)
      const lag = lagFields(lagOf(runner), now)
      const news = watch.look(lag.seconds, now.getTime())
      if (news === 'behind') events.partnerBehind(partner, lag, runner.health.state)
      if (news === 'caught_up') events.partnerCaughtUp(partner, lag)
    }
    await figures.write(runners.values())
  }

  async function housekeeping(): Promise<void> {
    const now = clock.now()
    for (const { partner, kind } of await messages.expire(now)) {
      events.messageExpired(directory.partner(partner) ?? { id: partner, name: partner }, kind)
    }
    if (now.getTime() - purgedAt < HOUR_MS) return
    purgedAt = now.getTime()
    await messages.purge(now)
  }

  async function wakeDue(): Promise<void> {
    if (runners.size === 0) return
    for (const partner of await lanes.withDue([...runners.keys()], clock.now())) runners.get(partner)?.wake()
  }

  return {
    async start() {
      closers.push(tail.subscribe((batch) => lease.hear(batch)))
      const looking = every(settings.leaseMs / 3, () => lease.look(), failed)
      const due = every(settings.dueMs, wakeDue, failed)
      loops = [
        looking,
        due,
        every(settings.cursorMs, () => progress.flush(), failed),
        every(settings.figuresMs, tellFigures, failed),
        every(settings.tickMs, async () => lease.tick(), failed),
        every(Math.max(settings.dueMs, 1000), housekeeping, failed),
      ]
      closers.push(directory.onChange(() => looking.wake()))
      closers.push(sharing.onChange(() => looking.wake()))
      closers.push(
        await database.listen(channel, () => {
          looking.wake()
          due.wake()
        }),
      )
    },

    async stop() {
      await Promise.all(closers.map((close) => close()))
      closers = []
      await Promise.all(loops.map((loop) => loop.stop()))
      loops = []
      await figures.write(runners.values()).catch(failed)
      await lease.leave(progress)
      await database.notify(channel)
    },

    flush: () => progress.flush(true),

    messages: {
      async send(message) {
        const id = ids.uuid()
        await messages.add(id, message, clock.now())
        await database.notify(channel)
        return { id }
      },
    },

    seen(partnerId) {
      if (directory.partner(partnerId)?.status !== 'offline') return
      const runner = runners.get(partnerId)
      if (runner) {
        runner.heardOf()
        return
      }
      // Somebody else serves it.
      const now = performance.now()
      if (now - (toldOf.get(partnerId) ?? Number.NEGATIVE_INFINITY) < SEEN_MS) return
      toldOf.set(partnerId, now)
      lanes
        .heard(partnerId)
        .then(() => database.notify(channel))
        .catch(failed)
    },

    async crawlObserved(partnerId, module, { startedAtPosition, complete }) {
      const partner = directory.partner(partnerId)
      if (!complete || !partner || !isLaneModule(module)) return
      if (!(await lanes.crawled(partnerId, module, startedAtPosition))) {
        if (!wantedLanes(partner, directory).includes(module)) return
        // It was faster than whoever makes its lanes.
        const now = clock.now()
        const lane = newLane(partner, module, directory, { end: startedAtPosition, epoch: tail.epoch, now })
        await lanes.add({ ...lane, rewindTo: null, rewindAt: null }, now)
        await lanes.crawled(partnerId, module, startedAtPosition)
      }
      await database.notify(channel)
    },

    listParked: (filter = {}) => parked.list({ limit: LIST_LIMIT, ...filter }),

    async retryParked(id) {
      if ((await parked.retry(id, clock.now())) === undefined) return false
      await database.notify(channel)
      return true
    },

    listMessages: ({ partner, settled = false, limit = LIST_LIMIT } = {}) =>
      messages.list({ ...(partner === undefined ? {} : { partner }), settled, limit }),

    listUnroutable: () => listUnroutable(database, directory),

    lanes() {
      const now = clock.now()
      return [...runners.values()].flatMap((runner) =>
        [...runner.lanes.values()].map((lane) => {
          const { module, queue, lastSuccessAt } = lane
          return {
            partner: runner.id,
            module,
            cursor: queue.cursor,
            lag: Math.max(0, tail.position - queue.cursor),
            pending: queue.size,
            waiting: queue.window.size,
            behind: lagFields(figures.lagOf(lane), now),
            parked: runner.parkedIn(module),
            saved: queue.saved,
            lastSuccessAt,
            health: runner.health.state,
          }
        }),
      )
    },
  }
}
