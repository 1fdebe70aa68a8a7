import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Queryable, StorageLog } from './database.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { shippedTemplate } from './pglite-template.ts'
import { storageError } from './storage-error.ts'
import { vacuumWhereNeeded } from './vacuum.ts'
import { Wakes } from './wake.ts'

const vacuumEveryMs = 60_000

/** One PGlite per directory and process, shared by all platforms in it. */
interface Shared {
  readonly pglite: PGlite
  readonly wakes: Wakes
  users: number
  end(): Promise<void>
}

/**
 * PGlite answers without ever going back to the event loop: a chain of statements would keep timers and sockets
 * waiting until its end. After this long others are let in between two statements.
 */
const holdMs = 10
let letIn = performance.now()

async function breathe(): Promise<void> {
  if (performance.now() - letIn < holdMs) return
  await new Promise((resolve) => setImmediate(resolve))
  letIn = performance.now()
}

const instances = new Map<string, Promise<Shared>>()

async function run<R>(
  pglite: Pick<Transaction, 'query' | 'exec'>,
  text: string,
  values?: readonly unknown[],
): Promise<{ rows: R[] }> {
  await breathe()
  try {
    if (values) return { rows: (await pglite.query<R>(text, values as unknown[])).rows }
    const results = await pglite.exec(text)
    return { rows: (results.at(-1)?.rows ?? []) as R[] }
  } catch (error) {
    throw storageError(error)
  }
}

/** By itself it takes 160 MB for pages, from the start; the operating system's cache holds the files anyway. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']

const create = (directory: string, template?: string): Promise<PGlite> =>
  PGlite.create(directory, { startParams, ...(template ? { loadDataDir: new Blob([readFileSync(template)]) } : {}) })

/** The instance that made it holds on to what that took, several times its own memory, for as long as it lives. */
async function make(directory: string, template: string | undefined, log?: StorageLog): Promise<void> {
  try {
    await (await create(directory, template)).close()
  } catch (error) {
    if (!template) throw error
    log?.warn({ reason: storageError(error).message }, 'the database is made anew: the one shipped cannot be used')
    rmSync(directory, { recursive: true, force: true })
    await (await create(directory)).close()
  }
}

/** A directory whose making was interrupted holds nothing yet, and PGlite cannot open it: it is made anew. */
async function openDirectory(dataDir: string, log?: StorageLog, template?: string): Promise<PGlite> {
  const directory = join(dataDir, 'database')
  const unfinished = join(dataDir, 'database.unfinished')
  if (existsSync(unfinished)) rmSync(directory, { recursive: true, force: true })
  if (!existsSync(directory)) {
    writeFileSync(unfinished, '')
    await make(directory, template ?? shippedTemplate(), log)
    rmSync(unfinished, { force: true })
  }
  return create(directory)
}

/** Another one for a copy of the folder; the same wherever it is moved to on its disk. */
export const folderMark = (dataDir: string): string =>
  dataDir.startsWith('memory://') ? '' : String(statSync(join(dataDir, 'database', 'PG_VERSION')).ino)

async function start(dataDir: string, log?: StorageLog, template?: string): Promise<Shared> {
  let lock: DirectoryLock | undefined
  let pglite: PGlite
  if (dataDir.startsWith('memory://')) pglite = await create('memory://', template)
  else {
    mkdirSync(dataDir, { recursive: true })
    lock = await lockDirectory(join(dataDir, 'database.lock'), log)
    try {
      pglite = await openDirectory(dataDir, log, template)
    } catch (error) {
      lock.release()
      throw new Error(`the embedded database in ${dataDir} does not open: ${storageError(error).message}`)
    }
  }
  await pglite.exec(`set timezone to 'UTC'`)
  const vacuum = setInterval(() => {
    vacuumWhereNeeded({ query: (text, values) => run(pglite, text, values) }).catch((error) => {
      log?.warn({ reason: storageError(error).message }, 'vacuum of the embedded database failed')
    })
  }, vacuumEveryMs)
  vacuum.unref()
  return {
    pglite,
    wakes: new Wakes(),
    users: 0,
    async end() {
      clearInterval(vacuum)
      await pglite.close()
      lock?.release()
    },
  }
}

/** The instance of a directory with one more user. One that is just being closed is waited for. */
async function share(key: string, log?: StorageLog, template?: string): Promise<Shared> {
  let shared = instances.get(key)
  if (!shared) {
    shared = start(key, log, template)
    instances.set(key, shared)
    shared.catch(() => instances.delete(key))
  }
  const instance = await shared
  if (instances.get(key) !== shared) return share(key, log, template)
  instance.users += 1
  return instance
}

async function leave(key: string, instance: Shared): Promise<void> {
  instance.users -= 1
  if (instance.users > 0) return
  // Until it has let go of the directory a new one must not begin: it would be refused by our own lock.
  const ended = instance.end()
  const next = ended
    .catch(() => undefined)
    .then(() => {
      if (instances.get(key) === closing) instances.delete(key)
      return instance
    })
  const closing: Promise<Shared> = next
  instances.set(key, closing)
  await ended
}

async function inTransaction<T>(
  pglite: PGlite,
  work: (tx: Queryable, opened: readonly unknown[]) => Promise<T>,
  opening?: string,
): Promise<T> {
  let failure: unknown
  let thrown: unknown
  try {
    return await pglite.transaction(async (transaction) => {
      try {
        const tx: Queryable = {
          async query<R>(text: string, values?: readonly unknown[]) {
            try {
              return await run<R>(transaction, text, values)
            } catch (error) {
              failure ??= error
              throw error
            }
          },
        }
        const result = await work(tx, opening === undefined ? [] : (await tx.query(opening)).rows)
        // COMMIT of a failed transaction is answered without an error, with a rollback.
        if (failure) throw failure
        return result
      } catch (error) {
        thrown = error
        throw error
      }
    })
  } catch (error) {
    // What `work` threw goes on as it is; anything else came from BEGIN or COMMIT.
    throw error === thrown ? error : storageError(error)
  }
}

export async function openPglite(
  dataDir: string,
  schema: string,
  log?: StorageLog,
  template?: string,
): Promise<Database> {
  const key = dataDir.startsWith('memory://') ? dataDir : resolve(dataDir)
  const instance = await share(key, log, template)
  const { pglite, wakes } = instance
  let closing: Promise<void> | undefined
  return {
    engine: 'pglite',
    schema,
    query: (text, values) => run(pglite, text, values),
    transaction: (work, opening) => inTransaction(pglite, work, opening),
    async listen(channel, heard) {
      const remove = wakes.add(channel, heard)
      return async () => remove()
    },
    async notify(channel) {
      wakes.wake(channel)
    },
    close() {
      closing ??= leave(key, instance)
      return closing
    },
  }
}
