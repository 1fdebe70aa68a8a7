import { describe, expect, it } from 'vitest'
import type { FeedEntry } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import type { ToldChange } from './change.ts'
import { type ChangesFilter, type Part, RecentChanges } from './recent.ts'
import { type ChangeSource, ChangeStream } from './stream.ts'

const change = (position: number, size = 10, id = `T${position}`): ToldChange => ({
  entry: { position, deleted: false, key: rowKey('tariffs', 'NL', 'ABC', id) } as FeedEntry,
  module: 'tariffs',
  own: true,
  object: {},
  members: `"at":${position},"x":"${'x'.repeat(size)}"}`,
  parties: ['NL-ABC'],
})

/** A feed in memory: its table, and what is kept of its end. */
class Feed implements ChangeSource {
  changes: ToldChange[] = []
  readonly reads: number[] = []
  readonly streams: ChangeStream[] = []
  private recent = new RecentChanges(0)
  private end = 0
  get position() {
    return this.end
  }
  next(...asked: Parameters<RecentChanges['next']>) {
    return this.recent.next(...asked)
  }
  read = async (after: number): Promise<Part> => {
    this.reads.push(after)
    const changes = this.changes.filter(({ entry }) => entry.position > after).slice(0, 50)
    return { changes, end: changes.length < 50 ? this.end : changes.at(-1)!.entry.position }
  }
  /** Written, and told to whoever listens. */
  add(end: number, ...changes: ToldChange[]): void {
    const ids = new Set(changes.map(({ entry }) => entry.key.id))
    this.changes = [...this.changes.filter(({ entry }) => !ids.has(entry.key.id)), ...changes]
    this.recent.add({ changes, end })
    this.end = end
    for (const stream of this.streams) stream.wake()
  }
  /** As after a start: what was written before is in the table alone. */
  forget(): void {
    this.recent.forget(this.end)
  }
}

const everything = { modules: undefined, parties: undefined, own: undefined }
function open(feed: Feed, position = 0, filter: ChangesFilter = everything, more = {}): ChangeStream {
  const stream = new ChangeStream(feed, filter, { epoch: 'e', position, ...more })
  feed.streams.push(stream)
  return stream
}

/** What the stream has said so far: the changes by their positions, and the last event id. */
function reader(stream: ChangeStream) {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return {
    positions: () => [...text.matchAll(/"at":(\d+)/g)].map(([, at]) => Number(at)),
    lastId: () => [...text.matchAll(/^id: e\.(\d+)/gm)].map(([, id]) => Number(id)).at(-1),
  }
}
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('a listener', () => {
  it('at the end of the feed is told without a read of its own', async () => {
    const feed = new Feed()
    feed.add(7)
    const heard = reader(open(feed, 7))
    await turns()
    feed.add(9, change(8), change(9))
    await turns()
    expect(heard.positions()).toEqual([8, 9])
    expect(heard.lastId()).toBe(9)
    expect(feed.reads).toEqual([])
  })

  it('is told the bytes that all are told who stand where it stands and want the same', async () => {
    const feed = new Feed()
    const own = { ...everything, own: true }
    const streams = [open(feed), open(feed), open(feed, 0, own), open(feed, 0, { ...own })]
    const told: Buffer[][] = streams.map(() => [])
    for (const [index, stream] of streams.entries()) stream.on('data', (chunk: Buffer) => told[index]!.push(chunk))
    await turns()
    feed.add(2, change(1), { ...change(2), own: false })
    await turns()
    const [a, b, c, d] = told.map((chunks) => chunks.at(-1)!)
    expect(a!.toString()).toContain('"at":2')
    expect(b).toBe(a)
    expect(c!.toString()).not.toContain('"at":2')
    expect(d).toBe(c)
  })

  it('that takes nothing has nothing kept for it, and is told each object once, as it is then', async () => {
    const feed = new Feed()
    const stream = open(feed)
    await turns()
    for (let position = 1; position <= 200; position++)
      feed.add(position, change(position, 40_000, `T${position % 150}`))
    await turns()
    expect(stream.readableLength).toBeLessThan(200_000)
    expect(stream.blockedSince).toBeDefined()
    const before = [...(await feed.read(0)).changes]
    expect(before).toHaveLength(50)
    const heard = reader(stream)
    await turns(2_000)
    // What it had taken by then, and from there on what is the newest.
    const positions = heard.positions()
    const taken = positions.findIndex((position) => position > 50)
    expect(taken).toBeLessThan(5)
    expect(positions.slice(taken)).toEqual(Array.from({ length: 150 }, (_, index) => index + 51))
    expect(stream.blockedSince).toBeUndefined()
  })

  it('that is far behind reads the table, then goes on with the others', async () => {
    const feed = new Feed()
    for (let position = 1; position <= 120; position++) feed.add(position, change(position))
    feed.forget()
    const heard = reader(open(feed, 3))
    await turns()
    expect(feed.reads).toEqual([3, 53, 103])
    feed.add(121, change(121))
    await turns()
    expect(heard.positions()).toEqual(Array.from({ length: 118 }, (_, index) => index + 4))
    expect(feed.reads).toHaveLength(3)
  })

  it('that has read ahead of what is told to the others is told nothing twice', async () => {
    const feed = new Feed()
    feed.add(1, change(1))
    feed.forget()
    feed.changes.push(change(2), change(3))
    feed.read = async (after) => ({ changes: feed.changes.filter(({ entry }) => entry.position > after), end: 3 })
    const heard = reader(open(feed))
    await turns()
    expect(heard.positions()).toEqual([1, 2, 3])
    feed.add(4, change(2), change(3), change(4))
    await turns()
    expect(heard.positions()).toEqual([1, 2, 3, 4])
    expect(heard.lastId()).toBe(4)
  })

  it('resumes behind everything that was left out after the change it saw last', async () => {
    const feed = new Feed()
    const heard = reader(open(feed, 0, { ...everything, own: true }))
    await turns()
    feed.add(6, change(2), { ...change(5), own: false }, { ...change(6), own: false })
    await turns()
    expect(heard.positions()).toEqual([2])
    expect(heard.lastId()).toBe(6)
  })

  it('is not told of what was deleted before it began, and of what was deleted since', async () => {
    const feed = new Feed()
    const gone = (position: number): ToldChange => {
      const one = change(position)
      return { ...one, entry: { ...one.entry, deleted: true } }
    }
    feed.add(5, gone(1), change(2), gone(5))
    const heard = reader(open(feed, 0, everything, { walkEnd: 3 }))
    await turns()
    expect(heard.positions()).toEqual([2, 5])
  })

  it('is let go when the feed cannot be read; it comes back by itself', async () => {
    const feed = new Feed()
    feed.add(3, change(3))
    feed.forget()
    feed.read = async () => {
      throw new Error('the database is away')
    }
    const stream = open(feed)
    const failed = new Promise((resolve) => stream.once('error', resolve))
    stream.resume()
    expect(await failed).toMatchObject({ message: 'the database is away' })
    expect(stream.destroyed).toBe(true)
  })
})

describe('the end of the feed in memory', () => {
  const evse = (position: number, location: string) => {
    const one = change(position)
    return { ...one, module: 'locations', entry: { ...one.entry, key: rowKey('evses', 'NL', 'ABC', location, 'E') } }
  }
  const location = (position: number, id: string) => {
    const one = change(position)
    return { ...one, module: 'locations', entry: { ...one.entry, key: rowKey('locations', 'NL', 'ABC', id) } }
  }
  const told = (recent: RecentChanges, position: number) => {
    const frame = recent.next(everything, 'all', { epoch: 'e', position })
    return frame && [...(frame.bytes?.toString() ?? '').matchAll(/"at":(\d+)/g)].map(([, at]) => Number(at))
  }

  it('has each object once, and an EVSE not before the location that is told whole', () => {
    const recent = new RecentChanges(0)
    recent.add({ changes: [change(1, 10, 'A'), change(2, 10, 'B'), evse(3, 'L1'), evse(4, 'L2')], end: 4 })
    recent.add({ changes: [change(5, 10, 'A'), location(6, 'L1')], end: 6 })
    expect(told(recent, 0)).toEqual([2, 4, 5, 6])
    recent.add({ changes: [evse(7, 'L1')], end: 7 })
    expect(told(recent, 0)).toEqual([2, 4, 5, 6, 7])
  })

  it('is bounded, and says when what somebody needs is not there any more', () => {
    const recent = new RecentChanges(0)
    for (let position = 1; position <= 5_000; position++) recent.add({ changes: [change(position)], end: position })
    expect(told(recent, 2_999)).toBeUndefined()
    expect(told(recent, 3_000)).toEqual(expect.arrayContaining([3_001]))
    recent.add({ changes: [change(5_001, 6_000_000)], end: 5_001 })
    expect(told(recent, 5_000)).toBeUndefined()
    expect(told(recent, 5_001)).toEqual([])
  })
})
