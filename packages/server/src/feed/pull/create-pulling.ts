// Reads partners' lists: everything after registration, changes on a schedule, everything again weekly.

import { pages } from '@interchange/ocpi/client/pages'
import { salvage } from '@interchange/ocpi/define/salvage'
import type { Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import { isRefused, storeRemoval, storeWhole } from '../../modules/store.ts'
import type { Partner, Role } from '../../partners/partner.ts'
import { usesInterface } from '../../roles.ts'
import { listRows } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import { type Named, pullStore } from './pull-store.ts'
import { type ModulePull, type Pulling, type PullNeeds, PullRefused, type PullRequest } from './pulling.ts'

/** Order of a crawl, and what its objects are. */
const MODULES: readonly (readonly [module: string, endpoint: string, name: string])[] = [
  ['tariffs', 'getTariffs', 'Tariff'],
  ['locations', 'getLocations', 'Location'],
  ['tokens', 'getTokens', 'Token'],
  ['sessions', 'getSessions', 'Session'],
  ['cdrs', 'getCdrs', 'CDR'],
]

const DELTA_EVERY_MS = 4 * 3_600_000
const FULL_EVERY_MS = 7 * 86_400_000
const AFTER_FAILURE_MS = 5 * 60_000
/** A partner's clock and ours differ, and a page may have been cut while an object moved. */
const OVERLAP_MS = 5 * 60_000
const LOOK_EVERY_MS = 1_000
/** Sessions demand a date_from; no session is older than OCPI. */
const BEGINNING = '2012-01-01T00:00:00Z'
const VANISH_SHARE = 0.2
const VANISH_FEW = 10

export function createPulling(needs: PullNeeds): Pulling {
  const { database, writer, directory, clock, ids, events, transport } = needs
  const store = pullStore(database)
  const busy = new Map<string, Promise<ModulePull>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let stopped = false

  const used = (partner: Partner) =>
    MODULES.filter(
      ([module]) =>
        directory.endpoint(partner, module, 'SENDER') !== undefined &&
        usesInterface(
          directory.ownPartiesFor(partner).flatMap(({ roles }): readonly Role[] => roles),
          module,
          'SENDER',
        ),
    )

  /** One module of one partner is read by one crawl at a time. */
  function pull(partner: Partner, module: string, full: boolean): Promise<ModulePull> {
    const key = `${partner.id} ${module}`
    const under = busy.get(key)
    if (under) return under
    const crawl = crawlModule(partner, module, full).finally(() => busy.delete(key))
    busy.set(key, crawl)
    return crawl
  }

  async function crawlModule(partner: Partner, module: string, asked: boolean): Promise<ModulePull> {
    const [, endpointName, name] = MODULES.find(([id]) => id === module)!
    const version = versionOf(partner.version ?? '') as Version
    const state = await store.find(partner.id, module)
    const began = clock.now()
    const full =
      asked || !state?.changedFrom || (state.fullAt !== null && began.getTime() - state.fullAt > FULL_EVERY_MS)
    const since = full ? undefined : state!.changedFrom!
    const endpoint = version.modules[module]!.SENDER.find((row) => row.name === endpointName)!
    const count = {
      pages: 0,
      received: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      stale: 0,
      refused: 0,
      foreign: 0,
      leftOut: 0,
    }
    const seen = new Set<string>()
    let why: string | null = null
    const from = since ?? (module === 'sessions' ? BEGINNING : undefined)
    const ours = directory.ownPartiesFor(partner)[0]
    const crawl = pages(
      { module: version.modules[module]!, endpoint },
      {
        baseUrl: directory.endpoint(partner, module, 'SENDER')!.url,
        query: from === undefined ? {} : { date_from: from },
      },
      {
        transport,
        token: directory.outboundToken(partner.id) ?? '',
        tokenEncoding: partner.settings.tokenEncoding,
        newId: () => ids.uuid(),
        correlationId: ids.uuid(),
        routing: {
          ...(ours ? { from: ours } : {}),
          ...(partner.roles[0] ? { to: partner.roles[0] } : {}),
        },
      },
    )
    for await (const page of crawl) {
      if (page.kind === 'failed') {
        why = page.why
        break
      }
      count.pages++
      for (const item of page.items) {
        count.received++
        await take(partner, version, module, name, item, began, count, seen)
      }
    }
    const complete = why === null
    const { vanished, held } = complete && full ? await vanish(partner, module, seen, began) : { vanished: 0, held: 0 }
    const usual = complete ? DELTA_EVERY_MS * (0.9 + Math.random() * 0.2) : AFTER_FAILURE_MS
    const set = partner.settings.pullInterval[module]
    await store.ended(partner.id, module, {
      dueAt: new Date(clock.now().getTime() + (complete && set ? set * 1000 : usual)),
      failed: !complete,
      changedFrom: complete ? new Date(began.getTime() - OVERLAP_MS).toISOString() : (state?.changedFrom ?? null),
      fullAt: complete && full ? began.getTime() : (state?.fullAt ?? null),
    })
    await store.trim()
    if (why) events.warned('pull', why, { partner: partner.name, module })
    return { module, full, complete, why, ...count, vanished, held }
  }

  async function take(
    partner: Partner,
    version: Version,
    module: string,
    name: string,
    item: unknown,
    began: Date,
    count: {
      created: number
      updated: number
      unchanged: number
      stale: number
      refused: number
      foreign: number
      leftOut: number
    },
    seen: Set<string>,
  ): Promise<void> {
    const saved = salvage(version, name, item, { lenient: partner.settings.lenient })
    for (const part of saved.leftOut) {
      const why = part.faults.map((fault) => `${fault.path} ${fault.message}`).join('; ')
      await store.leaveOut(partner.id, module, nameOf(module, item), part.path, why, at(item, part.path), clock.now())
    }
    if (!saved.object) {
      count.refused++
      return
    }
    count.leftOut += saved.leftOut.length
    const object = saved.object as Record<string, string>
    // R-OWN-06: objects of parties that are not this partner's are not taken over.
    if (!directory.mayActFor(partner, `${object.country_code}-${object.party_id}`.toUpperCase())) {
      count.foreign++
      return
    }
    seen.add(keyOf(module, object))
    try {
      const stored = await writer.write(
        storeWhole(module, {
          version,
          object,
          partner,
          source: 'crawl',
          correlationId: null,
          askedAt: began.toISOString(),
          incomplete: saved.leftOut.length > 0,
        }),
      )
      count[stored.outcome]++
    } catch (error) {
      if (!isRefused(error)) throw error
      count.refused++
      await store.leaveOut(partner.id, module, nameOf(module, item), '', error.message, undefined, clock.now())
    }
  }

  /** R-PAGE-19: what a complete crawl of everything did not show is gone, unless that is too much to believe. */
  async function vanish(
    partner: Partner,
    module: string,
    seen: Set<string>,
    began: Date,
  ): Promise<{ vanished: number; held: number }> {
    if (module === 'sessions' || module === 'cdrs') return { vanished: 0, held: 0 }
    const missing: Row[] = []
    let total = 0
    let afterSeq = 0
    for (;;) {
      const rows = await listRows(database, { module, partner: partner.id }, { afterSeq, limit: 500 })
      for (const row of rows) {
        total++
        const object = JSON.parse(row.text) as Record<string, string>
        // What was pushed while the crawl ran is newer than its pages.
        if (!seen.has(keyOf(module, object)) && Date.parse(row.receivedAt) < began.getTime()) missing.push(row)
      }
      if (rows.length < 500) break
      afterSeq = rows.at(-1)!.seq
    }
    if (missing.length > VANISH_FEW && missing.length > total * VANISH_SHARE) {
      events.warned('pull', `${missing.length} of ${total} ${module} are missing; nothing was taken to have vanished`, {
        partner: partner.name,
      })
      return { vanished: 0, held: missing.length }
    }
    for (const row of missing) {
      const { countryCode, partyId, id, sub } = row.key
      const removal = { partner, source: 'crawl' as const, correlationId: null, at: began.toISOString() }
      await writer.write(
        storeRemoval(module, { countryCode, partyId, id, ...(module === 'tokens' ? { tokenType: sub } : {}) }, removal),
      )
    }
    return { vanished: missing.length, held: 0 }
  }

  async function look(): Promise<void> {
    for (const partner of directory.partners()) {
      if (partner.status !== 'registered' || partner.version === null || stopped) continue
      for (const [module] of used(partner)) {
        const interval = partner.settings.pullInterval[module]
        if (interval === 0 || stopped) continue
        if (await store.take(partner.id, module, clock.now())) {
          await pull(partner, module, false).catch((error: unknown) => events.failed('pull', error))
        }
      }
    }
  }

  const loop = () => {
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => events.failed('pull', error))
        .then(() => {
          if (!stopped) loop()
        })
    }, LOOK_EVERY_MS)
    timer.unref()
  }

  return {
    async start() {
      loop()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
    async pullNow(partnerId: string, { module, full = false }: PullRequest = {}) {
      const partner = directory.partner(partnerId)
      if (!partner?.version) throw new PullRefused('The partner is not registered')
      const modules = used(partner).filter(([id]) => module === undefined || id === module)
      if (modules.length === 0)
        throw new PullRefused('The partner offers no such module, or none of our parties uses it')
      const done: ModulePull[] = []
      for (const [id] of modules) done.push(await pull(partner, id, full))
      return { partnerId, modules: done }
    },
    listAside: (filter) => store.listAside(filter),
  }
}

const keyOf = (module: string, object: Record<string, string>): string =>
  Object.values(
    rowKey(
      module,
      object.country_code ?? '',
      object.party_id ?? '',
      object.id ?? object.uid ?? '',
      module === 'tokens' ? object.type : '',
    ),
  ).join(' ')

/** Whose object a part was left out of; a token's uid names a driver and is not said. */
function nameOf(module: string, item: unknown): Named {
  const { country_code, party_id, id } = (item ?? {}) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 39) : null)
  return { countryCode: text(country_code), partyId: text(party_id), objectId: module === 'tokens' ? null : text(id) }
}

/** What stands at a JSON pointer. */
const at = (item: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((held, key) => (held as Record<string, unknown> | undefined)?.[key], item)
