import { afterAll, beforeAll } from 'vitest'
import type { Version } from '../../packages/ocpi/src/define/version.ts'
import { versionOf } from '../../packages/ocpi/src/versions.ts'
import {
  type Incoming,
  type Place,
  type Removal,
  type Stored,
  storePatch,
  storeRemoval,
  storeWhole,
} from '../../packages/server/src/modules/store.ts'
import { defaultPartnerSettings, type Partner, type Role } from '../../packages/server/src/partners/partner.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { feedState, getRow } from '../../packages/server/src/storage/objects.ts'
import { type Row, rowKey } from '../../packages/server/src/storage/row.ts'
import { GroupWriter } from '../../packages/server/src/storage/writer.ts'
import type { Engine } from './databases.ts'

export const version = (number: string): Version => versionOf(number)!

/** A registered partner with parties such as `NL-ABC:CPO`. */
export function partner(id: string, parties: readonly string[], more: Partial<Partner> = {}): Partner {
  return {
    id,
    name: id,
    status: 'registered',
    version: '2.3.0',
    versionsUrl: `https://${id}.example/ocpi/versions`,
    roles: parties.map((party) => {
      const [key = '', role = 'CPO'] = party.split(':')
      const [countryCode = '', partyId = ''] = key.split('-')
      return { countryCode, partyId, role: role as Role, businessDetails: { name: id } }
    }),
    hubParty: null,
    endpoints: [],
    parties: '*',
    settings: defaultPartnerSettings,
    lastSeen: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  }
}

type Sent = Partial<Omit<Incoming, 'object' | 'version'>> & { version?: string; place?: Place }

/** Objects written through the GroupWriter of a real database, the way handlers, crawls and the backend API do it. */
export class ObjectStore {
  readonly database: Database
  readonly writer: GroupWriter
  /** Who sends, unless a test says otherwise; null: own writes. */
  readonly by: Partner | null

  constructor(database: Database, by: Partner | null) {
    this.database = database
    this.writer = new GroupWriter(database)
    this.by = by
  }

  whole(module: string, object: object, sent: Sent = {}): Promise<Stored> {
    return this.write(() => storeWhole(module, this.incoming(object, sent), sent.place))
  }

  patch(module: string, place: Place, object: object, sent: Sent = {}): Promise<Stored> {
    return this.write(() => storePatch(module, place, this.incoming(object, sent)))
  }

  remove(module: string, place: Place, removal: Partial<Removal> = {}): Promise<Stored> {
    const { by } = this
    const given = { partner: by, source: by ? ('push' as const) : ('own' as const), correlationId: null }
    return this.write(() => storeRemoval(module, place, { ...given, at: '2026-02-01T00:00:00Z', ...removal }))
  }

  /** As it is read by others; undefined when there is none, or it was deleted. */
  async row(module: string, place: Place): Promise<Row | undefined> {
    const { countryCode, partyId, id, evseUid, tokenType } = place
    const key =
      evseUid === undefined
        ? rowKey(module, countryCode, partyId, id, module === 'tokens' ? (tokenType ?? 'RFID') : '')
        : rowKey('evses', countryCode, partyId, id, evseUid)
    const row = await getRow(this.database, key)
    return row?.deleted ? undefined : row
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind
  async object(module: string, place: Place): Promise<any> {
    const row = await this.row(module, place)
    return row && JSON.parse(row.text)
  }

  async position(): Promise<number> {
    return (await feedState(this.database)).position
  }

  private incoming(object: object, { place: _place, version: number = '2.3.0', ...sent }: Sent): Incoming {
    const { by } = this
    return {
      version: version(number),
      object: object as Record<string, unknown>,
      partner: by,
      source: by ? 'push' : 'own',
      correlationId: null,
      ...sent,
    }
  }

  private async write(make: () => Parameters<GroupWriter['write']>[0]): Promise<Stored> {
    return (await this.writer.write(make())) as Stored
  }
}

/** A store in a fresh schema for the tests of one block. */
export function objectStore(engine: Engine, by: Partner | null): () => ObjectStore {
  let store: ObjectStore
  beforeAll(async () => {
    store = new ObjectStore(await engine.open(), by)
  })
  afterAll(() => store.writer.close())
  return () => store
}

let number = 0

/** An id of its own for each test, the place it names, and the places of its EVSEs and connectors. */
export function freshLocation() {
  const id = `L${++number}`
  const place: Place = { countryCode: 'NL', partyId: 'ABC', id }
  const at = (evseUid: string, connectorId?: string): Place =>
    connectorId === undefined ? { ...place, evseUid } : { ...place, evseUid, connectorId }
  return { id, place, at }
}
