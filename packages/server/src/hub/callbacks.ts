// Results that come later: which short id of ours leads to which response_url, for whom and until when.

import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { every, type Loop } from '../feed/loop.ts'
import type { Database } from '../storage/database.ts'

export interface Callback {
  readonly id: string
  /** Of who asked. */
  readonly url: string
  /** The connection that asked, and its party. */
  readonly asker: string
  readonly askerParty: string
  /** The connection that may send the result, and its party. */
  readonly answerer: string
  readonly answererParty: string
  /** Of a RESERVE_NOW: found again by CANCEL_RESERVATION. */
  readonly reservation: string | null
  readonly deadline: Date
  /** Digests of the results that have arrived. */
  readonly delivered: readonly string[]
}

export type NewCallback = Omit<Callback, 'delivered'>

export interface Callbacks {
  /** Resolves when it is stored: the result may come before the answer does (T-59). */
  add(callback: NewCallback): Promise<void>
  find(id: string): Promise<Callback | undefined>
  /** Never earlier than it was. */
  extend(id: string, deadline: Date): Promise<void>
  delivered(id: string, digest: string): Promise<void>
  /** Party that was asked for a reservation last. */
  reservedAt(asker: string, askerParty: string, reservation: string): Promise<string | undefined>
  start(): void
  stop(): Promise<void>
  /** Removes what is over. */
  sweep(): Promise<void>
}

/** 128 bits in the alphabet of URLs. */
export const newCallbackId = (): string => randomBytes(16).toString('base64url')
export const isCallbackId = (text: string | undefined): text is string => /^[A-Za-z0-9_-]{22}$/.test(text ?? '')

const SWEEP_MS = 60_000
/** For so long after its deadline a result is told that it came too late, and not that nobody knows it. */
const REMEMBERED_MS = 3_600_000
/** Different results of one request. */
const MOST_RESULTS = 20

interface Stored extends Omit<Callback, 'deadline'> {
  /** Seconds. */
  readonly deadline: number
}

export function callbackStore(database: Database, clock: Clock, failed: (error: unknown) => void): Callbacks {
  const table = `"${database.schema}".hub_callback`
  let waiting: { readonly callback: NewCallback; readonly done: (error?: unknown) => void }[] = []
  let writing = false
  let loop: Loop | undefined

  /** What comes while a statement is under way goes into the next one. */
  async function write(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const error = await insert(batch.map(({ callback }) => callback)).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      for (const { done } of batch) done(error)
    }
    writing = false
  }

  async function insert(batch: readonly NewCallback[]): Promise<void> {
    const column = (name: keyof NewCallback) => batch.map((callback) => callback[name])
    await database.query(
      `insert into ${table} (id, url, asker, asker_party, answerer, answerer_party, reservation, deadline)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::timestamptz[])`,
      [
        ...(['id', 'url', 'asker', 'askerParty', 'answerer', 'answererParty', 'reservation'] as const).map(column),
        batch.map(({ deadline }) => deadline.toISOString()),
      ],
    )
  }

  async function sweep(): Promise<void> {
    const before = new Date(clock.now().getTime() - REMEMBERED_MS)
    await database.query(`delete from ${table} where deadline < $1::timestamptz`, [before.toISOString()])
  }

  return {
    add: (callback) =>
      new Promise((resolve, reject) => {
        waiting.push({ callback, done: (error) => (error === undefined ? resolve() : reject(error)) })
        void write()
      }),
    async find(id) {
      const { rows } = await database.query<Stored>(
        `select id, url, asker, asker_party as "askerParty", answerer, answerer_party as "answererParty", reservation,
           extract(epoch from deadline)::float8 as deadline, delivered
         from ${table} where id = $1`,
        [id],
      )
      const [found] = rows
      return found && { ...found, deadline: new Date(found.deadline * 1000) }
    },
    async extend(id, deadline) {
      await database.query(`update ${table} set deadline = greatest(deadline, $2::timestamptz) where id = $1`, [
        id,
        deadline.toISOString(),
      ])
    },
    async delivered(id, digest) {
      await database.query(
        `update ${table} set delivered = delivered || $2::text
         where id = $1 and not $2::text = any(delivered) and cardinality(delivered) < ${MOST_RESULTS}`,
        [id, digest],
      )
    },
    async reservedAt(asker, askerParty, reservation) {
      const { rows } = await database.query<{ party: string }>(
        `select answerer_party as party from ${table}
         where asker = $1 and asker_party = $2 and reservation = $3 order by deadline desc limit 1`,
        [asker, askerParty, reservation],
      )
      return rows[0]?.party
    },
    start() {
      loop = every(SWEEP_MS, sweep, failed)
    },
    async stop() {
      await loop?.stop()
    },
    sweep,
  }
}
