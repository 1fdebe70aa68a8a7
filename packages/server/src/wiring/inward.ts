// What partners ask: the modules behind the pipeline.

import type { Questions } from '../backend/questions.ts'
import type { HttpHandler } from '../http/exchange.ts'
import { createPipeline } from '../http/pipeline.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { createOwnDecision } from '../modules/authorization/own-decision.ts'
import { authorizationSender } from '../modules/authorization/sender.ts'
import { chargingPreferencesSender } from '../modules/charging-preferences/sender.ts'
import { commandExpiry } from '../modules/commands/expiry.ts'
import { commandReceiver } from '../modules/commands/receiver.ts'
import { commandStore } from '../modules/commands/record.ts'
import { commandSender } from '../modules/commands/sender.ts'
import { credentialsSender } from '../modules/credentials/sender.ts'
import { moduleHandlers } from '../modules/index.ts'
import { versionsSender } from '../modules/versions/sender.ts'
import type { Base } from './base.ts'
import { wireClientInfo } from './hub-parties.ts'
import type { Outward } from './outward.ts'
import type { Routing } from './routing.ts'

export type Inward = ReturnType<typeof wireInward>

export function wireInward(base: Base, outward: Outward, questions: Questions, { hub }: Pick<Routing, 'hub'>) {
  const { service, outbound, sharing, delivery, readBack, addressRules } = outward
  const {
    settings,
    clock,
    ids,
    events,
    database,
    secrets,
    writer,
    connections,
    bodies,
    prices,
    exchanges,
    retention,
    publicUrl,
  } = base
  const { directory } = connections
  const commands = commandStore(database, writer)
  const decideOwn = createOwnDecision({ questions, writer, clock, ids })
  const sender = commandSender({ database, directory, outbound, commands, clock, ids, publicUrl })
  const receiver = commandReceiver({
    database,
    directory,
    commands,
    questions,
    messages: delivery.messages,
    addressRules,
    clock,
    ids,
  })
  const expiry = commandExpiry({
    database,
    commands,
    receiver,
    clock,
    failed: (error) => events.failed('commands', error),
  })
  const objects = moduleHandlers({
    database,
    writer,
    directory,
    secrets,
    bodies,
    events,
    clock,
    prices,
    retention,
    sharing,
    pageLimit: settings.pageLimit,
    stale({ partner, params, to, from, correlationId }, key) {
      const id = params.location_id ?? key.id
      readBack.want({ partnerId: partner.id, key, id, to, from, correlationId })
    },
    crawled(partnerId, module, startedAtPosition) {
      delivery
        .crawlObserved(partnerId, module, { startedAtPosition, complete: true })
        .catch((error: unknown) => events.failed('crawl', error))
    },
  })
  const handlers = {
    ...objects,
    'sessions.SENDER': {
      ...objects['sessions.SENDER'],
      ...chargingPreferencesSender({ database, directory, questions, prices, clock }),
    },
    'tokens.SENDER': {
      ...objects['tokens.SENDER'],
      ...authorizationSender({ database, directory, decideOwn }),
    },
    'commands.SENDER': sender.handlers,
    'commands.RECEIVER': receiver.handlers,
    ...wireClientInfo(base),
    'credentials.SENDER': credentialsSender({ service, directory, events }),
  }
  const implemented = new Set(Object.keys(handlers))
  const ocpi: HttpHandler = createPipeline({
    directory,
    handlers: { ...handlers, 'versions.SENDER': versionsSender({ directory, publicUrl, implemented }) },
    events,
    clock,
    ids,
    publicUrl,
    hub,
    bodyLimit: settings.bodyLimit,
    limits: rateLimit(settings.rateLimit, clock),
    seen(partnerId) {
      connections.seen(partnerId)
      delivery.seen(partnerId)
    },
    exchanges,
  })
  return { ocpi, commands, sender, receiver, expiry, decideOwn }
}
