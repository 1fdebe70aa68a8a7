import type { Database } from './database.ts'
import { StorageError } from './storage-error.ts'

/** The database, and somebody who hears of every statement or transaction that it did not carry out. */
export function observedDatabase(database: Database, failed: (error: StorageError) => void): Database {
  const heard = (error: unknown): never => {
    if (error instanceof StorageError) failed(error)
    throw error
  }
  return {
    engine: database.engine,
    schema: database.schema,
    query: <R>(...given: Parameters<Database['query']>) => database.query<R>(...given).catch(heard),
    transaction: (...given) => database.transaction(...given).catch(heard),
    listen: (channel, woken) => database.listen(channel, woken),
    notify: (channel) => database.notify(channel),
    close: () => database.close(),
  }
}
