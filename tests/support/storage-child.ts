/**
 * A second process on the same database, for tests: opens it and writes sessions, one line for each that was
 * acknowledged, until it has written `count` of them or is killed.
 */
import { setTimeout } from 'node:timers/promises'
import { type DatabaseSettings, openDatabase } from '../../packages/server/src/storage/database.ts'
import { GroupWriter } from '../../packages/server/src/storage/writer.ts'
import { stepped } from './stepped-database.ts'
import { change, put, sessionKey } from './stored-objects.ts'

/** Statement of a batch that stores its rows with their positions. */
const STORES = 3

export interface ChildTask {
  readonly settings: DatabaseSettings
  /** Ids are `<name>-<n>`; with `shared` given, that many ids of the name `shared` are written again and again. */
  readonly name: string
  readonly shared?: number
  readonly count: number
  readonly concurrency: number
  /** Each batch stays open for up to so many milliseconds, at random, after its rows were stored. */
  readonly lingersMs?: number
}

async function main(task: ChildTask): Promise<void> {
  const database = await openDatabase(task.settings)
  const { lingersMs = 0 } = task
  const lingering = stepped(database, async (moment, statement) => {
    if (moment === 'after' && statement === STORES) await setTimeout(Math.random() * lingersMs)
  })
  const writer = new GroupWriter(lingersMs > 0 ? lingering : database)
  process.stdout.write('ready\n')
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < task.count) {
      const n = next++
      const id = task.shared ? `shared-${n % task.shared}` : `${task.name}-${n}`
      const row = await put(writer, change(sessionKey(id), { body: { by: task.name, n } }))
      process.stdout.write(`${JSON.stringify({ id, n, position: row.position })}\n`)
    }
  }
  await Promise.all(Array.from({ length: task.concurrency }, lane))
  await writer.close()
  await database.close()
}

main(JSON.parse(process.argv[2]!) as ChildTask).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
