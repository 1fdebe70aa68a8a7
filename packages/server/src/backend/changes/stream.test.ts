import { describe, expect, it } from 'vitest'
import type { FeedEntry } from '../../storage/objects.ts'
import type { ToldChange } from './change.ts'
import { type ChangeSource, ChangeStream } from './stream.ts'

const change = (position: number, size = 10): ToldChange => ({
  entry: { position, deleted: false } as FeedEntry,
  module: 'tariffs',
  own: true,
  object: {},
  members: `"at":${position},"x":"${'x'.repeat(size)}"}`,
  parties: ['NL-ABC'],
})

/** A feed in memory; entries stand for their changes. */
class Feed implements ChangeSource {
  readonly changes: ToldChange[] = []
  readonly reads: number[] = []
  position = 0
  read = async (after: number, limit: number): Promise<FeedEntry[]> => {
    this.reads.push(after)
    return this.changes
      .filter(({ entry }) => entry.position > after)
      .slice(0, limit)
      .map(({ entry }) => entry)
  }
  tell = (entries: readonly FeedEntry[]): readonly ToldChange[] =>
    this.changes.filter((one) => entries.includes(one.entry))
  add(...changes: ToldChange[]): void {
    this.changes.push(...changes)
  }
}

const everything = { modules: undefined, parties: undefined, own: undefined }
const open = (feed: Feed, position = 0) => new ChangeStream(feed, everything, { epoch: 'e', position })

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
  it('that has read ahead of what it is handed is told nothing twice', async () => {
    const feed = new Feed()
    const stream = open(feed)
    const heard = reader(stream)
    feed.add(change(1), change(2), change(3))
    feed.position = 1
    await turns()
    // It was behind, and its read saw more than was handed out by then.
    stream.hand([], 0, 1)
    await turns()
    expect(heard.positions()).toEqual([1, 2, 3])
    feed.add(change(4))
    feed.position = 4
    stream.hand([change(2), change(3), change(4)], 1, 4)
    await turns()
    expect(heard.positions()).toEqual([1, 2, 3, 4])
    expect(heard.lastId()).toBe(4)
  })

  it('at the end of the feed is told without a read of its own', async () => {
    const feed = new Feed()
    feed.position = 7
    const stream = open(feed, 7)
    const heard = reader(stream)
    await turns()
    feed.position = 9
    stream.hand([change(8), change(9)], 7, 9)
    await turns()
    expect(heard.positions()).toEqual([8, 9])
    expect(feed.reads).toEqual([])
  })

  it('that takes nothing has nothing kept for it, and reads on from where it stands', async () => {
    const feed = new Feed()
    const stream = open(feed)
    await turns()
    const big = 40_000
    for (let position = 1; position <= 200; position++) {
      feed.add(change(position, big))
      feed.position = position
      stream.hand([change(position, big)], position - 1, position)
    }
    await turns()
    expect(stream.readableLength).toBeLessThan(200_000)
    expect(stream.blockedSince).toBeDefined()
    const heard = reader(stream)
    await turns(2_000)
    expect(heard.positions()).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    expect(stream.blockedSince).toBeUndefined()
  })

  it('resumes behind everything that was left out after the change it saw last', async () => {
    const feed = new Feed()
    const other = { ...change(5), own: false }
    const stream = new ChangeStream(feed, { ...everything, own: true }, { epoch: 'e', position: 0 })
    const heard = reader(stream)
    feed.add(change(2), other, { ...change(6), own: false })
    feed.position = 6
    stream.hand([], 0, 6)
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
    feed.add(gone(1), change(2), gone(5))
    feed.position = 5
    const stream = new ChangeStream(feed, everything, { epoch: 'e', position: 0, walkEnd: 3 })
    const heard = reader(stream)
    await turns()
    expect(heard.positions()).toEqual([2, 5])
  })

  it('is let go when the feed cannot be read; it comes back by itself', async () => {
    const feed = new Feed()
    feed.position = 3
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
