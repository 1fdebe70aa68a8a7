// What is crawled of a partner, from when, and when again. Pure.

import type { Directory } from '../../partners/directory.ts'
import type { Partner, Role } from '../../partners/partner.ts'
import { type Party, partyKey } from '../../party.ts'
import { offersInterface, usesInterface } from '../../roles.ts'

/** Order of a crawl: what is referred to comes first. */
export const crawlModules = ['tariffs', 'locations', 'tokens', 'sessions', 'cdrs'] as const
export type CrawlModule = (typeof crawlModules)[number]

export const isCrawlModule = (module: string): module is CrawlModule =>
  (crawlModules as readonly string[]).includes(module)

/** The list's endpoint, and what it lists. */
export const listed: Readonly<Record<CrawlModule, readonly [endpoint: string, name: string]>> = {
  tariffs: ['getTariffs', 'Tariff'],
  locations: ['getLocations', 'Location'],
  tokens: ['getTokens', 'Token'],
  sessions: ['getSessions', 'Session'],
  cdrs: ['getCdrs', 'CDR'],
}

type Known = Pick<Directory, 'endpoint' | 'ownPartiesFor'>

const users = (partner: Partner, module: string, directory: Known) =>
  directory.ownPartiesFor(partner).filter(({ roles }) => usesInterface(roles, module, 'SENDER'))

/** Modules that the partner offers and one of our parties uses. */
export const usedModules = (partner: Partner, directory: Known): CrawlModule[] =>
  partner.version === null || partner.status === 'invited'
    ? []
    : crawlModules.filter(
        (module) =>
          directory.endpoint(partner, module, 'SENDER') !== undefined && users(partner, module, directory).length > 0,
      )

export interface CrawlRoute {
  readonly from: Party | undefined
  readonly to: Party | undefined
}

/**
 * Who asks whom: a list is per party (R-ROUTE-28), so each of ours asks each of theirs. A hub answers for all behind it
 * (transport, "GET ALL via Hubs").
 */
export function crawlRoutes(partner: Partner, module: string, directory: Known): CrawlRoute[] {
  const offering = (role: Role) => role === 'HUB' || offersInterface([role], module, 'SENDER')
  const theirs = partner.hubParty
    ? [partner.hubParty]
    : [...new Map(partner.roles.filter(({ role }) => offering(role)).map((one) => [partyKey(one), one])).values()]
  const asked: readonly (Party | undefined)[] = theirs.length > 0 ? theirs : [undefined]
  return users(partner, module, directory).flatMap(({ countryCode, partyId }) =>
    asked.map((to) => ({
      from: { countryCode, partyId },
      to: to && { countryCode: to.countryCode, partyId: to.partyId },
    })),
  )
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const DELTA_EVERY_MS = 4 * HOUR_MS
const FULL_EVERY_MS = 7 * DAY_MS
const LONGEST_RETRY_MS = HOUR_MS
/** Pages are cut while objects move, and clocks differ by more than the partner's own time shows. */
const OVERLAP_MS = 10 * MINUTE_MS
/** A partner's clock further back than this is not believed. */
const MOST_BEHIND_MS = DAY_MS
/** Sessions demand a date_from (2.2.1 Sessions, "GET Method"); OCPI is not older. */
const BEGINNING = '2012-01-01T00:00:00Z'

/** Milliseconds between two deltas; undefined: it is not read by itself. */
export function interval(partner: Partner, module: string): number | undefined {
  if (partner.settings.pull[module] === false) return undefined
  const set = partner.settings.pullInterval[module]
  return set === 0 ? undefined : set === undefined ? DELTA_EVERY_MS : set * 1000
}

export interface CrawlState {
  /** By the partner's clock: what changed since then was not read. Null before the first complete crawl. */
  readonly changedFrom: Date | null
  /** When everything was last read completely. */
  readonly fullAt: Date | null
  readonly failures: number
}

export const isFull = (state: CrawlState, asked: boolean, now: Date): boolean =>
  asked ||
  state.changedFrom === null ||
  state.fullAt === null ||
  now.getTime() - state.fullAt.getTime() >= FULL_EVERY_MS

/** `date_from` of a crawl; undefined for an unfiltered one. */
export function dateFrom(module: string, full: boolean, state: CrawlState): string | undefined {
  if (full || state.changedFrom === null) return module === 'sessions' ? BEGINNING : undefined
  return new Date(state.changedFrom.getTime() - OVERLAP_MS).toISOString()
}

/** Where the next delta begins, from when this crawl began and what time it was at the partner then. */
export function nextFrom(began: Date, theirTime: Date | undefined): Date {
  const behind = theirTime ? began.getTime() - theirTime.getTime() : 0
  return new Date(began.getTime() - Math.min(Math.max(behind, 0), MOST_BEHIND_MS))
}

/** R-PAGE-21: every few hours with a random splay, so that not everybody asks at the same moment. */
export function dueAgain(every: number | undefined, failures: number, now: Date, random: () => number): Date | null {
  if (every === undefined) return null
  const wait = failures === 0 ? every : Math.min(MINUTE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_RETRY_MS, every)
  return new Date(now.getTime() + wait * (0.9 + 0.2 * random()))
}

const FEW = 10
const SHARE = 0.2

/** So many objects do not vanish from one crawl to the next. */
export const isTooMuch = (missing: number, known: number): boolean => missing > FEW && missing > known * SHARE
