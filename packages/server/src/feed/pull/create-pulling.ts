// Reads partners' lists: everything after registration, changes on a schedule, everything again weekly. Any process may
// do it; a module of a partner is read by one at a time.

import { randomUUID } from 'node:crypto'
import type { Partner } from '../../partners/partner.ts'
import { every, type Loop } from '../loop.ts'
import { crawl } from './crawl.ts'
import {
  type CrawlModule,
  type CrawlState,
  crawlModules,
  dueAgain,
  interval,
  isCrawlModule,
  usedModules,
} from './plan.ts'
import { type PullKey, pullStore } from './pull-store.ts'
import { type ModulePull, type Pulling, type PullNeeds, PullRefused, type PullRequest } from './pulling.ts'

export interface PullSettings {
  /** What is due is looked for this often. */
  readonly lookMs: number
  /** Partners read at a time. */
  readonly atOnce: number
  /** Between 0 and 1, for the splay. */
  readonly random: () => number
}

const defaults: PullSettings = { lookMs: 2000, atOnce: 4, random: Math.random }

/** A claim is renewed this often while pages come. */
const RENEW_MS = 10_000
const TRIM_MS = 60_000

export function createPulling(needs: PullNeeds, given: Partial<PullSettings> = {}): Pulling {
  const { database, directory, clock, events } = needs
  const settings = { ...defaults, ...given }
  const store = pullStore(database)
  const me = randomUUID()
  const stopping = new AbortController()
  const failed = (error: unknown) => events.failed('pull', error)
  /** Crawls of this process, by partner and module. */
  const running = new Map<string, Promise<ModulePull>>()
  /** Partners whose due modules are being read. */
  const reading = new Map<string, Promise<void>>()
  /** To notice who is back. */
  let away = new Set<string>()
  let loop: Loop | undefined
  let closeDirectory: (() => void) | undefined
  let planned = false
  let trimmedAt = 0

  const nameOf = ({ partner, module }: PullKey): string => `${partner} ${module}`

  /** Reads a module that was claimed, and writes down what came of it. */
  function read(partner: Partner, module: CrawlModule, state: CrawlState, full: boolean): Promise<ModulePull> {
    const key = { partner: partner.id, module }
    const done = readClaimed(partner, key, module, state, full).finally(() => running.delete(nameOf(key)))
    running.set(nameOf(key), done)
    return done
  }

  async function readClaimed(
    partner: Partner,
    key: PullKey,
    module: CrawlModule,
    state: CrawlState,
    full: boolean,
  ): Promise<ModulePull> {
    let renewedAt = performance.now()
    const stillOurs = async () => {
      if (performance.now() - renewedAt < RENEW_MS) return true
      renewedAt = performance.now()
      return await store.renew(key, me)
    }
    try {
      const putAside = store.putAside
      const end = await crawl(needs, { partner, module, full, state, signal: stopping.signal, stillOurs, putAside })
      if (stopping.signal.aborted && !end.report.complete) {
        await store.release(key, me)
        return end.report
      }
      if (end.unauthorized) await needs.refusedToken?.(partner.id)
      const failures = end.report.complete ? 0 : state.failures + 1
      const dueAt = dueAgain(interval(partner, module), failures, clock.now(), settings.random)
      const { changedFrom, fullAt } = end
      await store.end(key, me, { changedFrom, fullAt, failures, dueAt }, end.report)
      return end.report
    } catch (error) {
      await store.release(key, me).catch(failed)
      throw error
    }
  }

  /** Rows for what is read of whom, after the directory as it is now. */
  async function plan(): Promise<void> {
    const now = clock.now()
    const partners = directory.partners()
    const kept = partners.flatMap((partner) =>
      usedModules(partner, directory).map((module) => ({
        partner: partner.id,
        module,
        due: dueAgain(interval(partner, module), 0, now, () => 1),
      })),
    )
    await store.plan(kept, now)
    await store.forget(
      partners.map(({ id }) => id),
      kept,
    )
    const gone = new Set(
      partners.filter(({ status }) => status === 'offline' || status === 'paused').map(({ id }) => id),
    )
    // R-OFF-02: what a partner that was out of reach could not push is read.
    const back = partners.filter(({ id, status }) => status === 'registered' && away.has(id))
    away = gone
    for (const { id } of back) await store.dueNow(id, now)
  }

  async function look(): Promise<void> {
    if (!planned) {
      planned = true
      await plan().catch((error: unknown) => {
        planned = false
        throw error
      })
    }
    const due = await store.due(clock.now())
    for (const id of new Set(due.map(({ partner }) => partner))) {
      if (reading.size >= settings.atOnce || stopping.signal.aborted) break
      const partner = directory.partner(id)
      if (partner?.status !== 'registered' || reading.has(id)) continue
      const modules = crawlModules.filter((module) => due.some((row) => row.partner === id && row.module === module))
      reading.set(
        id,
        readDue(id, modules)
          .catch(failed)
          .finally(() => {
            reading.delete(id)
            loop?.wake()
          }),
      )
    }
    if (clock.now().getTime() - trimmedAt < TRIM_MS) return
    trimmedAt = clock.now().getTime()
    await store.trim()
  }

  /** One after the other: tariffs before the locations that name them. */
  async function readDue(id: string, modules: readonly CrawlModule[]): Promise<void> {
    for (const module of modules) {
      const partner = directory.partner(id)
      if (stopping.signal.aborted || partner?.status !== 'registered') return
      if (!usedModules(partner, directory).includes(module)) continue
      const state = await store.claim({ partner: id, module }, me, clock.now())
      if (state) await read(partner, module, state, false)
    }
  }

  return {
    async start() {
      closeDirectory = directory.onChange(() => {
        planned = false
        loop?.wake()
      })
      loop = every(settings.lookMs, look, failed)
    },

    async stop() {
      stopping.abort()
      closeDirectory?.()
      await loop?.stop()
      await Promise.allSettled([...reading.values(), ...running.values()])
    },

    async pullNow(partnerId: string, { module, full = false }: PullRequest = {}) {
      const partner = directory.partner(partnerId)
      if (!partner?.version) throw new PullRefused('The partner is not registered')
      if (module !== undefined && !isCrawlModule(module)) {
        throw new PullRefused(`${module} is not a module that is read; ${crawlModules.join(', ')} are`)
      }
      const modules = usedModules(partner, directory).filter((id) => module === undefined || id === module)
      if (modules.length === 0) {
        throw new PullRefused('The partner offers no such module, or none of our parties uses it')
      }
      await plan()
      const done: ModulePull[] = []
      for (const id of modules) {
        const key = { partner: partnerId, module: id }
        // One that began before it was asked for may have passed what it is asked for.
        await running.get(nameOf(key))?.catch(() => undefined)
        const state = await store.claim(key, me)
        if (!state) throw new PullRefused(`${id} of this partner is being read by another process; try again later`)
        done.push(await read(directory.partner(partnerId) ?? partner, id, state, full))
      }
      return { partnerId, modules: done }
    },

    list: (partner) => store.list(partner),
    listAside: (filter) => store.listAside(filter),
  }
}
