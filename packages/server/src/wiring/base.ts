import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { HubParties } from '../hub/hub-parties.ts'
import type { KnownAgreements } from '../hub/known-agreements.ts'
import type { Log } from '../log.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import type { BodyTexts } from '../modules/body-texts.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import type { Connections } from '../partners/connections.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Retention } from '../retention/retention.ts'
import type { Settings } from '../settings.ts'
import type { Database } from '../storage/database.ts'
import type { GroupWriter } from '../storage/writer.ts'

/** What every part of a platform stands on. */
export interface Base {
  readonly settings: Settings
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly events: Events
  readonly database: Database
  readonly secrets: Secrets
  readonly writer: GroupWriter
  readonly connections: Connections
  readonly agreements: KnownAgreements
  readonly hubParties: HubParties
  readonly bodies: BodyTexts
  readonly prices: KnownPrices
  readonly exchanges: ExchangeLog
  readonly retention: Retention
  /** What partners call; without a slash at the end. */
  readonly publicUrl: string
  /** Aborted when the platform begins to stop: streams end then. */
  readonly stopping: AbortSignal
}
