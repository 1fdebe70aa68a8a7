// Crawls one module of one partner, page by page: each page is stored before the next one is asked for.

import { type CrawlFailed, type Page, pages } from '@interchange/ocpi/client/pages'
import { type Transport, TransportError } from '@interchange/ocpi/client/transport'
import type { Endpoint } from '@interchange/ocpi/define/endpoint'
import { versionOf } from '@interchange/ocpi/versions'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Clock, Ids } from '../../clock.ts'
import type { Events } from '../../events.ts'
import type { ExchangeLog } from '../../message-log/exchange-log.ts'
import { recordedTransport } from '../../message-log/recorded-transport.ts'
import { edges, statusIn } from '../../message-log/status-in.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Retention } from '../../retention/retention.ts'
import type { Database } from '../../storage/database.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { noCounts, type PutAside, takePage } from './intake.ts'
import {
  type CrawlModule,
  type CrawlRoute,
  type CrawlState,
  crawlRoutes,
  dateFrom,
  isFull,
  listed,
  nextFrom,
} from './plan.ts'
import type { PullStore } from './pull-store.ts'
import type { ModulePull } from './pulling.ts'
import { SeenKeys } from './seen-keys.ts'
import { removeVanished, vanishes } from './vanish.ts'

export interface CrawlNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly transport: Transport
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  readonly timeoutMs?: number
  readonly maxBytes?: number
  readonly seen?: (partnerId: string) => void
  readonly retention?: Pick<Retention, 'isForgotten'>
  /** The message log. */
  readonly exchanges?: Pick<ExchangeLog, 'record'>
}

export interface CrawlJob {
  readonly partner: Partner
  readonly module: CrawlModule
  readonly full: boolean
  readonly state: CrawlState
  readonly signal: AbortSignal
  /** Between pages; false: somebody else goes on with it. */
  readonly stillOurs: () => Promise<boolean>
  readonly putAside: PullStore['putAside']
}

export interface CrawlEnd {
  readonly report: ModulePull
  /** Where the next delta begins and when everything was read. */
  readonly changedFrom: Date | null
  readonly fullAt: Date | null
  /** The partner does not accept our token. */
  readonly unauthorized: boolean
}

/** Objects in a page; a partner may serve fewer. */
const LIMIT = 100

export async function crawl(needs: CrawlNeeds, job: CrawlJob): Promise<CrawlEnd> {
  const { clock, events, ids } = needs
  const { partner, module, state } = job
  const began = clock.now()
  const full = isFull(state, job.full, began)
  const from = dateFrom(module, full, state)
  const seen = new SeenKeys()
  const counts = noCounts()
  const correlationId = ids.uuid()
  const run: Run = { needs, job, from, seen, counts, correlationId, pages: 0, theirTime: undefined, isWhole: true }
  let failed: CrawlFailed | undefined
  for (const route of crawlRoutes(partner, module, needs.directory)) {
    failed = await follow(run, route)
    if (failed) break
  }
  const complete = failed === undefined
  const vanished =
    complete && full && run.isWhole && vanishes(module)
      ? await removeVanished(needs, { partner, module, correlationId }, seen, began, clock.now())
      : { vanished: 0, held: 0, known: 0 }
  if (vanished.held > 0) events.vanishingHeld(partner, module, vanished.held, vanished.known)
  if (counts.leftOut + counts.refused > 0) events.partsLeftOut(partner, module, counts.leftOut + counts.refused)
  const why = failed ? saidWhy(failed) : null
  const { vanished: gone, held } = vanished
  const report = { module, full, complete, why, pages: run.pages, ...counts, vanished: gone, held }
  events.crawled(partner, { module, full, complete, why, counts: { ...counts, vanished: gone } })
  return {
    report,
    changedFrom: complete ? nextFrom(began, run.theirTime) : state.changedFrom,
    fullAt: complete && full ? began : state.fullAt,
    unauthorized: failed?.answer !== undefined && 'http' in failed.answer && failed.answer.http === 401,
  }
}

interface Run {
  readonly needs: CrawlNeeds
  readonly job: CrawlJob
  readonly from: string | undefined
  readonly seen: SeenKeys
  readonly counts: ReturnType<typeof noCounts>
  readonly correlationId: string
  pages: number
  /** What time it was at the partner when it served the first page. */
  theirTime: Date | undefined
  /** No object can have slipped between two pages. */
  isWhole: boolean
}

/** All pages of one list. Returns why it broke off. */
async function follow(run: Run, route: CrawlRoute): Promise<CrawlFailed | undefined> {
  const { needs, job } = run
  const { clock } = needs
  const { partner, module } = job
  let askedAt = clock.now()
  for await (const page of pagesOf(run, route)) {
    if (page.kind === 'failed') return page
    run.pages++
    run.theirTime ??= timeOf(page)
    if (page.shrunk) run.isWhole = false
    const parts: PutAside[] = []
    const version = versionOf(partner.version ?? '')!
    await takePage(needs, { partner, version, module, correlationId: run.correlationId }, page, askedAt, {
      counts: run.counts,
      see: (key) => run.seen.add(key),
      aside: (part) => parts.push(part),
    })
    await job.putAside({ partner: partner.id, module }, parts, clock.now())
    if (job.signal.aborted) return broken('stopped', page)
    if (!(await job.stillOurs())) return broken('another process goes on with it', page)
    askedAt = clock.now()
  }
  return undefined
}

const broken = (why: string, page: Page): CrawlFailed => ({
  kind: 'failed',
  why,
  number: page.number + 1,
  url: page.url,
})

function pagesOf(run: Run, { from, to }: CrawlRoute): AsyncGenerator<Page | CrawlFailed, void, void> {
  const { needs, job } = run
  const { directory, ids, timeoutMs, maxBytes } = needs
  const { partner, module, signal } = job
  const definition = versionOf(partner.version ?? '')!.modules[module]!
  const endpoint = definition.SENDER.find(({ name }) => name === listed[module][0])!
  return pages(
    { module: definition, endpoint },
    {
      baseUrl: directory.endpoint(partner, module, 'SENDER')!.url,
      query: { ...(run.from === undefined ? {} : { date_from: run.from }), limit: LIMIT },
    },
    {
      transport: logged(
        { ...needs, transport: recorded(run, endpoint, { from, to }) },
        partner,
        module,
        run.correlationId,
      ),
      token: directory.outboundToken(partner.id) ?? '',
      tokenEncoding: partner.settings.tokenEncoding,
      newId: () => ids.uuid(),
      correlationId: run.correlationId,
      routing: { ...(from && { from }), ...(to && { to }) },
      signal,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(maxBytes !== undefined && { maxBytes }),
    },
  )
}

function recorded(
  { needs: { exchanges, transport, clock }, job: { partner, module } }: Run,
  endpoint: Endpoint,
  { from, to }: CrawlRoute,
): Transport {
  if (!exchanges) return transport
  return recordedTransport({ exchanges, transport, clock }, ({ url }) => ({
    partner: partner.id,
    ourParty: from,
    theirParty: to,
    version: partner.version ?? undefined,
    module,
    endpoint,
    params: {},
    query: Object.fromEntries([...new URL(url).searchParams].filter(([name]) => PAGE_QUERY.has(name))),
  }))
}

/** Of a link to the next page; it may hold anything else. */
const PAGE_QUERY = new Set(['date_from', 'date_to', 'offset', 'limit'])

/** Every request of a crawl is an exchange like any other. */
function logged(
  { transport, events, seen }: CrawlNeeds,
  partner: Partner,
  module: string,
  correlationId: string,
): Transport {
  return async (request) => {
    const startedAt = performance.now()
    const event = { direction: 'out' as const, partner, method: request.method, module, path: '', correlationId }
    try {
      const answer = await transport(request)
      seen?.(partner.id)
      const status = statusIn(answer.body)
      events.exchange({ ...event, http: answer.status, status, ms: performance.now() - startedAt })
      return answer
    } catch (error) {
      const why = error instanceof TransportError ? error.kind : 'failed'
      events.exchange({ ...event, http: undefined, status: undefined, ms: performance.now() - startedAt, why })
      throw error
    }
  }
}

/** The partner's clock, from the envelope's `timestamp`. */
function timeOf(page: Page): Date | undefined {
  const found = [...edges(page.answer.text).matchAll(/"timestamp"\s*:\s*"([^"]{19,32})"/g)].at(-1)
  const at = found && parseDateTime(found[1])
  return at === undefined ? undefined : new Date(at)
}

function saidWhy({ why, answer }: CrawlFailed): string {
  if (!answer) return why
  switch (answer.kind) {
    case 'refused':
      return `${why}: HTTP ${answer.http}, status ${answer.statusCode}`
    case 'http':
      return `${why}: HTTP ${answer.http}`
    case 'timeout':
      return `${why}: no answer in time`
    case 'ok':
      return why
    default:
      return `${why}: ${answer.why}`
  }
}
