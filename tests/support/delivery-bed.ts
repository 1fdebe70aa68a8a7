import { canonical } from '../../packages/ocpi/src/canonical.ts'
import { randomIds } from '../../packages/server/src/clock.ts'
import { createEvents, type Events } from '../../packages/server/src/events.ts'
import { createDelivery, type Delivery, type DeliverySettings } from '../../packages/server/src/feed/delivery.ts'
import { defaultHealth } from '../../packages/server/src/feed/health.ts'
import { FeedTail } from '../../packages/server/src/feed/tail.ts'
import { createSharing } from '../../packages/server/src/hub/sharing.ts'
import { createLog } from '../../packages/server/src/log.ts'
import { bodyTexts } from '../../packages/server/src/modules/body-texts.ts'
import { knownPrices } from '../../packages/server/src/modules/price-groups/known-prices.ts'
import { storePatch, storeRemoval, storeWhole } from '../../packages/server/src/modules/store.ts'
import type { Place } from '../../packages/server/src/modules/writing.ts'
import { createOutbound } from '../../packages/server/src/outbound/create-outbound.ts'
import { guardedTransport } from '../../packages/server/src/outbound/guarded-transport.ts'
import type { Outbound } from '../../packages/server/src/outbound.ts'
import type { Directory } from '../../packages/server/src/partners/directory.ts'
import { memoryDirectory } from '../../packages/server/src/partners/memory-directory.ts'
import {
  defaultPartnerSettings,
  type Partner,
  type PartnerSettings,
  type Role,
} from '../../packages/server/src/partners/partner.ts'
import { partnerStore } from '../../packages/server/src/partners/partner-store.ts'
import { createSecrets, PARTNER_TOKEN } from '../../packages/server/src/partners/secrets.ts'
import { PARTNERS_CHANNEL, type PartnerService, partnerService } from '../../packages/server/src/partners/service.ts'
import { partyFromKey } from '../../packages/server/src/party.ts'
import type { Database, Queryable } from '../../packages/server/src/storage/database.ts'
import { feedState } from '../../packages/server/src/storage/objects.ts'
import { GroupWriter } from '../../packages/server/src/storage/writer.ts'
import type { Engine } from './databases.ts'
import { HubTerms } from './hub-terms.ts'
import { PartnerSink } from './partner-sink.ts'
import { until } from './until.ts'

/** Frozen, unless a test moves it. */
export class TestClock {
  #now: number
  constructor(at = '2026-02-01T00:00:00.000Z') {
    this.#now = Date.parse(at)
  }
  now(): Date {
    return new Date(this.#now)
  }
  forward(seconds: number): void {
    this.#now += seconds * 1000
  }
}

export interface SinkPartner {
  readonly id: string
  readonly sink: PartnerSink
}

export interface PartnerOptions {
  readonly version?: string
  /** `NL-XYZ:EMSP`. */
  readonly roles?: readonly string[]
  readonly modules?: readonly string[]
  readonly settings?: Partial<PartnerSettings>
  readonly more?: Partial<Partner>
}

const quick: Partial<DeliverySettings> = {
  leaseMs: 3000,
  cursorMs: 20,
  tickMs: 10,
  dueMs: 20,
  figuresMs: 250,
  stopMs: 500,
  health: { ...defaultHealth, firstMs: 1000, mostMs: 8000 },
  random: () => 1,
}

/** A process that was killed reaches the database no more; for the others it is as if it were gone. */
class Cuttable implements Database {
  readonly engine: Database['engine']
  readonly schema: string
  readonly #database: Database
  #isCut = false

  constructor(database: Database) {
    this.#database = database
    this.engine = database.engine
    this.schema = database.schema
  }

  cut(): void {
    this.#isCut = true
  }

  async query<R>(text: string, values?: readonly unknown[]): Promise<{ rows: R[] }> {
    return await this.#alive().query<R>(text, values)
  }

  async transaction<T>(work: (tx: Queryable, opened: readonly unknown[]) => Promise<T>, opening?: string): Promise<T> {
    return await this.#alive().transaction(work, opening)
  }

  async listen(channel: string, heard: () => void): Promise<() => Promise<void>> {
    return await this.#alive().listen(channel, () => {
      if (!this.#isCut) heard()
    })
  }

  async notify(channel: string): Promise<void> {
    if (!this.#isCut) await this.#database.notify(channel)
  }

  async close(): Promise<void> {}

  #alive(): Database {
    if (this.#isCut) throw new Error('the process was killed')
    return this.#database
  }
}

interface Inner {
  readonly database: Cuttable
  readonly close: () => Promise<void>
  /** Breaks off requests under way. */
  readonly cutOff: () => Promise<void>
}

/** One process: its tail, directory, way out and delivery over a database. Waits are short; backing off follows the clock. */
export class DeliveryProcess {
  readonly directory: Directory
  readonly delivery: Delivery
  readonly tail: FeedTail
  readonly events: Events
  readonly service: PartnerService
  readonly lines: string[]
  readonly #inner: Inner
  #isOver = false

  private constructor(
    parts: Pick<DeliveryProcess, 'directory' | 'delivery' | 'tail' | 'events' | 'service' | 'lines'>,
    inner: Inner,
  ) {
    this.#inner = inner
    this.directory = parts.directory
    this.delivery = parts.delivery
    this.tail = parts.tail
    this.events = parts.events
    this.service = parts.service
    this.lines = parts.lines
  }

  static async start(
    bed: DeliveryBed,
    {
      settings = {},
      timeoutMs = 20_000,
      maxBytes,
    }: { settings?: Partial<DeliverySettings>; timeoutMs?: number; maxBytes?: number } = {},
  ): Promise<DeliveryProcess> {
    const { clock, writer } = bed
    const database = new Cuttable(bed.database)
    const lines: string[] = []
    const events = createEvents(createLog({ level: 'info', to: { write: (line) => lines.push(line) } }))
    const secrets = createSecrets(bed.secretKey)
    const store = partnerStore(database)
    const directory = await memoryDirectory({
      store,
      clock,
      secrets,
      failed: (error) => events.failed('directory', error),
    })
    const unlisten = await database.listen(PARTNERS_CHANNEL, () => void directory.reload().catch(() => undefined))
    const transport = guardedTransport({ allowPrivate: true })
    const made = createOutbound({
      directory,
      transport: transport.send,
      events,
      ids: randomIds,
      ...(maxBytes !== undefined && { maxBytes }),
    })
    const outbound: Outbound = { call: (partner, request) => made.call(partner, { timeoutMs, ...request }) }
    const service = partnerService({
      database,
      store,
      directory,
      writer,
      transport: transport.send,
      events,
      clock,
      ids: randomIds,
      secrets,
      publicUrl: 'http://127.0.0.1:1',
      addressRules: { allowPrivate: true },
    })
    const tail = new FeedTail(database, { pollMs: 100 })
    await tail.start()
    const prices = await knownPrices({ database, failed: (error) => events.failed('prices', error) })
    const delivery = createDelivery(
      {
        database,
        tail,
        writer,
        directory,
        bodies: bodyTexts(),
        prices,
        sharing: createSharing({ directory, agreements: bed.terms, announced: bed.terms }),
        outbound,
        events,
        clock,
        ids: randomIds,
        setStatus: service.setStatus,
      },
      { ...quick, ...settings },
    )
    await delivery.start()
    return new DeliveryProcess(
      { directory, delivery, tail, events, service, lines },
      {
        database,
        cutOff: () => transport.close(),
        close: async () => {
          await tail.close()
          await prices.close()
          await unlisten()
          await transport.close()
        },
      },
    )
  }

  /** As kill -9 does: requests under way break off, nothing is written down, nothing is given back. */
  async kill(): Promise<void> {
    this.#isOver = true
    this.#inner.database.cut()
    await this.#inner.cutOff()
    await this.delivery.stop().catch(() => undefined)
    await this.#inner.close().catch(() => undefined)
  }

  async stop(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await this.delivery.stop()
    await this.#inner.close()
  }

  /** Everything that was written up to now has been told to the partner, parked, or passed over. */
  async settled(partner: string): Promise<void> {
    await until(async () => {
      const { position } = await feedState(this.#inner.database)
      const lanes = this.delivery.lanes().filter((lane) => lane.partner === partner)
      return lanes.length > 0 && lanes.every(({ cursor }) => cursor >= position)
    })
    await this.delivery.flush()
  }

  /** How far the partner's lanes are behind the feed as this process knows it. */
  lag(partner: string): number {
    return Math.max(0, ...this.delivery.lanes().flatMap((lane) => (lane.partner === partner ? [lane.lag] : [])))
  }
}

/** A database with own parties, and partners that are sinks. */
export class DeliveryBed {
  readonly clock = new TestClock()
  /** Of a bed with a hub party. */
  readonly terms = new HubTerms()
  readonly secretKey = 'a key for tests that is long enough'
  readonly database: Database
  readonly writer: GroupWriter
  readonly #processes: DeliveryProcess[] = []
  readonly #sinks: PartnerSink[] = []

  private constructor(database: Database) {
    this.database = database
    this.writer = new GroupWriter(database, { now: () => this.clock.now() })
  }

  /** Own parties such as `NL-ABC:CPO`. */
  static async open(engine: Engine, own: readonly string[] = ['NL-ABC:CPO']): Promise<DeliveryBed> {
    const bed = new DeliveryBed(await engine.open())
    for (const party of own) {
      const [key = '', roles = ''] = party.split(':')
      await partnerStore(bed.database).putOwnParty({
        ...partyFromKey(key),
        roles: roles.split('+') as Role[],
        businessDetails: { name: key },
      })
    }
    return bed
  }

  async process(options?: Parameters<typeof DeliveryProcess.start>[1]): Promise<DeliveryProcess> {
    const started = await DeliveryProcess.start(this, options)
    this.#processes.push(started)
    return started
  }

  /** A registered partner; everybody's directory learns of it. */
  async partner(id: string, options: PartnerOptions = {}): Promise<SinkPartner> {
    const sink = new PartnerSink()
    await sink.start()
    this.#sinks.push(sink)
    const { version = '2.3.0', roles = ['NL-XYZ:EMSP'], settings = {}, more = {} } = options
    const modules = options.modules ?? ['tariffs', 'locations', 'tokens', 'sessions', 'cdrs']
    await this.store({
      id,
      name: id,
      status: 'registered',
      version,
      versionsUrl: `${sink.url}/versions`,
      roles: roles.map((party) => {
        const [key = '', role = ''] = party.split(':')
        return { ...partyFromKey(key), role: role as Role, businessDetails: { name: key } }
      }),
      hubParty: null,
      endpoints: modules.map((identifier) => ({
        identifier,
        role: 'RECEIVER' as const,
        url: `${sink.url}/${identifier}`,
      })),
      parties: '*',
      settings: { ...defaultPartnerSettings, ...settings },
      lastSeen: null,
      createdAt: this.clock.now().toISOString(),
      ...more,
    })
    return { id, sink }
  }

  async store(partner: Partner): Promise<void> {
    const token = createSecrets(this.secretKey).seal(PARTNER_TOKEN, `token-of-${partner.id}`)
    await partnerStore(this.database).putPartner(partner, token)
    await this.database.notify(PARTNERS_CHANNEL)
  }

  async change(id: string, changes: Partial<Partner>): Promise<void> {
    const found = (await partnerStore(this.database).partners()).find(({ partner }) => partner.id === id)
    await this.store({ ...found!.partner, ...changes })
  }

  /** An own object, or one of a partner. */
  whole(module: string, object: object, by: Partner | null = null, place?: Place) {
    return this.writer.write(
      storeWhole(
        module,
        {
          version: canonical,
          object: object as Record<string, unknown>,
          partner: by,
          source: by ? 'push' : 'own',
          correlationId: null,
        },
        place,
      ),
    )
  }

  patch(module: string, place: Place, fields: object, by: Partner | null = null) {
    return this.writer.write(
      storePatch(module, place, {
        version: canonical,
        object: fields as Record<string, unknown>,
        partner: by,
        source: by ? 'push' : 'own',
        correlationId: null,
      }),
    )
  }

  remove(module: string, place: Place, at: string, by: Partner | null = null) {
    const source = by ? 'push' : 'own'
    return this.writer.write(storeRemoval(module, place, { partner: by, source, correlationId: null, at }))
  }

  async close(): Promise<void> {
    for (const process of this.#processes) await process.stop()
    await this.writer.close()
    for (const sink of this.#sinks) await sink.stop()
  }
}
