import type { Source } from '../../packages/server/src/storage/feed-state.ts'
import { listRows, tail } from '../../packages/server/src/storage/objects.ts'
import { keyText, type Row, type RowKey, rowKey } from '../../packages/server/src/storage/row.ts'
import type { Change, GroupWriter } from '../../packages/server/src/storage/writer.ts'

export const noon = '2026-01-31T12:00:00Z'

type Fields = Partial<Omit<Change, 'key' | 'text'>> & { body?: object; text?: string }

/** A change of any module, small but complete. `body` is what the test is about; `last_updated` is added to it. */
export function change(key: RowKey, { body = {}, text, ...fields }: Fields = {}): Change {
  const lastUpdated = fields.lastUpdated ?? noon
  return {
    version: '2.3.0',
    partner: null,
    ...fields,
    key,
    lastUpdated,
    text: text ?? JSON.stringify({ ...body, last_updated: lastUpdated }),
  }
}

export const sessionKey = (id: string, party = 'ABC'): RowKey => rowKey('sessions', 'NL', party, id)
export const locationKey = (id: string, party = 'ABC'): RowKey => rowKey('locations', 'NL', party, id)
export const evseKey = (id: string, uid: string, party = 'ABC'): RowKey => rowKey('evses', 'NL', party, id, uid)

/** Puts one object and returns its row as it then stands, and whether it moved. */
export function put(writer: GroupWriter, one: Change): Promise<Row & { moved: boolean }> {
  return writer.write({
    load: [one.key],
    apply: (view) => {
      const moved = view.put(one)
      return { ...view.get(one.key)!, moved }
    },
  })
}

/** Puts objects in the order given, in one write. */
export function putAll(writer: GroupWriter, changes: readonly Change[]): Promise<boolean[]> {
  return writer.write({ load: changes.map(({ key }) => key), apply: (view) => changes.map((one) => view.put(one)) })
}

/** A reader of the feed that remembers what it saw last of each object. */
export class Follower {
  readonly seen = new Map<string, number>()
  readonly positions: number[] = []
  position = 0
  private readonly db: Source
  private readonly limit: number

  constructor(db: Source, limit = 500) {
    this.db = db
    this.limit = limit
  }

  /** One page further. Returns how much it brought. */
  async step(): Promise<number> {
    const entries = await tail(this.db, this.position, this.limit)
    for (const entry of entries) {
      this.seen.set(keyText(entry.key), entry.position)
      this.positions.push(entry.position)
      this.position = entry.position
    }
    return entries.length
  }

  async toEnd(): Promise<void> {
    while ((await this.step()) > 0);
  }

  /** Rows of the table whose last change this reader stepped past: empty when nothing was lost. */
  async missed(modules: readonly string[] = ['sessions', 'evses', 'locations', 'tariffs']): Promise<string[]> {
    const rows: Row[] = []
    for (const module of modules) {
      for (const deleted of [false, true]) {
        rows.push(...(await listRows(this.db, { module, deleted }, { limit: 100_000 })))
      }
    }
    return rows
      .filter((row) => this.seen.get(keyText(row.key)) !== row.position)
      .map((row) => keyText(row.key).replaceAll('\u0000', ' '))
  }
}
