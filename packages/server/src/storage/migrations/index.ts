import { objects } from './0001-objects.ts'
import { partners } from './0002-partners.ts'
import { delivery } from './0003-delivery.ts'
import { webhooks } from './0004-webhooks.ts'
import { apiKey } from './0007-api-key.ts'
import { heard } from './0008-heard.ts'
import { priceGroups } from './0009-price-groups.ts'
import { inspection } from './0010-inspection.ts'
import { keys } from './0011-keys.ts'
import { retailRules } from './0012-retail-rules.ts'
import { meterKeys } from './0013-meter-keys.ts'
import { messageLog } from './0014-message-log.ts'
import { charging } from './0015-charging.ts'
import { batchAndSearch } from './0016-batch-and-search.ts'
import { idempotency } from './0017-idempotency.ts'
import { questions } from './0018-questions.ts'
import { retention } from './0019-retention.ts'
import { observability } from './0020-observability.ts'
import { withdrawals } from './0022-withdrawals.ts'
import { sentAgain } from './0024-sent-again.ts'
import { hub } from './0025-hub.ts'
import { agreements } from './0026-agreements.ts'
import { told } from './0027-told.ts'
import { laneParties } from './0028-lane-parties.ts'
import { pairFigures } from './0029-pair-figures.ts'

/** One step of the schema. The SQL may hold several statements; it runs in one transaction, once. */
export interface Migration {
  readonly id: number
  readonly name: string
  /**
   * Whether the version before works on what this leaves: it only adds tables, columns with a default, indexes. Then
   * both versions may run at once. Left out: it does not, and all processes of older versions have to stop first.
   */
  readonly expands?: boolean
  /** `schema` is quoted and ready to be put before a dot. */
  sql(schema: string): string
}

/** In order of id. To add one: a file `000N-name.ts` in this folder and a line here. What was released never changes. */
export const migrations: readonly Migration[] = [
  objects,
  partners,
  delivery,
  webhooks,
  apiKey,
  heard,
  priceGroups,
  inspection,
  keys,
  retailRules,
  meterKeys,
  messageLog,
  charging,
  batchAndSearch,
  idempotency,
  questions,
  retention,
  observability,
  withdrawals,
  sentAgain,
  hub,
  agreements,
  told,
  laneParties,
  pairFigures,
]
