// Which partners this process serves. Taken by whoever comes first, kept by renewing, shared out evenly, and taken over
// within one lease when their process dies.

import type { Partner } from '../partners/partner.ts'
import { type FeedState, feedState } from '../storage/feed-state.ts'
import type { FeedEntry } from '../storage/objects.ts'
import { isConnected, newLane } from './lane-plan.ts'
import { type LaneModule, laneModules, laneOf } from './next-message.ts'
import { MOST_PARKED } from './parked-index.ts'
import { PartnerRunner, type RunnerSettings, type RunnerTools } from './partner-runner.ts'
import type { Progress } from './progress.ts'
import type { TailBatch } from './tail.ts'

export interface LeaseSettings extends RunnerSettings {
  readonly leaseMs: number
  readonly stopMs: number
}

export interface LeaseNeeds {
  readonly me: string
  readonly tools: RunnerTools
  readonly settings: LeaseSettings
  readonly runners: Map<string, PartnerRunner>
}

/** Of a lease that is not used any more, so that two processes whose clocks run apart do not both send. */
const MARGIN = 0.2
const STOP_CHECK_MS = 10
/** Longer than any request takes. */
const LATE_MS = 60_000

export function leases({ me, tools, settings, runners }: LeaseNeeds) {
  const { lanes, parked, directory, clock, database, events, sharing } = tools
  const { leaseMs } = settings
  /** When other processes last heard of the partners; what they heard before the lease is no news. */
  const heardAt = new Map<string, number>()
  let leaving = false

  const until = (askedAt: number): number => askedAt + leaseMs * (1 - MARGIN)

  function drop(partners: Iterable<string>): void {
    for (const partner of partners) {
      runners.get(partner)?.close()
      runners.delete(partner)
      heardAt.delete(partner)
    }
  }

  /**
   * Somebody else serves them by now. What of ours was still under way may reach a partner after what its new owner sends,
   * which is therefore told to send again what changed since.
   */
  function lose(partners: readonly string[]): void {
    const lost = partners.flatMap((id) => runners.get(id) ?? [])
    drop(partners)
    for (const runner of lost) void tellAgain(runner)
  }

  async function tellAgain(runner: PartnerRunner): Promise<void> {
    try {
      await quiet([runner], LATE_MS)
      await lanes.again(runner.id, runner.written())
    } catch (error) {
      events.failed('delivery', error)
    }
  }

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    const ours = new Map((await lanes.renew(me, leaseMs)).map(({ partner, heard }) => [partner, heard]))
    lose([...runners.keys()].filter((partner) => !ours.has(partner)))
    for (const runner of runners.values()) {
      runner.leasedUntil(until(askedAt))
      const heard = ours.get(runner.id) ?? 0
      if (heard > (heardAt.get(runner.id) ?? heard)) runner.heardOf()
      heardAt.set(runner.id, heard)
    }
  }

  async function take(partners: readonly string[], processes: number): Promise<void> {
    const share = Math.ceil(partners.length / processes)
    const surplus = runners.size - share
    if (surplus > 0) await give(idleFirst().slice(0, surplus))
    const free = share - runners.size
    if (free <= 0 || leaving) return
    const askedAt = performance.now()
    for (const { partner, offline } of await lanes.acquire(me, partners, free, leaseMs)) {
      const [rows, briefs, waiting] = await Promise.all([
        lanes.lanesOf([partner]),
        parked.of(partner, MOST_PARKED + 1),
        parked.parties(partner),
        sharing.ready(partner),
      ])
      const isOffline = offline || directory.partner(partner)?.status === 'offline'
      const runner = new PartnerRunner(partner, tools, settings, {
        lanes: rows,
        parked: briefs,
        waiting,
        offline: isOffline,
      })
      runner.leasedUntil(until(askedAt))
      runners.set(partner, runner)
    }
  }

  const idleFirst = (): PartnerRunner[] => [...runners.values()].sort((a, b) => a.inFlight - b.inFlight)

  /** To processes that have fewer. What is under way is let finish first. */
  async function give(surplus: readonly PartnerRunner[]): Promise<void> {
    for (const runner of surplus) runner.close()
    await quiet(surplus, settings.stopMs)
    await tools.progress.flush(true)
    await lanes.release(
      me,
      surplus.map(({ id }) => id),
    )
    for (const { id } of surplus) runners.delete(id)
  }

  /** Lanes are made, moved and removed after what partners take now and have crawled. */
  async function plan(): Promise<void> {
    if (runners.size === 0) return
    const feed = await feedState(database)
    const rows = await lanes.lanesOf([...runners.keys()])
    for (const runner of runners.values()) {
      const own = rows.filter(({ partner }) => partner === runner.id)
      const { missing, unwanted } = runner.plan(own, feed)
      if (unwanted.length > 0) await lanes.remove(runner.id, unwanted)
      const partner = directory.partner(runner.id)
      if (partner && missing.length > 0) await add(partner, missing, runner, feed)
      await runner.follow()
    }
  }

  async function add(partner: Partner, missing: readonly LaneModule[], runner: PartnerRunner, feed: FeedState) {
    const { position: end, epoch } = feed
    for (const module of missing) {
      await lanes.add(newLane(partner, module, directory, { end, epoch, now: clock.now() }), clock.now())
    }
    runner.plan(await lanes.lanesOf([runner.id]), feed)
  }

  /** What belongs to partners that were deleted, and lanes of those that ended the connection. */
  async function clear(): Promise<void> {
    const unknown = (await lanes.knownPartners()).filter((id) => !directory.partner(id))
    if (unknown.length > 0) {
      // Another process may have made them a moment ago.
      await directory.reload()
      const gone = unknown.filter((id) => !directory.partner(id))
      if (gone.length > 0) await lanes.forget(gone)
    }
    const ended = directory.partners().filter((partner) => !isConnected(partner))
    for (const { id } of ended) if (runners.has(id)) await lanes.remove(id, laneModules)
  }

  async function quiet(some: readonly PartnerRunner[], ms: number): Promise<void> {
    const giveUpAt = performance.now() + ms
    while (some.some(({ inFlight }) => inFlight > 0) && performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, STOP_CHECK_MS))
    }
  }

  return {
    lose,

    hear(batch: TailBatch): void {
      const byLane = new Map<LaneModule, FeedEntry[]>()
      for (const entry of batch.entries) {
        const module = laneOf(entry.key.module)
        if (module === undefined) continue
        const entries = byLane.get(module)
        if (entries) entries.push(entry)
        else byLane.set(module, [entry])
      }
      for (const runner of runners.values()) runner.hear(batch, byLane)
    },

    tick(): void {
      for (const runner of runners.values()) runner.pump()
    },

    /** Renews what is ours, takes what is free, gives what is too much, and lets lanes follow the partners. */
    async look(): Promise<void> {
      const processes = await lanes.beat(me, leaseMs)
      await renew()
      const connected = directory.partners().filter(isConnected)
      const partners = connected.map(({ id }) => id)
      await lanes.ensure(partners)
      await clear()
      drop([...runners.keys()].filter((id) => !partners.includes(id)))
      await take(partners, processes)
      await plan()
      for (const runner of runners.values()) runner.pump()
    },

    async leave(progress: Progress): Promise<void> {
      leaving = true
      const all = [...runners.values()]
      for (const runner of all) runner.close()
      await quiet(all, settings.stopMs)
      await progress.flush(true).catch((error: unknown) => events.failed('delivery', error))
      runners.clear()
      await lanes.release(me)
      await lanes.leave(me)
    },
  }
}
