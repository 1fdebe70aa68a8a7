// The company's own systems: webhooks and questions to them, and the API they call.

import { createBackend } from '../backend/backend.ts'
import { type ChangeFeed, createChangeFeed } from '../backend/changes/feed.ts'
import { agreementHandlers } from '../backend/handlers/agreements.ts'
import { alertHandlers } from '../backend/handlers/alerts.ts'
import { batchHandlers } from '../backend/handlers/batch.ts'
import { changeHandlers } from '../backend/handlers/changes.ts'
import { chargingHandlers } from '../backend/handlers/charging.ts'
import { commandHandlers } from '../backend/handlers/commands.ts'
import { creditHandlers } from '../backend/handlers/credit.ts'
import { deliveryHandlers } from '../backend/handlers/delivery.ts'
import { driverHandlers } from '../backend/handlers/drivers.ts'
import { evseStatusHandlers } from '../backend/handlers/evse-status.ts'
import { exchangeHandlers } from '../backend/handlers/exchanges.ts'
import { hubPairHandlers } from '../backend/handlers/hub-pairs.ts'
import { inspectionHandlers } from '../backend/handlers/inspection.ts'
import { keyHandlers } from '../backend/handlers/keys.ts'
import { listHandlers } from '../backend/handlers/lists.ts'
import { meterKeyHandlers } from '../backend/handlers/meter-keys.ts'
import { objectHandlers } from '../backend/handlers/objects.ts'
import { partyHandlers } from '../backend/handlers/parties.ts'
import { partnerHandlers } from '../backend/handlers/partners.ts'
import { priceGroupHandlers } from '../backend/handlers/price-groups.ts'
import { priceHandlers } from '../backend/handlers/prices.ts'
import { receiptHandlers } from '../backend/handlers/receipts.ts'
import { retailRuleHandlers } from '../backend/handlers/retail-rules.ts'
import { retentionHandlers } from '../backend/handlers/retention.ts'
import { webhookHandlers } from '../backend/handlers/webhooks.ts'
import type { Idempotency } from '../backend/idempotency.ts'
import type { Keys } from '../backend/keys.ts'
import { ownObjects } from '../backend/own-objects.ts'
import { questionBoard } from '../backend/question-board.ts'
import { createQuestions } from '../backend/questions.ts'
import { webhookStore } from '../backend/webhooks/store.ts'
import { createWebhooks } from '../backend/webhooks/webhooks.ts'
import type { HttpHandler } from '../http/exchange.ts'
import { exchangeStore } from '../message-log/exchange-store.ts'
import { createSetChargingPreferences } from '../modules/charging-preferences/set.ts'
import type { Base } from './base.ts'
import type { Charging } from './charging.ts'
import type { Inspecting } from './inspecting.ts'
import type { Inward } from './inward.ts'
import type { Observing } from './observing.ts'
import type { Outward } from './outward.ts'

export type Calls = ReturnType<typeof wireCalls>

/** What we call at the company. */
export function wireCalls({ database, secrets, connections, events, clock, ids }: Base, outward: Outward) {
  const { transports, tail } = outward
  const store = webhookStore(database, secrets)
  const webhooks = createWebhooks({
    database,
    store,
    tail,
    transports,
    directory: connections.directory,
    events,
    clock,
  })
  const board = questionBoard({ database, failed: (error) => events.failed('questions', error) })
  const questions = createQuestions({
    webhooks: webhooks.known,
    board,
    transports,
    events,
    clock,
    ids,
    logAttempt: (id, attempt) => store.logAttempts(id, [attempt]),
  })
  return { webhooks, questions, board }
}

/** After the feed's tail has been started. */
export function wireChanges({ database, connections, events, stopping }: Base, { tail }: Outward, { board }: Calls) {
  return createChangeFeed({ database, board, tail, directory: connections.directory, events, stopping })
}

/** What the company calls here. */
export function wireApi(
  base: Base,
  outward: Outward,
  inward: Inward,
  { webhooks, board }: Calls,
  { auditor, linter, own }: Inspecting,
  { authorize, chargings }: Charging,
  changes: ChangeFeed,
  { reports, pairs, rules }: Observing,
  keys: Keys,
  kept: Idempotency,
): HttpHandler {
  const {
    settings,
    clock,
    ids,
    events,
    database,
    writer,
    connections,
    agreements,
    prices,
    exchanges,
    retention,
    secrets,
    publicUrl,
    stopping,
  } = base
  const { directory } = connections
  const { service, outbound, delivery, priceGroups, pulling } = outward
  const { commands, sender, receiver } = inward
  const objects = ownObjects({ writer, own, priceGroups, events, clock, ids })
  return createBackend({
    handlers: {
      ...partyHandlers({ directory, service }),
      ...partnerHandlers({ directory, service, pulling }),
      ...listHandlers({ database, directory, clock }),
      ...objectHandlers({ database, objects, directory, clock }),
      ...batchHandlers({ database, objects, directory, events, ids, stopping }),
      ...evseStatusHandlers({ database, objects, directory, events, stopping }),
      ...priceGroupHandlers({ database, directory, priceGroups }),
      ...priceHandlers({ database, directory, prices, clock }),
      ...receiptHandlers({ database, directory, prices }),
      ...retailRuleHandlers({ database, directory }),
      ...inspectionHandlers({ database, directory, auditor, linter, clock }),
      ...meterKeyHandlers(database),
      ...creditHandlers({ database, own, directory, clock, ids }),
      ...chargingHandlers({ database, directory, chargings, clock, ids }),
      ...commandHandlers({
        database,
        commands,
        sender,
        receiver,
        authorize,
        setChargingPreferences: createSetChargingPreferences({ database, directory, outbound }),
        directory,
      }),
      ...changeHandlers(changes, board),
      ...webhookHandlers({ webhooks, directory, allowPrivate: settings.allowPrivateWebhooks }),
      ...deliveryHandlers({ delivery, pulling, directory, reports }),
      ...hubPairHandlers({ pairs }),
      ...alertHandlers({ store: rules, directory, hasMail: settings.smtpUrl !== undefined }),
      ...keyHandlers({ keys, directory }),
      ...agreementHandlers(agreements),
      ...exchangeHandlers({ store: exchangeStore(database), exchanges, delivery, secrets, clock }),
      ...retentionHandlers({ retention, events, clock }),
      ...driverHandlers({ database, writer, exchanges, secrets, events, clock, ids }),
    },
    keys,
    idempotency: kept,
    events,
    bodyLimit: settings.bodyLimit,
    publicUrl: () => publicUrl,
  })
}
