import { Readable } from 'node:stream'
import type { AskedQuestion } from '../question-board.ts'
import { type Cursor, positionText } from './position.ts'
import { type ChangesFilter, type Frame, filterKey, frameOf, type Part, wantedOf } from './recent.ts'

/** Where streams read. */
export interface ChangeSource {
  /** Everything up to here may be told. */
  readonly position: number
  /** What comes next where the feed's end is in memory; undefined: it is not there any more. */
  next(filter: ChangesFilter, key: string, cursor: Cursor): Frame | undefined
  /** From the table. */
  read(after: number, modules: readonly string[] | undefined): Promise<Part>
}

/** Bytes that may wait for the network. */
const BUFFER = 64 * 1024

/**
 * One listener. It takes a frame at a time from where it stands: near the feed's end one that is made for all who want
 * the same, else of its own reading. Nothing is kept for one that does not keep up: as soon as it takes more it is told
 * each object once, at its newest state.
 */
export class ChangeStream extends Readable {
  private readonly source: ChangeSource
  private readonly wanting: ChangesFilter
  private readonly key: string
  private cursor: Cursor
  /** Read from the table and not told yet. */
  private rest: Part | undefined
  private wanted = false
  private filling = false
  /** When it stopped taking more, in milliseconds; undefined while it takes. */
  blockedSince: number | undefined

  constructor(source: ChangeSource, filter: ChangesFilter, cursor: Cursor) {
    super({ highWaterMark: BUFFER })
    this.source = source
    this.wanting = filter
    this.key = filterKey(filter)
    this.cursor = cursor
    // Said at once, so that whoever loses the connection before the first change resumes from here.
    this.say(`retry: 2000\nid: ${positionText(cursor)}\n\n`)
  }

  /** There is more in the feed. */
  wake(): void {
    if (this.wanted) void this.fill()
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
    if (this.wanted && !this.filling) this.say(`: still here\nid: ${positionText(this.cursor)}\n\n`)
  }

  override _read(): void {
    this.wanted = true
    this.blockedSince = undefined
    void this.fill()
  }

  private async fill(): Promise<void> {
    if (this.filling) return
    this.filling = true
    try {
      while (this.wanted && !this.destroyed) {
        if (this.rest) this.giveRest(this.rest)
        // Asked here, in the same breath as `filling` is cleared: a wake-up in between would be lost.
        else if (this.cursor.position >= this.source.position) break
        else {
          const frame = this.source.next(this.wanting, this.key, this.cursor)
          if (frame) this.give(frame)
          else {
            const part = await this.source.read(this.cursor.position, this.wanting.modules)
            this.giveRest(wantedOf(part, this.wanting, this.cursor))
          }
        }
      }
    } catch (error) {
      this.destroy(error as Error)
    } finally {
      this.filling = false
    }
  }

  private giveRest({ changes, end }: Part): void {
    const frame = frameOf({ changes, end }, this.cursor)
    this.rest = frame.count < changes.length ? { changes: changes.slice(frame.count), end } : undefined
    this.give(frame)
  }

  private give({ bytes, cursor }: Frame): void {
    this.cursor = cursor
    if (bytes) this.say(bytes)
  }

  private say(said: string | Buffer): void {
    if (this.destroyed || this.push(said)) return
    this.wanted = false
    this.blockedSince ??= Date.now()
  }
}
