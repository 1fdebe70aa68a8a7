// One platform, wired from its parts. Several can run in one process; nothing is global.

import { createBackend } from './backend/backend.ts'
import { createChangeFeed } from './backend/changes/feed.ts'
import { changeHandlers } from './backend/handlers/changes.ts'
import { commandHandlers } from './backend/handlers/commands.ts'
import { deliveryHandlers } from './backend/handlers/delivery.ts'
import { listHandlers } from './backend/handlers/lists.ts'
import { objectHandlers } from './backend/handlers/objects.ts'
import { partyHandlers } from './backend/handlers/parties.ts'
import { partnerHandlers } from './backend/handlers/partners.ts'
import { webhookHandlers } from './backend/handlers/webhooks.ts'
import { adminKey } from './backend/keys.ts'
import { createQuestions } from './backend/questions.ts'
import { webhookStore } from './backend/webhooks/store.ts'
import { createWebhooks } from './backend/webhooks/webhooks.ts'
import { type Clock, type Ids, randomIds, systemClock } from './clock.ts'
import { createEvents, type Events } from './events.ts'
import { createDelivery, type Delivery } from './feed/delivery.ts'
import { createPulling, type Pulling } from './feed/pull/pulling.ts'
import { FeedTail } from './feed/tail.ts'
import { createHttpServer, type HttpServer } from './http/fastify.ts'
import { healthHandlers } from './http/health.ts'
import { createPipeline } from './http/pipeline.ts'
import { rateLimit } from './http/rate-limit.ts'
import { createLog, type Log } from './log.ts'
import { createAuthorize } from './modules/authorization/authorize.ts'
import { authorizationSender } from './modules/authorization/sender.ts'
import { chargingPreferencesSender } from './modules/charging-preferences/sender.ts'
import { createSetChargingPreferences } from './modules/charging-preferences/set.ts'
import { commandExpiry } from './modules/commands/expiry.ts'
import { commandReceiver } from './modules/commands/receiver.ts'
import { commandStore } from './modules/commands/record.ts'
import { commandSender } from './modules/commands/sender.ts'
import { credentialsSender } from './modules/credentials/sender.ts'
import { moduleHandlers } from './modules/index.ts'
import { versionsSender } from './modules/versions/sender.ts'
import { createOutbound } from './outbound/create-outbound.ts'
import { guardedTransport } from './outbound/guarded-transport.ts'
import { openConnections } from './partners/connections.ts'
import type { Directory } from './partners/directory.ts'
import { createSecrets, keyBesideData } from './partners/secrets.ts'
import { type PartnerService, partnerService } from './partners/service.ts'
import { partyKey } from './party.ts'
import type { Settings } from './settings.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { GroupWriter } from './storage/writer.ts'

export interface PlatformOptions {
  readonly clock?: Clock
  readonly ids?: Ids
  readonly log?: Log
}

export interface Started {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** What partners call. */
  readonly publicUrl: string
  /** Only when it was made just now. */
  readonly apiKey?: string
}

/** What tests and benches look at. */
export interface PlatformParts {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly service: PartnerService
  readonly delivery: Delivery
  readonly pulling: Pulling
  readonly tail: FeedTail
  readonly events: Events
}

export interface Platform {
  start(): Promise<Started>
  /** Takes no new requests, lets those in flight finish for a bounded time, stops every loop, closes the database. */
  stop(): Promise<void>
  /** Undefined until it has started. */
  readonly parts: PlatformParts | undefined
}

export function createPlatform(settings: Settings, options: PlatformOptions = {}): Platform {
  const { clock = systemClock, ids = randomIds } = options
  const log = options.log ?? createLog({ level: settings.logLevel, readable: process.stdout.isTTY === true })
  const events = createEvents(log)
  const closers: (() => Promise<unknown> | unknown)[] = []
  const stopping = new AbortController()
  let parts: PlatformParts | undefined

  async function start(): Promise<Started> {
    const http = createHttpServer({
      requestTimeoutMs: settings.requestTimeout,
      failed: (error) => events.failed('http', error),
    })
    try {
      return await wire(http)
    } catch (error) {
      await close()
      throw error
    }
  }

  async function wire(http: HttpServer): Promise<Started> {
    const database = await openDatabase({
      ...(settings.databaseUrl === undefined ? {} : { databaseUrl: settings.databaseUrl }),
      dataDir: settings.dataDir,
      schema: settings.databaseSchema,
      log,
    })
    closers.unshift(() => database.close())
    const secrets = createSecrets(settings.secretKey ?? (await keyBesideData(settings.dataDir)), settings.secretKeyOld)
    const writer = new GroupWriter(database, { log, now: () => clock.now() })
    closers.unshift(() => writer.close())
    const connections = await openConnections({ database, secrets, events, clock, parties: settings.parties })
    closers.unshift(() => connections.close())
    const { store, directory } = connections

    // The URL is known once the port is: what is sent to partners is made of it.
    let publicUrl = settings.publicUrl ?? ''
    const url = await listenFirst()

    const addressRules = { allowPrivate: settings.allowPrivatePartners }
    const transport = guardedTransport(addressRules)
    const ownTransport = guardedTransport({ allowPrivate: true })
    closers.unshift(() => Promise.all([transport.close(), ownTransport.close()]))
    let delivery: Delivery | undefined
    const heardOf = (partnerId: string) => {
      connections.seen(partnerId)
      delivery?.seen(partnerId)
    }
    const service = partnerService({
      database,
      store,
      directory,
      writer,
      transport: transport.send,
      events,
      clock,
      ids,
      secrets,
      publicUrl,
      addressRules,
      callbackTimeoutMs: settings.callbackTimeout,
    })
    const outbound = createOutbound({
      directory,
      transport: transport.send,
      events,
      ids,
      seen: connections.seen,
      timeoutMs: settings.partnerTimeout,
      maxBytes: settings.answerLimit,
    })
    const tail = new FeedTail(database, { log })
    await tail.start()
    closers.unshift(() => tail.close())
    delivery = createDelivery({
      database,
      tail,
      writer,
      directory,
      outbound,
      events,
      clock,
      ids,
      setStatus: (id, status, why) => service.setStatus(id, status, why),
    })
    const pulling = createPulling({ database, writer, directory, outbound, clock, ids })

    const webhooks = createWebhooks({
      database,
      store: webhookStore(database, secrets),
      tail,
      transport: ownTransport.send,
      directory,
      events,
      clock,
    })
    const questions = createQuestions({ webhooks: webhooks.known, transport: ownTransport.send, events, clock, ids })
    const commands = commandStore(database, writer)
    const sender = commandSender({ database, directory, outbound, commands, clock, ids, publicUrl })
    const receiver = commandReceiver({
      database,
      directory,
      commands,
      questions,
      messages: delivery.messages,
      clock,
      ids,
    })
    const objects = moduleHandlers({
      database,
      writer,
      directory,
      secrets,
      events,
      clock,
      pageLimit: settings.pageLimit,
      crawled: (partnerId, module, startedAtPosition) =>
        void delivery
          ?.crawlObserved(partnerId, module, { startedAtPosition, complete: true })
          .catch((error: unknown) => events.failed('crawl', error)),
    })
    const handlers = {
      ...objects,
      'sessions.SENDER': {
        ...objects['sessions.SENDER'],
        ...chargingPreferencesSender({ database, directory, questions }),
      },
      'tokens.SENDER': { ...objects['tokens.SENDER'], ...authorizationSender({ database, directory, questions, ids }) },
      'commands.SENDER': sender.handlers,
      'commands.RECEIVER': receiver.handlers,
      'credentials.SENDER': credentialsSender({ service, directory, events }),
    }
    const implemented = new Set(Object.keys(handlers))
    const ocpi = createPipeline({
      directory,
      handlers: { ...handlers, 'versions.SENDER': versionsSender({ directory, publicUrl, implemented }) },
      events,
      clock,
      ids,
      publicUrl,
      bodyLimit: settings.bodyLimit,
      limits: rateLimit(settings.rateLimit, clock),
      seen: heardOf,
    })
    const key = await adminKey(database, settings.apiKey)
    const backend = createBackend({
      handlers: {
        ...partyHandlers({ directory, service }),
        ...partnerHandlers({ directory, service, pulling }),
        ...listHandlers(database),
        ...objectHandlers({ database, writer, directory, clock, ids }),
        ...commandHandlers({
          database,
          commands,
          sender,
          receiver,
          authorize: createAuthorize({ database, directory, outbound, clock, ids }),
          setChargingPreferences: createSetChargingPreferences({ database, directory, outbound }),
          directory,
        }),
        ...changeHandlers(createChangeFeed({ database, tail, directory, events, stopping: stopping.signal })),
        ...webhookHandlers(webhooks),
        ...deliveryHandlers({ delivery, pulling }),
      },
      keys: key.keys,
      events,
      bodyLimit: settings.bodyLimit,
      publicUrl: () => publicUrl,
    })
    const expiry = commandExpiry({
      database,
      commands,
      receiver,
      clock,
      failed: (error) => events.failed('commands', error),
    })

    await webhooks.start()
    closers.unshift(() => webhooks.stop())
    await delivery.start()
    closers.unshift(() => delivery?.stop())
    await pulling.start()
    closers.unshift(() => pulling.stop())
    expiry.start()
    closers.unshift(() => expiry.stop())
    routes.ocpi = ocpi
    routes.api = backend
    routes.health = healthHandlers(database, events)
    parts = { database, writer, directory, service, delivery, pulling, tail, events }
    events.platformStarted({ url: publicUrl, database: database.engine, parties: directory.ownParties().map(partyKey) })
    return { url, publicUrl, ...(key.made === undefined ? {} : { apiKey: key.made }) }

    async function listenFirst(): Promise<string> {
      http.mount('/ocpi', (request) => routes.ocpi(request))
      http.mount('/api', (request) => routes.api(request))
      for (const path of ['/healthz', '/readyz', '/metrics'])
        http.mount(path, (request) => routes.health[path]!(request))
      const bound = await http.listen(settings.port, settings.host)
      closers.unshift(() => http.close(settings.stopTimeout))
      if (publicUrl === '') publicUrl = bound
      return bound
    }
  }

  /** What answers while the platform is still starting. */
  const starting = async () => ({ status: 503, headers: { 'retry-after': '1' }, body: 'starting\n' })
  const routes: {
    ocpi: Parameters<HttpServer['mount']>[1]
    api: Parameters<HttpServer['mount']>[1]
    health: Readonly<Record<string, Parameters<HttpServer['mount']>[1]>>
  } = { ocpi: starting, api: starting, health: { '/healthz': starting, '/readyz': starting, '/metrics': starting } }

  async function close(): Promise<void> {
    for (const closer of closers.splice(0)) {
      try {
        await closer()
      } catch (error) {
        events.failed('stop', error)
      }
    }
  }

  return {
    start,
    async stop() {
      stopping.abort()
      await close()
      events.platformStopped()
    },
    get parts() {
      return parts
    },
  }
}
