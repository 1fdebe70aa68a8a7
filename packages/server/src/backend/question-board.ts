// Questions for backends that cannot be called: they hear them among the changes and answer with a call. Whichever process
// asks, whichever one the backend listens to, and whichever one it answers at.

import { randomUUID } from 'node:crypto'
import { partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import type { Question, QuestionAnswer } from './questions.ts'

export interface AskedQuestion {
  readonly id: string
  readonly type: string
  /** Our party that is asked, `NL-ABC`. */
  readonly party: string
  readonly data: unknown
  /** ISO 8601. */
  readonly askedAt: string
  readonly expiresAt: string
  readonly isAnswered: boolean
  readonly isOver: boolean
}

/** Who hears questions. */
export interface QuestionListener {
  /** Undefined: of all parties. */
  readonly parties: readonly string[] | undefined
  ask(question: AskedQuestion): void
}

export interface QuestionBoard {
  start(): Promise<void>
  stop(): Promise<void>
  /** `no_backend` when nobody listens for this party. `over`: somebody else answered. */
  ask(id: string, question: Question, over: AbortSignal): Promise<QuestionAnswer>
  /** It is handed what is open, and what is asked from now on. Resolves when questions are asked because of it. */
  listen(listener: QuestionListener): Promise<() => void>
  find(id: string): Promise<AskedQuestion | undefined>
  /** False when it was answered, or is over. */
  answer(id: string, data: unknown): Promise<boolean>
}

const ASKED = 'questions'
const ANSWERED = 'answers'
/** NOTIFY may be lost. */
const POLL_MS = 500
const BEAT_MS = 10_000
/** A process that was not heard of for so long is gone. */
const GONE_AFTER_S = 30
/** Kept for who answers late: it is told so. */
const KEPT_S = 60
/** Handed out at a time; more than a backend can answer within seconds. */
const MOST_OPEN = 1_000

interface QuestionRow {
  readonly id: string
  readonly type: string
  readonly party: string
  readonly data: string
  readonly asked_at: string
  readonly expires_at: string
  readonly answered: boolean
  readonly over: boolean
}

export interface QuestionBoardNeeds {
  readonly database: Database
  readonly failed: (error: unknown) => void
}

export function questionBoard({ database, failed }: QuestionBoardNeeds): QuestionBoard {
  const process = randomUUID()
  const table = `"${database.schema}".question`
  const present = `"${database.schema}".question_listener`
  const columns = `id, type, party, data, ${isoColumn('asked_at')}, ${isoColumn('expires_at')},
    answer is not null as answered, expires_at <= clock_timestamp() as over`

  /** Each with the open questions it was handed. */
  const listeners = new Map<QuestionListener, ReadonlySet<string>>()
  /** Questions this process waits for. */
  const waiting = new Map<string, (answer: unknown) => void>()
  const stops: (() => unknown)[] = []
  let handing: Promise<void> = Promise.resolve()
  let isDue = false
  let beating: Promise<void> = Promise.resolve()

  const read = ({ id, type, party, data, asked_at, expires_at, answered, over }: QuestionRow): AskedQuestion => ({
    id,
    type,
    party,
    data: JSON.parse(data),
    askedAt: asked_at,
    expiresAt: expires_at,
    isAnswered: answered,
    isOver: over,
  })

  const open = async (): Promise<QuestionRow[]> => {
    const { rows } = await database.query<QuestionRow>(
      `select ${columns} from ${table} where answer is null and expires_at > clock_timestamp()
       order by asked_at, id limit ${MOST_OPEN}`,
    )
    return rows
  }

  async function handOut(): Promise<void> {
    isDue = false
    if (listeners.size === 0) return
    const questions = (await open()).map(read)
    const ids = new Set(questions.map(({ id }) => id))
    for (const [listener, handed] of listeners) {
      listeners.set(listener, ids)
      for (const question of questions) {
        const isFor = !listener.parties || listener.parties.includes(question.party)
        if (isFor && !handed.has(question.id)) listener.ask(question)
      }
    }
  }

  /** Resolves after a look that began later than this call; one at a time. */
  function heard(): Promise<void> {
    if (isDue) return handing
    isDue = true
    handing = handing.then(handOut).catch(failed)
    return handing
  }

  async function collect(): Promise<void> {
    if (waiting.size === 0) return
    const { rows } = await database.query<{ id: string; answer: string }>(
      `select id, answer from ${table} where id = any($1::text[]) and answer is not null`,
      [[...waiting.keys()]],
    )
    for (const { id, answer } of rows) waiting.get(id)?.(JSON.parse(answer))
  }

  /** Parties this process has listeners for; undefined: all. */
  function partiesHeard(): readonly string[] | undefined {
    const all = [...listeners.keys()]
    return all.some(({ parties }) => !parties) ? undefined : [...new Set(all.flatMap(({ parties }) => parties ?? []))]
  }

  /** One at a time: what is written last is how it is. */
  function beat(): Promise<void> {
    beating = beating.then(sayPresent).catch(failed)
    return beating
  }

  async function sayPresent(): Promise<void> {
    if (listeners.size === 0) {
      await database.query(`delete from ${present} where process = $1`, [process])
      return
    }
    const parties = partiesHeard()
    await database.query(
      `insert into ${present} as l (process, parties, seen_at) values ($1, $2::jsonb, clock_timestamp())
       on conflict (process) do update set parties = excluded.parties, seen_at = excluded.seen_at`,
      [process, parties ? JSON.stringify(parties) : null],
    )
    await database.query(`delete from ${present} where seen_at < clock_timestamp() - ${GONE_AFTER_S} * interval '1 s'`)
  }

  async function isHeard(party: string): Promise<boolean> {
    if ([...listeners.keys()].some(({ parties }) => !parties || parties.includes(party))) return true
    const { rows } = await database.query(
      `select 1 from ${present} where (parties is null or parties ? $1)
         and seen_at > clock_timestamp() - ${GONE_AFTER_S} * interval '1 s' limit 1`,
      [party],
    )
    return rows.length > 0
  }

  return {
    async start() {
      stops.push(await database.listen(ASKED, () => void heard()))
      stops.push(await database.listen(ANSWERED, () => void collect().catch(failed)))
      const timers = [
        setInterval(() => {
          if (listeners.size > 0) void heard()
          if (waiting.size > 0) void collect().catch(failed)
        }, POLL_MS),
        setInterval(() => {
          if (listeners.size > 0) void beat()
        }, BEAT_MS),
      ]
      for (const timer of timers) {
        timer.unref()
        stops.push(() => clearInterval(timer))
      }
    },

    async stop() {
      for (const stop of stops.splice(0)) await stop()
      listeners.clear()
      await handing
      await beat()
    },

    async ask(id, { type, party, data, deadlineMs }, over) {
      const key = partyKey(party)
      if (over.aborted || !(await isHeard(key))) return { kind: 'no_backend' }
      await database.query(
        `insert into ${table} (id, type, party, data, asked_at, expires_at)
         values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp() + $5::float8 * interval '1 ms')`,
        [id, type, key, JSON.stringify(data), deadlineMs],
      )
      let timer: NodeJS.Timeout | undefined
      const answered = new Promise<QuestionAnswer>((resolve) => {
        waiting.set(id, (answer) => resolve({ kind: 'answer', data: answer }))
        timer = setTimeout(() => resolve({ kind: 'timeout' }), deadlineMs)
        over.addEventListener('abort', () => resolve({ kind: 'no_backend' }), { once: true })
      })
      await database.notify(ASKED)
      void heard()
      try {
        return await answered
      } finally {
        clearTimeout(timer)
        waiting.delete(id)
        // Nobody waits for it any more: who answers now is told so.
        const gone = over.aborted
          ? `id = $1`
          : `$1 <> '' and expires_at < clock_timestamp() - ${KEPT_S} * interval '1 s'`
        void database.query(`delete from ${table} where ${gone}`, [id]).catch(failed)
      }
    },

    async listen(listener) {
      listeners.set(listener, new Set())
      await beat()
      await heard()
      return () => {
        listeners.delete(listener)
        void beat()
      }
    },

    async find(id) {
      const { rows } = await database.query<QuestionRow>(`select ${columns} from ${table} where id = $1`, [id])
      return rows[0] && read(rows[0])
    },

    async answer(id, data) {
      const { rows } = await database.query(
        `update ${table} set answer = $2 where id = $1 and answer is null and expires_at > clock_timestamp() returning id`,
        [id, JSON.stringify(data)],
      )
      if (rows.length === 0) return false
      await database.notify(ANSWERED)
      await collect()
      return true
    },
  }
}
