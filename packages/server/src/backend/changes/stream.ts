import { Readable } from 'node:stream'
import type { FeedEntry } from '../../storage/objects.ts'
import type { AskedQuestion } from '../question-board.ts'
import type { ToldChange } from './change.ts'
import { type Cursor, positionText } from './position.ts'

export interface ChangesFilter {
  readonly modules: readonly string[] | undefined
  /** Keys of parties, upper case. */
  readonly parties: readonly string[] | undefined
  readonly own: boolean | undefined
}

/** Where a stream reads when it is not at the feed's end. */
export interface ChangeSource {
  /** Everything up to here was handed to the streams that listen. */
  readonly position: number
  read(after: number, limit: number, modules: readonly string[] | undefined): Promise<FeedEntry[]>
  tell(entries: readonly FeedEntry[]): readonly ToldChange[]
}

/** Read at once by a stream that has to catch up; as many changes wait in it at most. */
const BATCH = 50
/** Bytes that may wait for the network. */
const BUFFER = 64 * 1024

/**
 * One listener. At the feed's end it is handed what all listeners get; once it does not keep up nothing is kept for it:
 * it reads the table from where it stands, each object once at its newest state, as soon as it takes more.
 */
export class ChangeStream extends Readable {
  private readonly source: ChangeSource
  private readonly wanting: ChangesFilter
  private cursor: Cursor
  private pending: { readonly changes: readonly ToldChange[]; readonly end: number } | undefined
  private wanted = false
  private reading = false
  /** When it stopped taking more, in milliseconds; undefined while it takes. */
  blockedSince: number | undefined

  constructor(source: ChangeSource, filter: ChangesFilter, cursor: Cursor) {
    super({ highWaterMark: BUFFER })
    this.source = source
    this.wanting = filter
    this.cursor = cursor
    // Said at once, so that whoever loses the connection before the first change resumes from here.
    this.say(`retry: 2000\nid: ${positionText(cursor)}\n\n`)
  }

  /** The next part of the feed, from `after` on. Passed over by a stream that stands elsewhere: it reads for itself. */
  hand(changes: readonly ToldChange[], after: number, end: number): void {
    if (this.reading || this.pending || this.cursor.position < after) {
      void this.fill()
      return
    }
    if (!this.wanted || end <= this.cursor.position) return
    this.give(changes, end)
    // What did not fit is read again from the table: nothing is kept for a slow listener.
    this.pending = undefined
  }

  /** Somebody waits for the answer. It moves no position; a listener that does not read is not asked. */
  ask({ id, type, party, data, askedAt, expiresAt }: AskedQuestion): void {
    if (this.destroyed || this.readableLength >= BUFFER) return
    const position = positionText(this.cursor)
    const [country_code, party_id] = party.split('-')
    const asked = { type, asked_at: askedAt, expires_at: expiresAt, data }
    const change = {
      position,
      module: 'questions',
      country_code,
      party_id,
      id,
      kind: 'question',
      own: true,
      object: asked,
    }
    this.say(`id: ${position}\ndata: ${JSON.stringify(change)}\n\n`)
  }

  heartbeat(): void {
    if (this.wanted && !this.pending && !this.reading) this.say(`: still here\nid: ${positionText(this.cursor)}\n\n`)
  }

  override _read(): void {
    this.wanted = true
    this.blockedSince = undefined
    void this.fill()
  }

  private async fill(): Promise<void> {
    if (this.reading) return
    this.reading = true
    try {
      while (this.wanted && !this.destroyed) {
        const rest = this.pending
        this.pending = undefined
        if (rest) this.give(rest.changes, rest.end)
        // Asked here, in the same breath as `reading` is cleared: a part handed over in between would be lost.
        else if (this.cursor.position >= this.source.position) break
        else await this.readMore()
      }
    } catch (error) {
      this.destroy(error as Error)
    } finally {
      this.reading = false
    }
  }

  private async readMore(): Promise<void> {
    const { position: end } = this.source
    const { position } = this.cursor
    const { modules } = this.wanting
    const rows = modules?.includes('locations') ? [...modules, 'evses'] : modules
    const entries = await this.source.read(position, BATCH, rows)
    // A read that was not cut short saw everything up to the end there was before it.
    const reached = Math.max(entries.at(-1)?.position ?? 0, entries.length < BATCH ? end : 0)
    this.give(this.source.tell(entries), reached)
  }

  /** Tells what fits; the rest is pending. Everything up to `end` is among the changes. */
  private give(changes: readonly ToldChange[], end: number): void {
    const wanted = changes.filter((change) => this.wants(change))
    for (const [index, change] of wanted.entries()) {
      if (!this.wanted) {
        this.pending = { changes: wanted.slice(index), end }
        return
      }
      // The position that is told covers what was left out behind this change, so that nobody has to look again.
      const next = wanted[index + 1]?.entry.position
      this.cursor = { ...this.cursor, position: next === undefined ? end : next - 1 }
      const position = positionText(this.cursor)
      this.say(`id: ${position}\ndata: {"position":"${position}",${change.members}\n\n`)
    }
    if (wanted.length === 0) this.cursor = { ...this.cursor, position: end }
  }

  private wants({ entry, module, own, parties }: ToldChange): boolean {
    const { position, walkEnd } = this.cursor
    if (entry.position <= position) return false
    if (entry.deleted && walkEnd !== undefined && entry.position <= walkEnd) return false
    const filter = this.wanting
    if (filter.own !== undefined && filter.own !== own) return false
    if (filter.modules && !filter.modules.includes(module)) return false
    return !filter.parties || filter.parties.some((party) => parties.includes(party))
  }

  private say(text: string): void {
    if (this.destroyed || this.push(text)) return
    this.wanted = false
    this.blockedSince ??= Date.now()
  }
}
