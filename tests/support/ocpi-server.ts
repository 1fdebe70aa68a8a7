import { afterAll, beforeAll } from 'vitest'
import { randomIds, systemClock } from '../../packages/server/src/clock.ts'
import { createEvents } from '../../packages/server/src/events.ts'
import { createHttpServer } from '../../packages/server/src/http/fastify.ts'
import { createPipeline } from '../../packages/server/src/http/pipeline.ts'
import { rateLimit } from '../../packages/server/src/http/rate-limit.ts'
import { silentLog } from '../../packages/server/src/log.ts'
import { bodyTexts } from '../../packages/server/src/modules/body-texts.ts'
import { moduleHandlers } from '../../packages/server/src/modules/index.ts'
import { knownPrices } from '../../packages/server/src/modules/price-groups/known-prices.ts'
import { memoryDirectory } from '../../packages/server/src/partners/memory-directory.ts'
import type { Partner, Role } from '../../packages/server/src/partners/partner.ts'
import { partnerStore } from '../../packages/server/src/partners/partner-store.ts'
import { createSecrets } from '../../packages/server/src/partners/secrets.ts'
import { partyFromKey } from '../../packages/server/src/party.ts'
import type { Engine } from './databases.ts'
import { ObjectStore } from './object-store.ts'

/** An answer as it came over the wire, and its envelope. */
export interface Answered {
  readonly http: number
  readonly headers: Headers
  readonly text: string
  readonly status: number
  readonly message: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of every kind
  readonly data: any
}

/** A registered partner: what it sends is written by hand, what comes back is read without our client. */
export class Peer {
  private readonly base: string
  private readonly token: string

  constructor(base: string, token: string) {
    this.base = base
    this.token = token
  }

  /** `path` is below the version's URL, or a whole URL. A string is sent as it is. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const response = await fetch(path.startsWith('http') ? path : `${this.base}/${path}`, {
      method,
      headers: {
        authorization: `Token ${Buffer.from(this.token).toString('base64')}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const { status_code, status_message, data } = JSON.parse(text)
    return {
      http: response.status,
      headers: response.headers,
      text,
      status: status_code,
      message: status_message,
      data,
    }
  }

  get = (path: string, headers: Record<string, string> = {}) => this.send('GET', path, undefined, headers)
  put = (path: string, body: unknown) => this.send('PUT', path, body)
  patch = (path: string, body: unknown) => this.send('PATCH', path, body)
  post = (path: string, body: unknown) => this.send('POST', path, body)
  delete = (path: string) => this.send('DELETE', path)
}

export interface OcpiServer {
  readonly url: string
  /** Writes own objects, as the backend API does. */
  readonly own: ObjectStore
  peer(id: string): Peer
}

/**
 * The OCPI side of a platform over real HTTP on real storage: pipeline and object modules, without deliveries and
 * pulls. `parties` like `NL-ABC:CPO`.
 */
export function ocpiServer(
  engine: Engine,
  parties: readonly string[],
  partners: readonly Partner[],
  settings: { pageLimit?: number; bodyLimit?: number } = {},
): () => OcpiServer {
  let server: OcpiServer
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const database = await engine.open()
    const store = partnerStore(database)
    const secrets = createSecrets('a key for tests only')
    for (const party of parties) {
      const [key = '', ...roles] = party.split(/[:+]/)
      await store.putOwnParty({ ...partyFromKey(key), roles: roles as Role[], businessDetails: { name: key } })
    }
    for (const partner of partners) {
      await store.putPartner(partner, null)
      await store.addToken(partner.id, `token-of-${partner.id}`, 'C', new Date())
    }
    const events = createEvents(silentLog())
    const failed = (error: unknown) => events.failed('test', error)
    const directory = await memoryDirectory({ store, clock: systemClock, secrets, failed })
    const own = new ObjectStore(database, null)
    const prices = await knownPrices({ database, failed })
    const http = createHttpServer({ requestTimeoutMs: 60_000, failed })
    let handle: Parameters<typeof http.mount>[1]
    http.mount('/ocpi', (request) => handle(request))
    const url = await http.listen(0, '127.0.0.1')
    const { pageLimit = 100, bodyLimit = 4_000_000 } = settings
    handle = createPipeline({
      directory,
      handlers: moduleHandlers({
        database,
        writer: own.writer,
        directory,
        secrets,
        bodies: bodyTexts(),
        events,
        clock: systemClock,
        prices,
        pageLimit,
      }),
      events,
      clock: systemClock,
      ids: randomIds,
      publicUrl: url,
      bodyLimit,
      limits: rateLimit(0, systemClock),
      seen: () => undefined,
    })
    const peer = (id: string) => {
      const version = partners.find((partner) => partner.id === id)?.version
      return new Peer(`${url}/ocpi/${version}`, `token-of-${id}`)
    }
    server = { url, own, peer }
    close = async () => {
      await http.close(1000)
      await prices.close()
      await own.writer.close()
    }
  })
  afterAll(() => close())
  return () => server
}
