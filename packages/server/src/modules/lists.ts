// Paged lists, the same for every module. Source: transport, "Pagination". Objects stand in the order they were created
// in, so that a crawl sees each once whatever changes meanwhile. The link to the next page holds an offset, as the
// specification has it, and a sealed cursor: where the page ended, so that page 400 costs what page 1 costs, and the
// total, so that it is counted once in a crawl.

import { createHash } from 'node:crypto'
import { pageHeaders } from '@interchange/ocpi/wire/pagination'
import type { Directory } from '../partners/directory.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'
import { countRows, feedState, type ListedBody, type ListFilter, listBodies } from '../storage/objects.ts'
import { type ListScope, listScope } from './audience.ts'
import type { BodyTexts } from './body-texts.ts'
import type { Call, Reply } from './call.ts'
import type { Crawls } from './crawls.ts'
import type { KnownPrices } from './price-groups/known-prices.ts'
import type { Sharing } from './sharing.ts'

export interface ListNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly secrets: Pick<Secrets, 'seal' | 'open'>
  readonly bodies: BodyTexts
  /** Most objects in one page, whatever is asked. */
  readonly pageLimit: number
  readonly crawls: Crawls
  readonly prices: Pick<KnownPrices, 'catchUp' | 'groupFor' | 'hiddenFrom' | 'priced'>
  /** What a hub shows of other partners' objects; left out: nothing. */
  readonly sharing?: Pick<Sharing, 'hub' | 'seen'>
  /** Called when a partner has read all it may see of a module, from first pages to last ones without filters. */
  readonly crawled?: (partnerId: string, module: string, startedAtPosition: number) => void
}

interface Cursor {
  /** `seq` of the last row before this page. */
  readonly after: number
  readonly offset: number
  readonly total: number
  /** The feed's end when the first page was asked for, while this is a crawl of everything. */
  readonly began: number | null
  /** What list this is; a cursor of another one says nothing here. */
  readonly list: string
}

const PURPOSE = 'list cursor'

/** One page of a module's SENDER list. */
export async function listPage(needs: ListNeeds, call: Call): Promise<Reply> {
  const scope = listScope(call.module, call, needs.directory, needs.sharing)
  const limit = Math.min(whole(call.query.limit) ?? needs.pageLimit, needs.pageLimit)
  const offset = whole(call.query.offset) ?? 0
  if (!scope) return answer(needs, call, { rows: [], offset, limit, total: 0 })
  const filter = filterOf(needs, call, scope)
  const list = listId(call, filter, scope)
  const cursor = readCursor(needs, call, list, offset)
  const began = cursor ? cursor.began : await startOf(needs, call, offset)
  const place = cursor ? { afterSeq: cursor.after } : { offset }
  // One more than is served says whether there is another page, even when the count is no longer right.
  const found = await listBodies(needs.database, filter, { ...place, limit: limit + 1 })
  const behind = needs.prices.catchUp(found)
  if (behind) {
    await behind
    return listPage(needs, call)
  }
  const rows = found.slice(0, limit)
  const more = found.length > limit
  // A list that fits on its first page has been counted by reading it: most lists of changes do.
  const total = cursor?.total ?? (offset === 0 && !more ? found.length : await countRows(needs.database, filter))
  const last = rows.at(-1)
  // What was created during the crawl shows up at its end, and in the total as soon as it does (R-PAGE-12).
  const known = Math.max(total, offset + found.length)
  if (!more && began !== null) endCrawl(needs, call, scope, began)
  const next =
    more && last ? seal(needs, { after: last.seq, offset: offset + rows.length, total: known, began, list }) : undefined
  return answer(needs, call, { rows, offset, limit, total: found.length > 0 ? known : total, next })
}

function filterOf({ prices }: ListNeeds, { module, query, partner }: Call, { filter }: ListScope): ListFilter {
  const { date_from: from, date_to: to } = query
  return {
    module,
    ...filter,
    ...(module === 'tariffs' ? { without: prices.hiddenFrom(partner.id) } : {}),
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof to === 'string' ? { to } : {}),
  }
}

const whole = (value: string | number | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined

async function startOf(needs: ListNeeds, { query }: Call, offset: number): Promise<number | null> {
  if (offset > 0 || query.date_from !== undefined || query.date_to !== undefined) return null
  return (await feedState(needs.database)).position
}

function endCrawl({ crawls, crawled }: ListNeeds, call: Call, { parts, all }: ListScope, began: number): void {
  const { module, partner } = call
  const knownUpTo = crawls.ended({ partnerId: partner.id, module, parts, all }, began)
  if (knownUpTo !== undefined) crawled?.(partner.id, module, knownUpTo)
}

/**
 * Tells lists apart: a cursor is good for the caller, the module and the filters it was made for. Who is behind a hub may
 * change while its list is read: a cursor still says how far that went, and an offset would not.
 */
function listId({ partner, version }: Call, filter: ListFilter, { collects }: ListScope): string {
  const owners = collects ? 'all' : filter.owners
  const named = [partner.id, version.number, filter.module, owners, filter.audience, filter.from, filter.to]
  return createHash('sha256').update(JSON.stringify(named)).digest('base64url').slice(0, 16)
}

const seal = ({ secrets }: ListNeeds, cursor: Cursor): string => secrets.seal(PURPOSE, JSON.stringify(cursor))

/** Undefined when there is none, or one that does not fit: then the offset counts, as if there were no cursors. */
function readCursor(needs: ListNeeds, call: Call, list: string, offset: number): Cursor | undefined {
  const { cursor } = call.query
  if (typeof cursor !== 'string') return undefined
  const text = needs.secrets.open(PURPOSE, cursor)
  if (text === undefined) return undefined
  const opened = JSON.parse(text) as Cursor
  return opened.list === list && opened.offset === offset ? opened : undefined
}

interface Page {
  readonly rows: readonly ListedBody[]
  readonly offset: number
  readonly limit: number
  readonly total: number
  /** Cursor of the next page; undefined on the last one. */
  readonly next?: string | undefined
}

function answer({ bodies, prices }: ListNeeds, call: Call, { rows, offset, limit, total, next }: Page): Reply {
  const { module, query, version, publicUrl, partner } = call
  const filters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'cursor') filters.set(name, String(value))
  }
  const headers = pageHeaders({
    url: publicUrl,
    query: filters,
    page: { offset, limit },
    count: rows.length,
    total,
    more: next !== undefined,
    ...(next === undefined ? {} : { extra: { cursor: next } }),
  })
  // What has no form in this version is left out; the caller could not read it.
  const group = prices.groupFor(module, partner.id)
  const texts = rows.flatMap((row) => bodies(row, version, group) ?? [])
  return { dataText: `[${texts.join(',')}]`, headers }
}
