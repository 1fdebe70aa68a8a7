// Crawling a paged list. Source: transport, "Pagination". A crawl that did not reach the last page must never look like
// one that did: whoever mistakes it for the whole list withdraws every object it did not see (R-PAGE-19).

import type { Answer, AnswerOk } from '../wire/envelope.ts'
import { headerOf } from '../wire/headers.ts'
import { readNextLink } from '../wire/link-header.ts'
import { readTotal } from '../wire/pagination.ts'
import { sameOrigin } from '../wire/url.ts'
import { type Addressed, type CallTarget, call, requestUrl, type Session } from './call.ts'

export interface Page {
  readonly kind: 'page'
  /** As they came; nothing is validated. */
  readonly items: readonly unknown[]
  /** `X-Total-Count`, where the partner sends it. */
  readonly total: number | undefined
  /** Counted from 1. */
  readonly number: number
  readonly url: string
  /** The crawl is complete with this page. */
  readonly last: boolean
  /**
   * The total dropped while `date_to` was given and the page could not be asked for again, because its URL has no
   * offset: an object may have slipped between two pages.
   */
  readonly shrunk: boolean
  readonly answer: AnswerOk
}

export interface CrawlFailed {
  readonly kind: 'failed'
  /** In words for an operator. */
  readonly why: string
  /** The page that was not read, counted from 1. */
  readonly number: number
  /** A crawl can be taken up again here, as the target's `url`; undefined when it did not begin. */
  readonly url: string | undefined
  /** Where it was the partner's answer. */
  readonly answer?: Answer
}

export interface CrawlOptions {
  /** Requests, pages asked for again included; 50 000 where nothing is said. */
  readonly maxPages?: number
  /** Follow links to another origin and send the credentials token there. Not without need (R-PAGE-16). */
  readonly otherOrigins?: boolean
}

const MAX_PAGES = 50_000

/**
 * Yields one page after the other; the next one is asked for when the caller wants it. The last thing yielded is either
 * a page with `last` or a `failed`. A page may repeat objects of the one before it.
 */
export async function* pages(
  addressed: Addressed,
  target: CallTarget,
  session: Session,
  { maxPages = MAX_PAGES, otherOrigins = false }: CrawlOptions = {},
): AsyncGenerator<Page | CrawlFailed, void, void> {
  const crawl: Session = { ...session, correlationId: session.correlationId ?? session.newId() }
  const seen = new Set<string>()
  let at = target
  let url = target.url
  let total: number | undefined
  let number = 1
  const failed = (why: string, answer?: Answer): CrawlFailed => ({
    kind: 'failed',
    why,
    number,
    url,
    ...(answer && { answer }),
  })
  for (let requests = 0; requests < maxPages; requests++) {
    const answer = await call(addressed, at, crawl)
    if (answer.kind !== 'ok') return yield failed(`Page ${number} could not be read`, answer)
    const asked = requestUrl(addressed.endpoint, at)
    const told = readTotal(answer.headers)
    const missing = DATE_TO.test(asked) && told !== undefined && total !== undefined ? Math.max(0, total - told) : 0
    total = told ?? total
    const again = missing > 0 ? stepBack(asked, missing) : undefined
    if (again !== undefined) {
      // R-PAGE-15: the objects behind those that left the list moved up, the first of this page onto the one before.
      seen.clear()
      url = again
      at = { url }
      continue
    }
    const next = readNextLink(headerOf(answer.headers, 'Link'), asked)
    const items = answer.data as readonly unknown[]
    const last = next.kind === 'last'
    yield { kind: 'page', items, total: told, number, url: asked, last, shrunk: missing > 0, answer }
    if (last) return
    number++
    url = asked
    seen.add(asked)
    if (next.kind === 'broken') return yield failed(next.why)
    if (seen.has(next.url)) return yield failed('The Link header leads to a page that was read already')
    if (!otherOrigins && !sameOrigin(asked, next.url)) return yield failed(elsewhere(asked, next.url))
    url = next.url
    at = { url }
  }
  yield failed(`The list has more than ${maxPages} pages`)
}

const elsewhere = (from: string, to: string): string =>
  `The Link header leads from ${new URL(from).origin} to ${new URL(to).origin}; ` +
  'the credentials token is not sent there unless other origins are allowed'

/** The same URL with its offset lowered and the rest as it was; undefined when it has no offset above 0. */
function stepBack(url: string, by: number): string | undefined {
  const offset = Number(OFFSET.exec(url)?.[2] ?? 0)
  return offset > 0 ? url.replace(OFFSET, (_, before) => `${before}${Math.max(0, offset - by)}`) : undefined
}

const OFFSET = /([?&]offset=)(\d{1,15})(?=&|#|$)/
const DATE_TO = /[?&]date_to=/
