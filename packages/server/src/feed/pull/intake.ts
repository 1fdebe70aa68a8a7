// What is taken of a page: each object checked, salvaged, and stored. One bad object never holds up the others
// (transport, GET: "process at least the valid ones"; R-FMT-09).

import type { Page } from '@interchange/ocpi/client/pages'
import { salvage } from '@interchange/ocpi/define/salvage'
import type { Version } from '@interchange/ocpi/define/version'
import type { Events } from '../../events.ts'
import { elementsOf, memberOf } from '../../modules/json-text.ts'
import { isRefused, storeWhole } from '../../modules/store.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Retention } from '../../retention/retention.ts'
import { partyKey, type RowKey, rowKey } from '../../storage/row.ts'
import { StorageError } from '../../storage/storage-error.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { type CrawlModule, listed } from './plan.ts'

/** A part that was left out, or an object of which nothing was left. */
export interface PutAside {
  readonly key: RowKey | undefined
  readonly path: string
  readonly why: string
  readonly part: unknown
}

export interface PageCounts {
  received: number
  created: number
  updated: number
  unchanged: number
  stale: number
  refused: number
  foreign: number
  expired: number
  leftOut: number
}

export const noCounts = (): PageCounts => ({
  received: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  refused: 0,
  foreign: 0,
  expired: 0,
  leftOut: 0,
})

export interface IntakeNeeds {
  readonly retention?: Pick<Retention, 'isForgotten'>
  readonly writer: GroupWriter
  readonly directory: Pick<Directory, 'mayActFor' | 'serving' | 'ownParty'>
  readonly events: Pick<Events, 'objectNoted'>
}

export interface Crawled {
  readonly partner: Partner
  readonly version: Version
  readonly module: CrawlModule
  readonly correlationId: string
}

const UNSTORABLE = 'holds text or a number that no database stores, such as U+0000'

/** SQLSTATE class 22, "data exception". */
const isUnstorable = (error: unknown): boolean => error instanceof StorageError && error.code?.startsWith('22') === true

/** Objects of one page that are written together. */
const AT_ONCE = 250

export interface Taking {
  readonly counts: PageCounts
  /** Gets the key of everything that came, usable or not. */
  readonly see: (key: RowKey) => void
  readonly aside: (part: PutAside) => void
}

/** Stores a page. `askedAt`: when it was asked for. */
export async function takePage(
  needs: IntakeNeeds,
  crawl: Crawled,
  page: Page,
  askedAt: Date,
  taking: Taking,
): Promise<void> {
  const texts = textsOf(page)
  for (let start = 0; start < page.items.length; start += AT_ONCE) {
    await Promise.all(
      page.items
        .slice(start, start + AT_ONCE)
        .map((value, index) => takeItem(needs, crawl, { value, text: texts?.[start + index] }, askedAt, taking)),
    )
  }
}

/** Stores one object. `text`: as it is spelled, where that is known. */
export async function takeItem(
  needs: IntakeNeeds,
  crawl: Crawled,
  { value: item, text }: { readonly value: unknown; readonly text: string | undefined },
  askedAt: Date,
  { counts, see, aside }: Taking,
): Promise<void> {
  counts.received++
  const key = keyIn(crawl.module, item)
  if (key) see(key)
  const found = readItem(crawl, item)
  for (const { path, faults } of found.leftOut) {
    const why = faults.map((fault) => (fault.path ? `${fault.path}: ${fault.message}` : fault.message)).join('; ')
    aside({ key, path, why, part: partAt(item, path) })
  }
  if (!found.object) {
    counts.refused++
    return
  }
  counts.leftOut += found.leftOut.length
  if (!key || isForeign(needs.directory, crawl.partner, partyKey(key.countryCode, key.partyId))) {
    counts.foreign++
    return
  }
  if (await needs.retention?.isForgotten(key, found.object)) {
    counts.expired++
    return
  }
  const isWhole = found.leftOut.length === 0
  try {
    const { outcome, findings } = await needs.writer.write(
      storeWhole(crawl.module, {
        version: crawl.version,
        object: found.object,
        ...(isWhole && text !== undefined ? { text } : {}),
        partner: crawl.partner,
        source: 'crawl',
        correlationId: crawl.correlationId,
        askedAt: askedAt.toISOString(),
        incomplete: !isWhole,
      }),
    )
    counts[outcome]++
    // What a crawl brings again says nothing new.
    const odd = [...found.notes, ...findings].map(({ rule, path }) => rule ?? path)
    const isNews = outcome === 'created' || outcome === 'updated'
    if (isNews && odd.length > 0) needs.events.objectNoted(crawl.partner, crawl.module, odd)
  } catch (error) {
    const why = isRefused(error) ? error.message : isUnstorable(error) ? UNSTORABLE : undefined
    if (why === undefined) throw error
    counts.refused++
    aside({ key, path: '', why, part: undefined })
  }
}

const readItem = ({ version, module, partner }: Crawled, item: unknown) =>
  salvage(version, listed[module][1], item, { lenient: partner.settings.lenient })

/**
 * R-OWN-06: of parties that are not this partner's, or ours, nothing is taken. Of a party that another connection serves
 * it is not taken either: one connection is the source for a party, a direct one before a hub.
 */
export function isForeign(directory: IntakeNeeds['directory'], partner: Partner, party: string): boolean {
  if (directory.ownParty(party)) return true
  const isHub = partner.hubParty !== null || partner.roles.some(({ role }) => role === 'HUB')
  if (!isHub && !directory.mayActFor(partner, party)) return true
  const source = directory.serving(party)
  return source !== undefined && source.id !== partner.id
}

/** The objects of the page as they are spelled; undefined when they cannot be told apart. */
function textsOf(page: Page): string[] | undefined {
  const data = memberOf(page.answer.text, 'data')
  const texts = data?.startsWith('[') ? elementsOf(data) : []
  return texts.length === page.items.length ? texts : undefined
}

/** Undefined when it does not say which object it is. */
function keyIn(module: CrawlModule, item: unknown): RowKey | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  const { country_code: country, party_id: party, id, uid, type } = item as Record<string, unknown>
  const name = module === 'tokens' ? uid : id
  if (typeof country !== 'string' || typeof party !== 'string' || typeof name !== 'string') return undefined
  if (module !== 'tokens') return rowKey(module, country, party, name)
  return typeof type === 'string' ? rowKey(module, country, party, name, type) : undefined
}

/** What stands at a JSON pointer; undefined for the whole. */
function partAt(item: unknown, pointer: string): unknown {
  if (pointer === '') return undefined
  let at = item
  for (const key of pointer.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[key]
  return at
}
