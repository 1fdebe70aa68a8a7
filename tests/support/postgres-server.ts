import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
  /** Ends it with a signal (`INT`: cuts connections; `QUIT`: as a crash does) and starts it again after a while. */
  restart(signal: 'INT' | 'QUIT', downMs: number): Promise<void>
}

/** The folder with `initdb` and `postgres`, from PATH or where Debian puts the newest one. */
export function findPostgres(): string | undefined {
  const versions = '/usr/lib/postgresql'
  const packaged = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...packaged]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/** PostgreSQL refuses to run as root; then it runs as one of these. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error('running as root: PostgreSQL needs a user "postgres" or "nobody" to run as')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function untilReady(url: string, server: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended at once:\n${output()}`)
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => undefined)
      if (Date.now() > deadline) throw new Error(`postgres did not come up: ${String(error)}\n${output()}`)
      await delay(50)
    }
  }
}

/**
 * Runs the server (`$0`) for as long as standard input is open, then removes its directory (`$1`). However the tests
 * end, killed included, the pipe closes and nothing is left behind. A line such as `QUIT 2` ends the server and starts
 * it again two seconds later.
 */
const watched = `home=$1; shift; "$0" "$@" & server=$!
while read -r signal pause; do
  kill -$signal $server; wait $server; echo 'server ended'; sleep $pause; "$0" "$@" & server=$!
done
kill -INT $server; wait $server; rm -rf "$home"`

/**
 * A throw-away server on a free loopback port. It does not fsync: it is there for tests, and gone after them. Where the
 * cost of writing is asked about, `durable` leaves that as PostgreSQL has it.
 */
export async function startPostgres(folder: string, options: { durable?: boolean } = {}): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'interchange-postgres-'))
  const user = unprivileged()
  if (user) chownSync(home, user.uid, user.gid)
  const data = join(home, 'data')
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  const run = { cwd: home, env, ...user }
  execFileSync(
    join(folder, 'initdb'),
    ['-D', data, '-U', 'interchange', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
    { ...run, stdio: 'pipe' },
  )
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${home}`,
    ...(options.durable ? [] : ['fsync=off', 'full_page_writes=off']),
    'max_connections=1000',
    'shared_buffers=64MB',
  ]
  const server = spawn(
    '/bin/sh',
    ['-c', watched, join(folder, 'postgres'), home, '-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...run, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000)
  }
  server.stdout.on('data', keep)
  server.stderr.on('data', keep)
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.stdin.end()
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  const url = `postgres://interchange@127.0.0.1:${port}/postgres`
  try {
    await untilReady(url, server, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  const restart = async (signal: string, downMs: number) => {
    const over = new Promise<void>((resolve) => {
      const listen = (chunk: Buffer) => {
        if (!chunk.toString().includes('server ended')) return
        server.stdout.off('data', listen)
        resolve()
      }
      server.stdout.on('data', listen)
    })
    server.stdin.write(`${signal} ${downMs / 1000}\n`)
    await over
    await untilReady(url, server, () => output)
  }
  return { url, stop, restart }
}
