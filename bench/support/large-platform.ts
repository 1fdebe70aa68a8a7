import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { Stranger } from '../../tests/stranger/stranger.ts'
import { findPostgres, startPostgres } from '../../tests/support/postgres-server.ts'
import type { Invitation } from './platform.ts'
import { startProcess } from './process.ts'

export interface LargePlatform {
  /** Another one after `refill`. */
  readonly url: string
  readonly key: string
  /** Another one after `refill`. */
  readonly pid: number
  /** Seconds of processor time of its PostgreSQL so far, processes that have ended among them. */
  databaseCpu(): Promise<number>
  /** A statement on its database; `SCHEMA.` stands for its schema. */
  query(text: string): Promise<Record<string, unknown>[]>
  /** Stops the platform, works on its tables, and starts it again: it takes what is there for old. */
  refill(work: () => Promise<void>): Promise<void>
  /** An eMSP that has registered. */
  partner(): Promise<Stranger>
  stop(): Promise<void>
}

/** A platform of its own on PostgreSQL; undefined where there is none. `settings`: beside the defaults. */
export async function startLargePlatform(
  settings: Readonly<Record<string, string>> = {},
): Promise<LargePlatform | undefined> {
  const given = process.env.BENCH_DATABASE_URL
  const folder = given ? undefined : findPostgres()
  if (!given && !folder) return undefined
  const server = folder ? await startPostgres(folder, { durable: true }) : undefined
  const databaseUrl = given ?? server!.url
  const schema = `bench_${randomUUID().slice(0, 8)}`
  const key = 'key-of-the-bench-0123456789'
  const environment = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATABASE_SCHEMA: schema,
    SECRET_KEY: 'secret-of-the-bench-0123456789',
    API_KEY: key,
    PARTIES: 'NL-ABC:CPO,NL-XYZ:EMSP',
    ALLOW_PRIVATE_PARTNERS: 'true',
    PAGE_LIMIT: '1000',
    ...settings,
  }
  const start = () => startProcess<string>(new URL('./platform.ts', import.meta.url), environment)
  let platform = await start()
  const strangers: Stranger[] = []
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  return {
    get url() {
      return platform.ready
    },
    key,
    get pid() {
      return platform.pid
    },
    async refill(work) {
      await platform.stop()
      await work()
      platform = await start()
    },
    async partner() {
      const stranger = await Stranger.start({ role: 'EMSP', version: '2.3.0' })
      strangers.push(stranger)
      const { versionsUrl, token } = await platform.ask<Invitation>('bench')
      const said = await stranger.register(versionsUrl, token)
      if (said.envelope.status_code !== 1000) throw new Error(`registration was answered ${said.text}`)
      return stranger
    },
    async databaseCpu() {
      const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid')
      const server = parentOf(rows[0]!.pid)
      const children = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .filter((pid) => parentOf(pid) === server)
      return secondsIn(server, 11, 15) + children.reduce((sum, pid) => sum + secondsIn(pid, 11, 13), 0)
    },
    query: async (text) => (await database.query(text.replaceAll('SCHEMA.', `${schema}.`))).rows,
    async stop() {
      await platform.stop()
      await Promise.all(strangers.map((stranger) => stranger.stop()))
      if (given) await database.query(`drop schema ${schema} cascade`)
      await database.end()
      await server?.stop()
    },
  }
}

/** Fields of /proc/PID/stat behind the name; none of a process that has ended. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
  } catch {
    return []
  }
}

const parentOf = (pid: number): number => Number(statOf(pid)[1] ?? -1)

/** The kernel counts in hundredths of a second: user, system, and both of children that have ended. */
const secondsIn = (pid: number, from: number, to: number): number =>
  statOf(pid)
    .slice(from, to)
    .reduce((sum, field) => sum + Number(field) / 100, 0)

/** Processor time of a process so far. */
export const cpuSeconds = (pid: number): number => secondsIn(pid, 11, 13)

/** The same to the nanosecond, of the threads that live. */
export const cpuNanoseconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    try {
      return sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // It ended a moment ago.
      return sum
    }
  }, 0)

/** Runs `work` with a platform of its own; false, said, where there is no PostgreSQL. */
export async function withLargePlatform(work: (platform: LargePlatform) => Promise<void>): Promise<boolean> {
  const platform = await startLargePlatform()
  if (!platform) {
    console.log('skipped: neither PostgreSQL (initdb, postgres) nor BENCH_DATABASE_URL is here')
    if (process.env.REQUIRE_ALL === '1') process.exitCode = 1
    return false
  }
  try {
    await work(platform)
  } finally {
    await platform.stop()
  }
  return true
}
