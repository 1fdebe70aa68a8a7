// One platform from its settings: opened from the storage up, stopped from the outside in. Several can run in one
// process; nothing is global.

import { badJson, unsupportedCoding } from '@interchange/ocpi/wire/error'
import type { Registry } from 'prom-client'
import { idempotency } from './backend/idempotency.ts'
import { openKeys } from './backend/keys.ts'
import { malformed, Problem } from './backend/problem.ts'
import type { Chargings } from './charging/chargings.ts'
import { type Clock, type Ids, randomIds, systemClock } from './clock.ts'
import { createEvents, type Events } from './events.ts'
import type { Delivery } from './feed/delivery.ts'
import type { Pulling } from './feed/pull/pulling.ts'
import type { FeedTail } from './feed/tail.ts'
import { type Coding, contentCoded } from './http/content-coding.ts'
import type { HttpHandler } from './http/exchange.ts'
import { createHttpServer } from './http/fastify.ts'
import { healthHandlers } from './http/health.ts'
import { metricsHandler } from './http/metrics.ts'
import { type HubParties, openHubParties } from './hub/hub-parties.ts'
import { type KnownAgreements, knownAgreements } from './hub/known-agreements.ts'
import { createLog, type Log } from './log.ts'
import { type ExchangeLog, exchangeLog } from './message-log/exchange-log.ts'
import { bodyTexts } from './modules/body-texts.ts'
import { type KnownPrices, knownPrices } from './modules/price-groups/known-prices.ts'
import { CallFigures } from './observability/call-figures.ts'
import { OTHER_PAIR } from './observability/pair-metrics.ts'
import type { Outbound } from './outbound.ts'
import { openConnections } from './partners/connections.ts'
import type { Directory } from './partners/directory.ts'
import { createSecrets, keyBesideData } from './partners/secrets.ts'
import type { PartnerService } from './partners/service.ts'
import { partyKey } from './party.ts'
import { createRetention, type Retention } from './retention/retention.ts'
import type { Settings } from './settings.ts'
import { type Database, openDatabase } from './storage/database.ts'
import type { Migration } from './storage/migrations/index.ts'
import { observedDatabase } from './storage/observed.ts'
import { GroupWriter } from './storage/writer.ts'
import { wireCharging } from './wiring/charging.ts'
import { wireApi, wireCalls, wireChanges } from './wiring/company.ts'
import { wireInspecting } from './wiring/inspecting.ts'
import { wireInward } from './wiring/inward.ts'
import { wireObserving } from './wiring/observing.ts'
import { wireOutward } from './wiring/outward.ts'
import { wireRouting } from './wiring/routing.ts'

export interface PlatformOptions {
  readonly clock?: Clock
  readonly ids?: Ids
  /** Default: lines for people on a terminal, JSON otherwise. */
  readonly log?: Log
  /** Text of `/metrics`, from what this process has counted. Default: that alone. */
  readonly metrics?: (registries: readonly Registry[]) => Promise<string>
  /** Listens only when all is ready, because others answer on this port meanwhile; needs `PUBLIC_URL`. */
  readonly listensLast?: boolean
  /** Default: those of this program. For tests of what a newer one leaves. */
  readonly migrations?: readonly Migration[]
}

export interface Started {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** What partners call. */
  readonly publicUrl: string
  /** Only when it was made just now; it is stored as a hash and cannot be shown again. */
  readonly apiKey?: string
}

/** What tests and benches look at. */
export interface PlatformParts {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly agreements: KnownAgreements
  readonly hubParties: HubParties
  readonly service: PartnerService
  readonly outbound: Outbound
  readonly delivery: Delivery
  readonly prices: KnownPrices
  readonly pulling: Pulling
  readonly tail: FeedTail
  readonly exchanges: ExchangeLog
  readonly retention: Retention
  readonly chargings: Chargings
  readonly events: Events
}

export interface Platform {
  /** Fails naming the setting where one is wrong; nothing is left open then. */
  start(): Promise<Started>
  /** Takes no new requests, lets those in flight finish for a bounded time, stops every loop, closes the database. */
  stop(): Promise<void>
  /** Undefined until it has started. */
  readonly parts: PlatformParts | undefined
}

const HEALTH = ['/healthz', '/readyz', '/metrics'] as const

/** Of what partners are answered, lists are large; what holds a token is no list. */
const partnersCoding: Coding = {
  worth: ({ headers }) => 'X-Total-Count' in headers,
  unsupported: unsupportedCoding,
  broken: () => badJson('The body is not gzip, or is cut off'),
}

const companysCoding: Coding = {
  worth: ({ headers }) => headers['content-type'] === 'application/json',
  unsupported: (coding) =>
    new Problem('unsupported-media-type', `A body with Content-Encoding ${coding.slice(0, 40)} is not read; gzip is`),
  broken: () => malformed('The body is not gzip, or is cut off'),
}

export function createPlatform(settings: Settings, options: PlatformOptions = {}): Platform {
  const { clock = systemClock, ids = randomIds } = options
  const log = options.log ?? createLog({ level: settings.logLevel, readable: process.stdout.isTTY === true })
  const figures = { calls: new CallFigures(), pairs: new CallFigures({ other: OTHER_PAIR }) }
  const events = createEvents(log, figures)
  const http = createHttpServer({
    requestTimeoutMs: settings.requestTimeout,
    failed: (error) => events.failed('http', error),
  })
  const stopping = new AbortController()
  /** What is open, in the order in which it has to be closed. */
  const open: (() => Promise<unknown> | unknown)[] = []
  const opened = (close: () => Promise<unknown> | unknown) => open.unshift(close)
  const routes: Record<string, HttpHandler> = {}
  let parts: PlatformParts | undefined
  let stopped: Promise<void> | undefined

  async function start(): Promise<Started> {
    const { databaseUrl, dataDir, databaseSchema: schema } = settings
    const where = {
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
      dataDir,
      schema,
    }
    const database = observedDatabase(await openDatabase({ ...where, log }), ({ code }) => events.databaseFailed(code))
    opened(() => database.close())
    const secrets = createSecrets(settings.secretKey ?? (await keyBesideData(dataDir)), settings.secretKeyOld)
    const exchanges = exchangeLog({
      database,
      secrets,
      events,
      clock,
      perSecond: settings.logExchangesPerSecond,
      bodyLimit: settings.logExchangesBody,
      keptDays: settings.logExchangesDays,
    })
    opened(() => exchanges.stop())
    exchanges.start()
    const writer = new GroupWriter(database, { log, now: () => clock.now() })
    opened(() => writer.close())
    const connections = await openConnections({ database, secrets, events, clock, parties: settings.parties })
    opened(() => connections.close())
    const { agreements: set, agreementsDefault: fallback } = settings
    const { directory } = connections
    const failed = (error: unknown) => events.failed('hub', error)
    const agreements = await knownAgreements({ database, directory, set, fallback, failed })
    opened(() => agreements.close())
    const hubParties = await openHubParties({ database, directory, agreements, clock, failed })
    opened(() => hubParties.close())
    const prices = await knownPrices({ database, failed: (error) => events.failed('price groups', error) })
    opened(() => prices.close())

    const retention = createRetention({ database, events, clock, sessionsDays: settings.sessionsDays })
    opened(() => retention.stop())
    await retention.start()

    // With PORT 0 our own URL is known once we listen, and what is sent to partners is made of it.
    const early = settings.publicUrl === undefined || !options.listensLast ? await listen() : undefined
    const publicUrl = settings.publicUrl ?? early!
    const { signal } = stopping
    const base = {
      settings,
      clock,
      ids,
      log,
      events,
      database,
      secrets,
      writer,
      connections,
      agreements,
      hubParties,
      bodies: bodyTexts(),
      prices,
      exchanges,
      retention,
      publicUrl,
      stopping: signal,
    }

    const outward = wireOutward(base)
    const { service, outbound, tail, delivery, priceGroups, pulling, readBack } = outward
    opened(() => outward.close())
    const calls = wireCalls(base, outward)
    const routing = wireRouting(base, outward)
    const inward = wireInward(base, outward, calls.questions, routing)
    const inspecting = wireInspecting({ ...base, directory, tail })
    const charging = wireCharging(base, outward, inward, inspecting)
    const key = await openKeys({
      database,
      clock,
      given: settings.apiKey,
      failed: (error) => events.failed('keys', error),
    })
    opened(() => key.keys.close())

    opened(() => tail.close())
    await tail.start()
    const changes = wireChanges(base, outward, calls)
    opened(() => calls.board.stop())
    await calls.board.start()
    opened(() => calls.webhooks.stop())
    await calls.webhooks.start()
    opened(() => delivery.stop())
    await delivery.start()
    opened(() => priceGroups.stop())
    await priceGroups.start()
    opened(() => readBack.stop())
    opened(() => pulling.stop())
    await pulling.start()
    opened(() => inspecting.inspection.stop())
    inspecting.inspection.start()
    opened(() => routing.callbacks.stop())
    routing.callbacks.start()
    opened(() => inward.expiry.stop())
    inward.expiry.start()
    const observing = wireObserving(base, outward, calls, changes, figures)
    opened(() => observing.stop())
    observing.start()
    const kept = idempotency({ database, secrets, clock, failed: (error) => events.failed('idempotency', error) })
    opened(() => kept.stop())
    kept.start()
    opened(() => charging.chargings.stopAll())
    charging.chargings.start()
    // First of all: whatever a request needs is there until the last one is answered.
    opened(() => http.close(settings.stopTimeout))

    routes['/ocpi'] = contentCoded(inward.ocpi, partnersCoding)
    const api = wireApi(base, outward, inward, calls, inspecting, charging, changes, observing, key.keys, kept)
    routes['/api'] = contentCoded(api, companysCoding)
    Object.assign(routes, healthHandlers(database))
    routes['/metrics'] = metricsHandler(events.registry, settings.metricsKey, options.metrics)
    const url = early ?? (await listen())
    parts = {
      database,
      writer,
      directory,
      agreements,
      hubParties,
      service,
      outbound,
      delivery,
      prices,
      pulling,
      tail,
      exchanges,
      retention,
      chargings: charging.chargings,
      events,
    }
    events.platformStarted({ url: publicUrl, database: database.engine, parties: directory.ownParties().map(partyKey) })
    return { url, publicUrl, ...(key.made === undefined ? {} : { apiKey: key.made }) }
  }

  async function listen(): Promise<string> {
    for (const prefix of ['/ocpi', '/api', ...HEALTH]) {
      http.mount(prefix, async (request) => await (routes[prefix] ?? starting)(request))
    }
    const url = await http.listen(settings.port, settings.host)
    opened(() => http.close(0))
    return url
  }

  const starting: HttpHandler = async () => ({ status: 503, headers: { 'Retry-After': '1' }, body: 'starting\n' })

  async function close(): Promise<void> {
    stopping.abort()
    for (const step of open.splice(0)) {
      try {
        await step()
      } catch (error) {
        events.failed('stop', error)
      }
    }
  }

  return {
    async start() {
      try {
        return await start()
      } catch (error) {
        await close()
        throw error
      }
    },
    stop() {
      stopped ??= close().then(() => events.platformStopped())
      return stopped
    },
    get parts() {
      return parts
    },
  }
}
