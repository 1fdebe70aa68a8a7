import type { Command } from 'commander'
import type { Done } from '../failure.ts'
import { apiOf, reaching, type ServerOptions, withServer } from './server-options.ts'

/** Every column of a large database is read. */
const TIMEOUT_MS = 3_600_000

export function eraseCommand(program: Command, done: Done): void {
  withServer(program.command('erase').description('remove a driver from everything that a platform has stored'))
    .requiredOption('--token <uid>', "uid of one of the driver's tokens")
    .option('--type <type>', 'only a token of this type, e.g. RFID; default: of any')
    .action(async (options: ServerOptions & { token: string; type?: string }) => {
      const { token, type } = options
      const erased = await reaching(options, () =>
        apiOf(options, TIMEOUT_MS).post('/erase', { body: { token, ...(type ? { type } : {}) } }),
      )
      const rows = erased.rows ?? []
      const remaining = erased.remaining ?? []
      console.log(`tokens removed  ${erased.tokens}`)
      for (const { table, what, rows: count } of rows) console.log(`${table.padEnd(15)} ${count} ${what}`)
      if (rows.length === 0) console.log('nothing of this driver was stored')
      for (const partner of erased.untold ?? []) {
        console.log(`partner ${partner} does not know yet that the token is no longer valid`)
      }
      for (const { table, column, rows: count } of remaining) {
        console.log(`still there: ${count} in ${table}.${column}`)
      }
      done(remaining.length > 0 ? 1 : 0)
    })
}
