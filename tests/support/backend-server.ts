import { afterAll, beforeAll } from 'vitest'
import { check } from '../../packages/ocpi/src/define/validate.ts'
import { api, apiCalls } from '../../packages/server/src/backend/api/table.ts'
import { createBackend } from '../../packages/server/src/backend/backend.ts'
import { createChangeFeed } from '../../packages/server/src/backend/changes/feed.ts'
import { batchHandlers } from '../../packages/server/src/backend/handlers/batch.ts'
import { changeHandlers } from '../../packages/server/src/backend/handlers/changes.ts'
import { evseStatusHandlers } from '../../packages/server/src/backend/handlers/evse-status.ts'
import { inspectionHandlers } from '../../packages/server/src/backend/handlers/inspection.ts'
import { keyHandlers } from '../../packages/server/src/backend/handlers/keys.ts'
import { listHandlers } from '../../packages/server/src/backend/handlers/lists.ts'
import { meterKeyHandlers } from '../../packages/server/src/backend/handlers/meter-keys.ts'
import { objectHandlers } from '../../packages/server/src/backend/handlers/objects.ts'
import { partyHandlers } from '../../packages/server/src/backend/handlers/parties.ts'
import { partnerHandlers } from '../../packages/server/src/backend/handlers/partners.ts'
import { priceGroupHandlers } from '../../packages/server/src/backend/handlers/price-groups.ts'
import { priceHandlers } from '../../packages/server/src/backend/handlers/prices.ts'
import { receiptHandlers } from '../../packages/server/src/backend/handlers/receipts.ts'
import { retailRuleHandlers } from '../../packages/server/src/backend/handlers/retail-rules.ts'
import { webhookHandlers } from '../../packages/server/src/backend/handlers/webhooks.ts'
import { idempotency } from '../../packages/server/src/backend/idempotency.ts'
import { openKeys } from '../../packages/server/src/backend/keys.ts'
import { ownObjects } from '../../packages/server/src/backend/own-objects.ts'
import { questionBoard } from '../../packages/server/src/backend/question-board.ts'
import { createQuestions, type Questions } from '../../packages/server/src/backend/questions.ts'
import { webhookStore } from '../../packages/server/src/backend/webhooks/store.ts'
import { createWebhooks } from '../../packages/server/src/backend/webhooks/webhooks.ts'
import { randomIds, systemClock } from '../../packages/server/src/clock.ts'
import { createEvents, type Events } from '../../packages/server/src/events.ts'
import { FeedTail } from '../../packages/server/src/feed/tail.ts'
import { createHttpServer } from '../../packages/server/src/http/fastify.ts'
import { silentLog } from '../../packages/server/src/log.ts'
import { applyPriceGroups } from '../../packages/server/src/modules/price-groups/applying.ts'
import { knownPrices } from '../../packages/server/src/modules/price-groups/known-prices.ts'
import { guardedTransport } from '../../packages/server/src/outbound/guarded-transport.ts'
import { openConnections } from '../../packages/server/src/partners/connections.ts'
import type { Directory } from '../../packages/server/src/partners/directory.ts'
import type { Partner, Role } from '../../packages/server/src/partners/partner.ts'
import { createSecrets } from '../../packages/server/src/partners/secrets.ts'
import { partnerService } from '../../packages/server/src/partners/service.ts'
import { partyFromKey } from '../../packages/server/src/party.ts'
import { readSettings } from '../../packages/server/src/settings.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { wireInspecting } from '../../packages/server/src/wiring/inspecting.ts'
import { ApiClient } from './api-client.ts'
import type { Engine } from './databases.ts'
import { ObjectStore } from './object-store.ts'

export interface BackendServer {
  readonly url: string
  readonly api: ApiClient
  readonly database: Database
  readonly directory: Directory
  readonly events: Events
  readonly questions: Questions
  /** Objects as a partner brought them. */
  readonly received: ObjectStore
  /** A partner's status, as delivery sets it. */
  setStatus(partnerId: string, status: 'registered' | 'offline' | 'paused'): Promise<void>
  /** Stops and starts everything but the database, as another process on it would. */
  restart(): Promise<void>
}

interface Options {
  readonly heartbeatMs?: number
  readonly stalledMs?: number
  readonly bodyLimit?: number
  /** Of streamed calls. */
  readonly patienceMs?: number
  readonly requestTimeoutMs?: number
}

/**
 * The company's side of a platform over real HTTP on real storage, for what it can do without partners that answer.
 * Calls that need them are answered by nobody here; `tests/backend-commands.test.ts` runs whole platforms.
 */
export function backendServer(
  engine: Engine,
  parties: readonly string[],
  partners: readonly Partner[] = [],
  options: Options = {},
): () => BackendServer {
  let server: BackendServer
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const database = await engine.open()
    const events = createEvents(silentLog())
    const failed = (error: unknown) => events.failed('test', error)
    const secrets = createSecrets('a key for tests only')
    const connections = await openConnections({
      database,
      secrets,
      events,
      clock: systemClock,
      parties: parties.map((party) => {
        const [key = '', ...roles] = party.split(/[:+]/)
        return { ...partyFromKey(key), roles: roles as Role[], businessDetails: { name: key } }
      }),
    })
    for (const partner of partners) await connections.store.putPartner(partner, null)
    const { directory } = connections
    await directory.reload()
    const received = new ObjectStore(database, partners[0] ?? null)
    const transport = guardedTransport({ allowPrivate: true })
    const guarded = guardedTransport({ allowPrivate: false })
    const transports = { own: transport.send, guarded: guarded.send }
    const http = createHttpServer({ requestTimeoutMs: options.requestTimeoutMs ?? 60_000, failed })
    let handle: Parameters<typeof http.mount>[1]
    http.mount('/api', (request) => handle(request))
    const url = await http.listen(0, '127.0.0.1')
    const service = partnerService({
      database,
      store: connections.store,
      directory,
      writer: received.writer,
      transport: transport.send,
      events,
      clock: systemClock,
      ids: randomIds,
      secrets,
      publicUrl: url,
      addressRules: { allowPrivate: true },
    })
    let stop = async (): Promise<void> => undefined
    let questions: Questions

    async function run(): Promise<void> {
      const tail = new FeedTail(database)
      await tail.start()
      const stopping = new AbortController()
      const prices = await knownPrices({ database, failed })
      const writing = { database, writer: received.writer, directory, clock: systemClock, ids: randomIds }
      const priceGroups = applyPriceGroups({ ...writing, prices, tail, events })
      const store = webhookStore(database, secrets)
      const needs = { database, tail, directory, events, clock: systemClock, transports }
      const webhooks = createWebhooks({ ...needs, store })
      const { writer } = received
      const { auditor, linter, inspection, own } = wireInspecting({
        ...needs,
        writer,
        prices,
        settings: readSettings({}),
      })
      const board = questionBoard({ database, failed })
      questions = createQuestions({
        ...needs,
        board,
        webhooks: webhooks.known,
        ids: randomIds,
        logAttempt: (id, attempt) => store.logAttempts(id, [attempt]),
      })
      const { keys } = await openKeys({ database, clock: systemClock, given: 'test-key', failed })
      const objects = ownObjects({ ...writing, own, priceGroups, events })
      const streaming = { stopping: stopping.signal, ...(options.patienceMs ? { patienceMs: options.patienceMs } : {}) }
      const offered = {
        ...partyHandlers({ directory, service }),
        ...partnerHandlers({
          directory,
          service,
          pulling: { pullNow: async (partnerId) => ({ partnerId, modules: [] }) },
        }),
        ...listHandlers({ database, directory, clock: systemClock }),
        ...objectHandlers({ database, objects, directory, clock: systemClock }),
        ...batchHandlers({ database, objects, directory, events, ids: randomIds, ...streaming }),
        ...evseStatusHandlers({ database, objects, directory, events, ...streaming }),
        ...priceGroupHandlers({ database, directory, priceGroups }),
        ...priceHandlers({ ...needs, prices }),
        ...receiptHandlers({ ...needs, prices }),
        ...retailRuleHandlers({ database, directory }),
        ...inspectionHandlers({ ...needs, auditor, linter }),
        ...changeHandlers(createChangeFeed({ ...needs, ...options, board, stopping: stopping.signal }), board),
        ...meterKeyHandlers(database),
        ...webhookHandlers({ webhooks, directory, allowPrivate: false }),
        ...keyHandlers({ keys, directory }),
      }
      const elsewhere = async () => ({ status: 500 })
      handle = createBackend({
        handlers: { ...Object.fromEntries(apiCalls.map(({ name }) => [name, elsewhere])), ...offered },
        idempotency: idempotency({ database, secrets, clock: systemClock, failed }),
        keys,
        events,
        bodyLimit: options.bodyLimit ?? 4_000_000,
        publicUrl: () => url,
      })
      await board.start()
      await webhooks.start()
      await priceGroups.start()
      inspection.start()
      stop = async () => {
        stopping.abort()
        await inspection.stop()
        await priceGroups.stop()
        await webhooks.stop()
        await board.stop()
        await tail.close()
        await prices.close()
        await keys.close()
      }
    }
    await run()
    server = {
      url,
      api: new ApiClient(url, 'test-key'),
      database,
      directory,
      events,
      received,
      questions: { ask: (question) => questions.ask(question) },
      setStatus: (id, status) => service.setStatus(id, status, 'a test says so'),
      async restart() {
        await stop()
        await run()
      },
    }
    close = async () => {
      await stop()
      await http.close(1000)
      await connections.close()
      await received.writer.close()
      await transport.close()
      await guarded.close()
    }
  })
  afterAll(() => close())
  return () => server
}

/** Faults of an answer's body against what the API says it answers; empty when it keeps its word. */
export function faultsOf(callName: string, status: number, body: unknown): string[] {
  const call = apiCalls.find(({ name }) => name === callName)
  const payload = call?.answers[status]?.body
  if (!payload) return call?.answers[status] ? [] : [`${callName} never answers ${status}`]
  const items = payload.shape === 'page' ? (body as { items: unknown[] }).items : [body]
  return items.flatMap((item) =>
    check(api, payload.name, item)
      .filter(({ severity }) => severity !== 'note')
      .map(({ path, message }) => `${path} ${message}`),
  )
}
