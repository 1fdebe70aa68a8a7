// A partner as its version's tables and its version details describe it: every endpoint it offers can be called.

import type { Endpoint, Module, Side } from '../define/endpoint.ts'
import type { Version } from '../define/version.ts'
import type { Answer } from '../wire/envelope.ts'
import { type CallTarget, call, type Session } from './call.ts'
import { type CrawlFailed, type CrawlOptions, type Page, pages } from './pages.ts'

/** An entry of the version details. 2.1.1 has no role: one URL serves the module. */
export interface OfferedEndpoint {
  readonly identifier: string
  readonly role?: Side
  readonly url: string
}

/** The partner does not list the module in this interface role, or the version does not have it. Nothing was sent. */
export interface NotOffered {
  readonly kind: 'notOffered'
  readonly why: string
}

export interface ClientOptions extends Session {
  /** In use with this partner. */
  readonly version: Version
  /** The partner's, from its version details. */
  readonly endpoints: readonly OfferedEndpoint[]
}

/** What a single call says differently from the others. */
export type CallOptions = Partial<Pick<Session, 'correlationId' | 'routing' | 'timeoutMs' | 'signal'>>

export type ClientTarget = Omit<CallTarget, 'baseUrl'>

export interface Offer {
  readonly module: string
  /** Interface role of the endpoint; both where the details name none. */
  readonly sides: readonly Side[]
  readonly url: string
  /** False for a module the version's tables do not have; it is known of and not used (R-VER-09). */
  readonly known: boolean
}

export interface Client {
  /** In the partner's order. */
  readonly offers: readonly Offer[]
  /** URL of a module's interface; undefined when it is not offered. */
  urlOf(module: string, side: Side): string | undefined
  /** `client.call('locations', 'RECEIVER', 'putEvse', { params, body })`. Throws as `call` does. */
  call(
    module: string,
    side: Side,
    endpoint: string,
    target?: ClientTarget,
    options?: CallOptions,
  ): Promise<Answer | NotOffered>
  /** Crawls a list, see `pages`. */
  pages(
    module: string,
    side: Side,
    endpoint: string,
    target?: ClientTarget,
    options?: CallOptions & CrawlOptions,
  ): AsyncGenerator<Page | CrawlFailed | NotOffered, void, void>
}

const SIDES: readonly Side[] = ['SENDER', 'RECEIVER']

/** A client of one partner. It keeps no state: another token or other endpoints are another client. */
export function createClient({ version, endpoints, ...session }: ClientOptions): Client {
  const offers = endpoints.map(({ identifier, role, url }) => ({
    module: identifier,
    sides: serves(identifier, role),
    url,
    known: Object.hasOwn(version.modules, identifier),
  }))

  const urlOf = (module: string, side: Side): string | undefined =>
    offers.find((offer) => offer.module === module && offer.sides.includes(side))?.url

  function find(id: string, side: Side, name: string, target: ClientTarget): Found | NotOffered {
    const module = Object.hasOwn(version.modules, id) ? version.modules[id] : undefined
    const endpoint = module?.[side].find((row) => row.name === name)
    if (!module || !endpoint) return notOffered(`OCPI ${version.number} has no ${name} in ${id}, ${side}`)
    const baseUrl = urlOf(id, side)
    if (baseUrl === undefined && target.url === undefined) return notOffered(`The partner offers no ${id}, ${side}`)
    return { addressed: { module, endpoint }, target: { ...target, ...(baseUrl !== undefined && { baseUrl }) } }
  }

  return {
    offers,
    urlOf,
    async call(module, side, endpoint, target = {}, options = {}) {
      const found = find(module, side, endpoint, target)
      return 'kind' in found ? found : call(found.addressed, found.target, { ...session, ...options })
    },
    async *pages(module, side, endpoint, target = {}, { maxPages, otherOrigins, ...options } = {}) {
      const found = find(module, side, endpoint, target)
      if ('kind' in found) return yield found
      const limits = {
        ...(maxPages !== undefined && { maxPages }),
        ...(otherOrigins !== undefined && { otherOrigins }),
      }
      yield* pages(found.addressed, found.target, { ...session, ...options }, limits)
    },
  }
}

interface Found {
  readonly addressed: { readonly module: Module; readonly endpoint: Endpoint }
  readonly target: CallTarget
}

const notOffered = (why: string): NotOffered => ({ kind: 'notOffered', why })

/** The role of `credentials` says nothing (version information, "ModuleID" note; T-11). */
const serves = (identifier: string, role: Side | undefined): readonly Side[] =>
  role === undefined || identifier === 'credentials' ? SIDES : [role]
