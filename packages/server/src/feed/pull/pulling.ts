import type { Transport } from '@interchange/ocpi/client/transport'
import type { Clock, Ids } from '../../clock.ts'
import type { Events } from '../../events.ts'
import type { ExchangeLog } from '../../message-log/exchange-log.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Retention } from '../../retention/retention.ts'
import type { Database } from '../../storage/database.ts'
import type { GroupWriter } from '../../storage/writer.ts'

export interface PullNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly clock: Clock
  readonly ids: Ids
  readonly events: Events
  readonly transport: Transport
  /** For a page; 30 s where nothing is said. */
  readonly timeoutMs?: number
  /** Of a page; 32 MiB where nothing is said. */
  readonly maxBytes?: number
  /** The partner answered, so it is alive. */
  readonly seen?: (partnerId: string) => void
  /** The partner answered 401. */
  readonly refusedToken?: (partnerId: string) => Promise<void>
  /** Absent: nothing is too old to be taken. */
  readonly retention?: Pick<Retention, 'isForgotten'>
  /** The message log. */
  readonly exchanges?: Pick<ExchangeLog, 'record'>
}

export interface PullRequest {
  /** Left out: every module we use of this partner. */
  readonly module?: string
  /** Everything, instead of what changed since the last time. */
  readonly full?: boolean
}

/** What one module's crawl brought. */
export interface ModulePull {
  readonly module: string
  readonly full: boolean
  /** False: it broke off; what had come by then is kept, nothing is taken to have vanished. */
  readonly complete: boolean
  /** Why it broke off. */
  readonly why: string | null
  readonly pages: number
  readonly received: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Older than what is stored. */
  readonly stale: number
  /** Nothing usable was left of them. */
  readonly refused: number
  /** Of a party that does not belong to this partner. */
  readonly foreign: number
  /** Not known, and so old that they are not kept any more. */
  readonly expired: number
  /** Parts left out of objects that were stored. */
  readonly leftOut: number
  readonly vanished: number
  /** Would have vanished, but they were too many to believe it. */
  readonly held: number
}

export interface PullReport {
  readonly partnerId: string
  readonly modules: readonly ModulePull[]
}

/** How a module of a partner is read. */
export interface PullView {
  readonly partner: string
  readonly module: string
  /** Null: not by itself. */
  readonly dueAt: Date | null
  /** When everything was last read completely. */
  readonly fullAt: Date | null
  /** In a row. */
  readonly failures: number
  readonly last: ModulePull | null
}

/** A part of an object that was left out, or an object of which nothing was left. */
export interface Aside {
  readonly id: string
  readonly partner: string
  readonly module: string
  readonly country_code: string | null
  readonly party_id: string | null
  readonly object_id: string | null
  /** JSON pointer; empty for the whole object. */
  readonly path: string
  readonly why: string
  /** JSON text of the part, cut where it is long. */
  readonly part: string | null
  readonly at: string
}

/** Nothing to pull, or not now; the message says why. */
export class PullRefused extends Error {
  override readonly name = 'PullRefused'
}

/** Reads the partners' lists: everything after registration, changes on a schedule, everything again weekly. */
export interface Pulling {
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves when it is done. Throws `PullRefused` when there is no such partner, it is not registered, or offers no such module. */
  pullNow(partnerId: string, request?: PullRequest): Promise<PullReport>
  list(partner?: string): Promise<readonly PullView[]>
  /** The newest first. */
  listAside(filter?: { readonly partner?: string; readonly limit?: number }): Promise<readonly Aside[]>
}
