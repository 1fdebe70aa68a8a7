// Everything that leaves for one partner while this process has it leased: its lanes, what is parked, its messages, and
// whether it can be reached. Never waits for the partner but in requests; `pump` is called whenever something changed.

import type { Scope } from '../modules/audience.ts'
import type { Sharing } from '../modules/sharing.ts'
import type { Partner } from '../partners/partner.ts'
import { type FeedState, feedState } from '../storage/feed-state.ts'
import type { FeedEntry } from '../storage/objects.ts'
import { Arrivals, type ArrivalTools } from './arrivals.ts'
import type { Companion, MakeCompanion } from './companion.ts'
import { EndpointLook, type EndpointLookTools } from './endpoint-look.ts'
import { Health, type HealthSettings } from './health.ts'
import { Lane } from './lane.ts'
import {
  afterCrawl,
  isConnected,
  type LaneRow,
  rewound,
  scopeChange,
  scopeOf,
  startAt,
  takenModules,
  wantedLanes,
  windowOf,
} from './lane-plan.ts'
import type { LaneStore } from './lane-store.ts'
import { MessageDelivery } from './message-delivery.ts'
import { type LaneModule, laneModules, nextMessage } from './next-message.ts'
import { type DeliveryTools, ObjectDelivery, type PartnerState } from './object-delivery.ts'
import { AwayParties, ParkedIndex } from './parked-index.ts'
import { ParkedRetries } from './parked-retries.ts'
import type { ParkedBrief, ParkedStore } from './parked-store.ts'
import { SendingOrder } from './sending-order.ts'
import type { TailBatch } from './tail.ts'
import { Withdrawals } from './withdrawals.ts'

export interface RunnerSettings {
  /** Objects of a lane under way at a time. */
  readonly inFlight: number
  /** Objects of a lane in memory. */
  readonly capacity: number
  /** Rows in one read of the table. */
  readonly pageSize: number
  readonly health: HealthSettings
}

export interface RunnerTools extends DeliveryTools, EndpointLookTools, ArrivalTools {
  readonly lanes: LaneStore
  readonly parked: ParkedStore
  readonly companion?: MakeCompanion
  readonly scope: Scope
  readonly sharing: ArrivalTools['sharing'] & Pick<Sharing, 'ready'>
  /** How far the tail of this process was handed out. */
  readonly tailAt: () => number
  readonly setStatus: (partnerId: string, status: 'registered' | 'offline' | 'paused', why: string) => Promise<void>
}

/** What the database knows of a partner when it is leased. */
export interface RunnerStart {
  readonly lanes: readonly LaneRow[]
  readonly parked: readonly ParkedBrief[]
  readonly waiting: readonly ParkedBrief[]
  readonly offline: boolean
}

const PROBE_TIMEOUT_MS = 10_000

export class PartnerRunner {
  readonly id: string
  readonly lanes = new Map<LaneModule, Lane>()
  readonly #tools: RunnerTools
  readonly #settings: RunnerSettings
  readonly #state: PartnerState
  readonly #objects: ObjectDelivery
  readonly #messages: MessageDelivery
  readonly #retries: ParkedRetries
  readonly #order: SendingOrder
  readonly #withdrawals: Withdrawals
  readonly #arrivals: Arrivals
  readonly #endpoints: EndpointLook
  readonly #companion: Companion | undefined
  readonly #inFlight = new Map<Lane, number>()
  #closed = false
  #probing = false
  #validUntil = 0
  #changing = false
  #rewinding = false
  /** Runs when a lane that may not send faster may send again. */
  #timer: NodeJS.Timeout | undefined

  constructor(id: string, tools: RunnerTools, settings: RunnerSettings, start: RunnerStart) {
    this.id = id
    this.#tools = tools
    this.#settings = settings
    const state: PartnerState = {
      id,
      health: new Health(settings.health, tools.random, start.offline),
      parked: new ParkedIndex(start.parked),
      away: new AwayParties(start.waiting),
      lanes: this.lanes,
      scope: tools.scope,
      answered: () => this.#answered(),
      failed: (sentAt, why) => this.#failed(sentAt, why),
      refusedToken: () => this.#refusedToken(),
      through: (key) => {
        this.#withdrawals.through(key)
        this.#arrivals.through(key)
      },
      passedOver: (module, entry, partner) => this.#arrivals.passedOver(partner, module, entry),
      partyIsBack: () => this.#retries.wake(),
      foundNothing: () => this.#endpoints.suspect(),
      isLeased: () => performance.now() < this.#validUntil,
    }
    this.#state = state
    this.#objects = new ObjectDelivery(tools, state)
    this.#order = new SendingOrder(state, this.#objects)
    this.#messages = new MessageDelivery(tools, state)
    this.#retries = new ParkedRetries(tools, state)
    this.#withdrawals = new Withdrawals(tools, state)
    this.#arrivals = new Arrivals(tools, state)
    this.#endpoints = new EndpointLook(id, tools, () => this.#moved())
    this.#companion = tools.companion?.(state)
    for (const row of start.lanes) this.#open(row)
  }

  get health(): Health {
    return this.#state.health
  }

  parkedIn(module: LaneModule): number {
    return this.#state.parked.sizeOf(module)
  }

  get parkedCount(): number {
    return this.#state.parked.size
  }

  get inFlight(): number {
    let sum = this.#messages.inFlight + (this.#companion?.inFlight ?? 0) + (this.#probing ? 1 : 0)
    for (const count of this.#inFlight.values()) sum += count
    return sum
  }

  /** Nothing is sent after this time (of `performance.now()`), unless the lease was renewed. */
  leasedUntil(at: number): void {
    this.#validUntil = at
  }

  /** Where whoever takes over begins in each lane. */
  written(): { module: LaneModule; from: number }[] {
    return [...this.lanes].map(([module, lane]) => ({ module, from: lane.writtenTo }))
  }

  /** Sends nothing any more. What is under way is let finish, and counts if it is done before the lease ends. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  hear(batch: TailBatch, byLane: ReadonlyMap<LaneModule, readonly FeedEntry[]>): void {
    let isNews = false
    for (const lane of this.lanes.values()) {
      const own = byLane.get(lane.module) ?? []
      lane.hear(batch, own)
      if (own.length > 0 || !lane.live) isNews = true
    }
    if (isNews) this.pump()
  }

  /** A parked object or a message may be due. */
  wake(): void {
    this.#retries.wake()
    this.#messages.wake()
    this.pump()
  }

  /** It called us. */
  heardOf(): void {
    this.health.heard(this.#now())
    this.pump()
  }

  /** Lanes follow what the partner takes and may see now, and what it has crawled. */
  plan(
    rows: readonly LaneRow[],
    feed: Pick<FeedState, 'position' | 'epoch'>,
  ): { missing: LaneModule[]; unwanted: LaneModule[] } {
    const partner = this.#tools.directory.partner(this.id)
    const wanted = partner ? wantedLanes(partner, this.#tools.directory) : []
    const taken = partner ? takenModules(partner, this.#tools.directory) : []
    for (const row of rows) {
      // Of one that is not wanted any more the partner may have objects.
      if (!taken.includes(row.module)) continue
      const lane = this.lanes.get(row.module) ?? this.#open(row)
      if (partner) this.#adjust(lane, row, partner, feed)
    }
    const isOver = ([module, { row }]: readonly [LaneModule, Lane]) =>
      !wanted.includes(module) &&
      (!taken.includes(module) || (row.leaving.length === 0 && this.#state.parked.sizeOf(module) === 0))
    const unwanted = [...this.lanes].filter(isOver).map(([module]) => module)
    for (const module of unwanted) this.lanes.delete(module)
    this.#arrivals.forget(unwanted)
    return { missing: wanted.filter((module) => !this.lanes.has(module)), unwanted }
  }

  /** On a hub: what has come into the partner's sight is put into its lanes. */
  async follow(): Promise<void> {
    const partner = this.#tools.directory.partner(this.id)
    if (partner) await this.#arrivals.follow(partner)
  }

  /** Sends whatever may be sent now. */
  pump(): void {
    const partner = this.#sendable()
    if (!partner) return
    const now = this.#now()
    if (partner.status === 'offline' && this.health.state === 'up') {
      // It is up for whoever served it last, and that could not be written down.
      this.#setStatus('registered', 'it answers')
      return
    }
    this.#rewindDue(partner, now)
    if (this.health.probeDue(now)) this.#probe(partner)
    if (this.health.state === 'offline' || this.#tools.progress.isFull) return
    this.#retries.pump(partner, () => this.pump())
    this.#withdrawals.pump(() => this.pump())
    this.#arrivals.pump(() => this.pump())
    this.#fill(partner, now)
    const room = this.health.room(now, Number.POSITIVE_INFINITY)
    this.#messages.pump(partner, room - this.inFlight, () => this.pump())
    this.#companion?.pump(partner, room - this.inFlight, () => this.pump())
    if (this.health.state === 'trial' && this.inFlight === 0 && this.#isIdle()) this.#answered()
  }

  #sendable(): Partner | undefined {
    if (this.#closed || this.#changing || performance.now() >= this.#validUntil) return undefined
    const partner = this.#tools.directory.partner(this.id)
    if (!partner || !isConnected(partner)) return undefined
    return partner.status === 'registered' || partner.status === 'offline' ? partner : undefined
  }

  #fill(partner: Partner, now: number): void {
    let soonest = Number.POSITIVE_INFINITY
    for (const module of laneModules) {
      const lane = this.lanes.get(module)
      if (!lane) continue
      lane.queue.window.length = windowOf(partner, module)
      if (this.#order.mustWait(lane)) continue
      if (lane.wantsRead) this.#read(lane)
      this.#fillLane(lane, partner, now)
      const wait = lane.pace.wait(now, partner.settings.maxRate[module])
      if (wait > 0 && lane.queue.hasGroups) soonest = Math.min(soonest, wait)
    }
    clearTimeout(this.#timer)
    if (Number.isFinite(soonest)) this.#timer = setTimeout(() => this.pump(), Math.ceil(soonest)).unref()
  }

  #fillLane(lane: Lane, partner: Partner, now: number): void {
    const { inFlight } = this.#settings
    const single = this.health.state !== 'up'
    const rate = partner.settings.maxRate[lane.module]
    let flying = this.#inFlight.get(lane) ?? 0
    while (flying < inFlight && this.inFlight < this.health.room(now, Number.POSITIVE_INFINITY)) {
      if (lane.pace.wait(now, rate) > 0) return
      const taken = lane.queue.next(now, (entry) => this.#order.isReady(lane, entry), single)
      if (!taken) return
      lane.pace.take(now, rate)
      this.#inFlight.set(lane, ++flying)
      void this.#objects.deliver(lane, taken, partner).finally(() => {
        this.#inFlight.set(lane, (this.#inFlight.get(lane) ?? 1) - 1)
        this.pump()
      })
    }
  }

  #read(lane: Lane): void {
    void lane
      .read(this.#tools.tailAt)
      .catch((error: unknown) => this.#tools.events.failed('lane', error))
      .finally(() => this.pump())
  }

  /** Every lane has read to the end and has nothing that could be sent now. */
  #isIdle(): boolean {
    return [...this.lanes.values()].every((lane) => lane.live || this.#order.mustWait(lane) || lane.queue.size > 0)
  }

  #open(row: LaneRow): Lane {
    const { database, scope, directory } = this.#tools
    // A crawl that the row knows of, and what is to be sent again, is applied by `plan`; until then nobody may take it for applied.
    const lane = new Lane(
      { ...row, crawledTo: null, againFrom: null },
      {
        database,
        clock: this.#tools.clock,
        capacity: this.#settings.capacity,
        pageSize: this.#settings.pageSize,
        admit: ({ born }, entry) => {
          const partner = directory.partner(this.id)
          if (!partner) return false
          // Which tariffs are shown may change while they wait.
          const shown = 'shown' as const
          const next = nextMessage(entry, {
            partnerId: this.id,
            inScope: scope.inScope(entry, partner),
            withdrawn: scope.isWithdrawn(entry, partner),
            shown,
            known: -1,
            parked: false,
            born,
          })
          if ('form' in next) return true
          if (next.skip === 'out_of_scope') this.#arrivals.passedOver(partner, row.module, entry)
          return false
        },
      },
    )
    this.lanes.set(row.module, lane)
    return lane
  }

  #adjust(lane: Lane, row: LaneRow, partner: Partner, feed: Pick<FeedState, 'position' | 'epoch'>): void {
    const { position: end, epoch } = feed
    const { progress, directory, clock } = this.#tools
    if (lane.plan.epoch !== epoch) {
      // After a restore the partner may have newer states than those that are stored: it is sent what is.
      if (lane.plan.epoch !== '') this.#restart(lane, startAt(end, 0, partner, clock.now()), end)
      lane.set({ epoch })
      progress.touch(lane)
    }
    const scope = scopeOf(partner, directory)
    if (lane.plan.scope !== scope) {
      const { enters, ...withdrawals } = scopeChange(lane.row, scope)
      // What was there all along may be new to the partner now.
      if (enters) this.#restart(lane, startAt(end, 0, partner, clock.now()))
      lane.set({ scope, ...withdrawals })
      progress.touch(lane)
    }
    if (row.againFrom !== null && row.againFrom !== lane.plan.againFrom) {
      lane.rewind(Math.min(row.againFrom, lane.queue.cursor))
      lane.set({ againFrom: row.againFrom })
      progress.touch(lane)
    }
    const { crawledTo, rewindTo } = lane.plan
    if (row.crawledTo === null || (rewindTo === null && row.crawledTo <= (crawledTo ?? -1))) return
    if (afterCrawl(lane.row, row.crawledTo) === 'rewind') lane.rewind(row.crawledTo)
    else lane.skipTo(row.crawledTo)
    lane.set({ crawledTo: row.crawledTo, rewindTo: null, rewindAt: null })
    progress.touch(lane)
  }

  /** A plan from `startAt` or `rewound`: moves the cursor only where it goes back, or is beyond what there is. */
  #restart(
    lane: Lane,
    start: Pick<LaneRow, 'cursor' | 'known' | 'inOrderUntil' | 'rewindTo' | 'rewindAt'>,
    end = Number.POSITIVE_INFINITY,
  ): void {
    const { cursor, inOrderUntil, rewindTo, rewindAt } = start
    if (start.known < 0) lane.rewind(cursor)
    else if (lane.queue.readTo > end) lane.rewind(end)
    lane.set({ inOrderUntil, rewindTo, rewindAt })
    this.#tools.progress.touch(lane)
  }

  /** Lanes whose partner has not crawled them in time. The last word on that has the database. */
  #rewindDue(partner: Partner, now: number): void {
    if (partner.status !== 'registered' || this.#rewinding) return
    const due = [...this.lanes.values()].filter((lane) => isDue(lane, now))
    if (due.length === 0) return
    this.#rewinding = true
    const { lanes, database } = this.#tools
    void Promise.all([lanes.lanesOf([this.id]), feedState(database)])
      .then(([rows, feed]) => {
        for (const row of rows) {
          const lane = this.lanes.get(row.module)
          if (!lane) continue
          this.#adjust(lane, row, partner, feed)
          const { rewindTo, cursor } = lane.row
          if (rewindTo !== null && isDue(lane, now))
            this.#restart(lane, rewound(Math.max(feed.position, cursor), rewindTo))
        }
      })
      .catch((error: unknown) => this.#tools.events.failed('lane', error))
      .finally(() => {
        this.#rewinding = false
        this.pump()
      })
  }

  #probe(partner: Partner): void {
    if (this.#probing) return
    if (partner.versionsUrl === null) {
      // Nothing to ask; an object has to do.
      this.health.probed(this.#now(), true)
      return
    }
    this.#probing = true
    void this.#askVersions(partner, partner.versionsUrl)
      .catch((error: unknown) => this.#tools.events.failed('probe', error))
      .finally(() => {
        this.#probing = false
        this.pump()
      })
  }

  async #askVersions(partner: Partner, url: string): Promise<void> {
    const answer = await this.#tools.outbound.call(partner, {
      module: 'versions',
      side: 'SENDER',
      endpoint: 'getVersions',
      url,
      timeoutMs: PROBE_TIMEOUT_MS,
    })
    if (this.#closed) return
    // Before anything is sent there again.
    if (answer.kind === 'ok') await this.#endpoints.look()
    if (this.#closed) return
    const now = this.#now()
    const status = 'http' in answer ? answer.http : undefined
    if (status === 401) this.#refusedToken()
    this.health.probed(now, answer.kind === 'ok')
    if (this.health.state === 'trial') for (const lane of this.lanes.values()) lane.queue.forgetTries()
    if (answer.kind === 'ok' && partner.settings.catchUp === 'wait_for_pull') {
      // R-HCI-06: it reads what it missed by itself; what it does not read in time is sent.
      for (const lane of this.lanes.values()) this.#waitForPull(lane, partner)
      this.#answered()
    }
  }

  #waitForPull(lane: Lane, partner: Partner): void {
    const from = Math.min(lane.queue.cursor, lane.plan.rewindTo ?? Number.POSITIVE_INFINITY)
    const end = this.#tools.tailAt()
    const start = startAt(end, from, partner, this.#tools.clock.now())
    if (start.known >= 0) lane.skipTo(end)
    this.#restart(lane, start)
  }

  #answered(): void {
    if (!this.health.answered()) return
    for (const lane of this.lanes.values()) lane.queue.forgetTries()
    this.#setStatus('registered', 'it answers again')
  }

  #failed(sentAt: number, why: string): void {
    const partner = this.#tools.directory.partner(this.id)
    const became = this.health.failed(this.#now(), sentAt)
    if (became === 'failing' && partner) this.#tools.events.partnerFailing(partner, why)
    if (became === 'failing') this.#endpoints.suspect()
    if (became === 'offline') this.#setStatus('offline', why)
  }

  /** Its modules are elsewhere now. */
  #moved(): void {
    if (this.#closed) return
    for (const lane of this.lanes.values()) lane.queue.forgetTries()
    this.wake()
  }

  #refusedToken(): void {
    this.#setStatus('paused', 'it answers 401: it does not accept our credentials token')
  }

  /** Nothing is sent while the status changes, so that a partner that is to be let alone is. */
  #setStatus(status: 'registered' | 'offline' | 'paused', why: string): void {
    const { lanes, setStatus, clock, events } = this.#tools
    if (this.#changing) return
    this.#changing = true
    void Promise.all([
      lanes.setOffline(this.id, status === 'offline' ? clock.now() : null),
      setStatus(this.id, status, why),
    ])
      .catch((error: unknown) => events.failed('partner status', error))
      .finally(() => {
        this.#changing = false
        this.pump()
      })
  }

  #now(): number {
    return this.#tools.clock.now().getTime()
  }
}

const isDue = (lane: Lane, now: number): boolean => {
  const { rewindTo, rewindAt } = lane.plan
  return rewindTo !== null && rewindAt !== null && rewindAt.getTime() <= now
}
