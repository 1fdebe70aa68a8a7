import type { Clock, Ids } from '../clock.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { PartnerStatus } from '../partners/partner.ts'
import type { Database } from '../storage/database.ts'
import type { GroupWriter } from '../storage/writer.ts'
import type { MessageView } from './message-store.ts'
import type { Messages } from './messages.ts'
import type { ParkedView } from './parked-store.ts'
import type { FeedTail } from './tail.ts'
import type { Unroutable } from './unroutable.ts'

export interface DeliveryNeeds {
  readonly database: Database
  /** Started by whoever made it. */
  readonly tail: FeedTail
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly outbound: Outbound
  readonly clock: Clock
  readonly ids: Ids
  /** Sets and stores a partner's status, for all processes. */
  readonly setStatus: (partnerId: string, status: PartnerStatus, why: string) => Promise<void>
}

export interface ListOptions {
  readonly partner?: string
  readonly limit?: number
}

export interface Crawl {
  /** The feed's end when the partner asked for the first page. */
  readonly startedAtPosition: number
  /** It followed every page to the last one, without date filters. */
  readonly complete: boolean
}

/** Everything that leaves for partners by itself, and what is known about it. */
export interface Delivery {
  start(): Promise<void>
  /** Waits a few seconds for what is under way, writes cursors down and gives the partners to other processes. */
  stop(): Promise<void>
  readonly messages: Messages
  /** A partner called us, so it is alive: one that counts as offline is probed at once. Never waits. */
  seen(partnerId: string): void
  /** A partner read one of our lists. */
  crawlObserved(partnerId: string, module: string, crawl: Crawl): Promise<void>
  /** What partners refused, newest first. */
  listParked(filter?: ListOptions): Promise<readonly ParkedView[]>
  /** Sends a parked object again now. False: nothing is parked under this id. */
  retryParked(id: string): Promise<boolean>
  /** CDRs and results that are under way, parked or expired; with `settled` also those that arrived. */
  listMessages(filter?: ListOptions & { readonly settled?: boolean }): Promise<readonly MessageView[]>
  /** Sessions and CDRs of parties that no partner serves. */
  listUnroutable(): Promise<readonly Unroutable[]>
}

export declare function createDelivery(needs: DeliveryNeeds): Delivery
