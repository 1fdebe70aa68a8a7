import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { StorageLog } from './database.ts'

const heartbeatMs = 5000
const silentMs = 60_000
const settleMs = 50

interface Holder {
  readonly pid: number
  /** When that process was started, as the kernel counts it: a pid is used again after a restart. */
  readonly started: string | null
  readonly host: string
  readonly token: string
}

export interface DirectoryLock {
  release(): void
}

/** Linux: boot and start time of a process; null where this cannot be known. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The program's name, in brackets, may hold anything; field 22 of the line is the 20th after it.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function read(path: string): { text: string; holder: Holder | undefined; silentFor: number } | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    const silentFor = Date.now() - statSync(path).mtimeMs
    try {
      const holder = JSON.parse(text) as Holder
      return { text, holder: Number.isInteger(holder.pid) ? holder : undefined, silentFor }
    } catch {
      return { text, holder: undefined, silentFor }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A process of another host (a container with its own names) cannot be asked; there the sign of life counts. */
function isAlive(holder: Holder | undefined, silentFor: number): boolean {
  if (!holder) return silentFor < silentMs
  if (holder.host !== hostname()) return silentFor < silentMs
  if (!isRunning(holder.pid)) return false
  const started = startOf(holder.pid)
  return holder.started === null || started === null || started === holder.started
}

/** Moves a dead lock out of the way. Two processes may try this at once: what was moved is looked at again. */
function setAside(path: string, text: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== text && !existsSync(path)) linkSync(aside, path)
  rmSync(aside, { force: true })
}

const refusal = (path: string, holder: Holder | undefined) =>
  new Error(
    `the embedded database is in use by ${holder ? `process ${holder.pid} on ${holder.host}` : 'another process'}; ` +
      `stop that one, or use another DATA_DIR, or set DATABASE_URL: several processes need PostgreSQL. ` +
      `(Lock: ${path}; delete it only if you know that no such process runs.)`,
  )

/**
 * PGlite does not lock its directory: a second process would be told that its writes succeeded, and they would be
 * lost. The lock is a file beside the directory, made exclusively; that of a dead process is taken over.
 */
export async function lockDirectory(path: string, log?: StorageLog): Promise<DirectoryLock> {
  const own: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname(), token: randomUUID() }
  const text = JSON.stringify(own)
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(path, text, { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const found = read(path)
    if (!found) continue
    if (isAlive(found.holder, found.silentFor) || attempt === 10) throw refusal(path, found.holder)
    log?.warn({ pid: found.holder?.pid }, 'taking over the lock of a process that ended without closing its database')
    setAside(path, found.text)
  }
  // Another process that had found the same dead lock may have moved ours aside just now.
  await delay(settleMs)
  const settled = read(path)
  if (settled?.text !== text) throw refusal(path, settled?.holder)

  const heartbeat = setInterval(() => {
    try {
      if (readFileSync(path, 'utf8') !== text) throw new Error('taken')
      utimesSync(path, new Date(), new Date())
    } catch {
      log?.error({ lock: path }, 'the lock of the embedded database is gone; no second process may use that directory')
    }
  }, heartbeatMs)
  heartbeat.unref()
  return {
    release() {
      clearInterval(heartbeat)
      if (read(path)?.text === text) rmSync(path, { force: true })
    },
  }
}
