import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { GroupWriter } from '../storage/writer.ts'
import type { BodyTexts } from './body-texts.ts'
import type { Handlers } from './call.ts'
import { cdrsReceiver } from './cdrs/receiver.ts'
import { Crawls } from './crawls.ts'
import type { ListNeeds } from './lists.ts'
import { locationsReceiver } from './locations/receiver.ts'
import { locationsSender } from './locations/sender.ts'
import { fromOneSource } from './one-source.ts'
import type { ReceiverNeeds } from './receiving.ts'
import { cdrsSender, sessionsSender, tariffsSender, tokensSender } from './senders.ts'
import { sessionsReceiver } from './sessions/receiver.ts'
import { tariffsReceiver } from './tariffs/receiver.ts'
import { tokensReceiver } from './tokens/receiver.ts'

export interface ModuleNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly secrets: Pick<Secrets, 'seal' | 'open'>
  readonly bodies: BodyTexts
  readonly events: Events
  readonly clock: Clock
  readonly prices: ListNeeds['prices']
  readonly retention?: NonNullable<ReceiverNeeds['retention']>
  /** See `ListNeeds.sharing`. */
  readonly sharing?: NonNullable<ListNeeds['sharing']>
  /** PAGE_LIMIT */
  readonly pageLimit: number
  /** See `ReceiverNeeds.stale`. */
  readonly stale?: ReceiverNeeds['stale']
  /** See `ListNeeds.crawled`. */
  readonly crawled?: ListNeeds['crawled']
}

/**
 * The handlers of what partners exchange as objects, by module and side. Commands, charging preferences and real-time
 * authorization have their own factories; where one adds an endpoint to a side named here (`sessions.SENDER`,
 * `tokens.SENDER`), the platform joins both.
 */
export function moduleHandlers(needs: ModuleNeeds) {
  const { crawled, ...rest } = needs
  const lists: ListNeeds = { ...rest, crawls: new Crawls(), ...(crawled ? { crawled } : {}) }
  return {
    'locations.RECEIVER': fromOneSource(needs, locationsReceiver(needs)),
    'locations.SENDER': locationsSender(lists),
    'tariffs.RECEIVER': fromOneSource(needs, tariffsReceiver(needs)),
    'tariffs.SENDER': tariffsSender(lists),
    'sessions.RECEIVER': sessionsReceiver(needs),
    'sessions.SENDER': sessionsSender(lists),
    'cdrs.RECEIVER': cdrsReceiver(needs),
    'cdrs.SENDER': cdrsSender(lists),
    'tokens.RECEIVER': fromOneSource(needs, tokensReceiver(needs)),
    'tokens.SENDER': tokensSender(lists),
  } satisfies Readonly<Record<string, Handlers>>
}
