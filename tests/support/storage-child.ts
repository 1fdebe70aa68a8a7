/**
 * A second process on the same database, for tests: opens it and writes sessions, one line for each that was
 * acknowledged, until it has written `count` of them or is killed.
 */
import { type DatabaseSettings, openDatabase } from '../../packages/server/src/storage/database.ts'
import { GroupWriter } from '../../packages/server/src/storage/writer.ts'
import { change, put, sessionKey } from './stored-objects.ts'

export interface ChildTask {
  readonly settings: DatabaseSettings
  /** Ids are `<name>-<n>`; with `shared` given, that many ids of the name `shared` are written again and again. */
  readonly name: string
  readonly shared?: number
  readonly count: number
  readonly concurrency: number
}

async function main(task: ChildTask): Promise<void> {
  const database = await openDatabase(task.settings)
  const writer = new GroupWriter(database)
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
