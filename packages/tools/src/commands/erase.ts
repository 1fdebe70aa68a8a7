import type { Command } from 'commander'
import type { Done } from '../failure.ts'
import { apiOf, reaching, type ServerOptions, withServer } from './server-options.ts'

interface Erasure {
  readonly tokens: number
  readonly rows: readonly { readonly table: string; readonly what: string; readonly rows: number }[]
  readonly untold: readonly string[]
  readonly remaining: readonly { readonly table: string; readonly column: string; readonly rows: number }[]
}

/** Every column of a large database is read. */
const TIMEOUT_MS = 3_600_000

export function eraseCommand(program: Command, done: Done): void {
  withServer(program.command('erase').description('remove a driver from everything that a platform has stored'))
    .requiredOption('--token <uid>', "uid of one of the driver's tokens")
    .option('--type <type>', 'only a token of this type, e.g. RFID; default: of any')
    .action(async (options: ServerOptions & { token: string; type?: string }) => {
      const { token, type } = options
      const erased = await reaching(options, () =>
        apiOf(options, TIMEOUT_MS).post<Erasure>('/erase', { token, ...(type ? { type } : {}) }),
      )
      console.log(`tokens removed  ${erased.tokens}`)
      for (const { table, what, rows } of erased.rows) console.log(`${table.padEnd(15)} ${rows} ${what}`)
      if (erased.rows.length === 0) console.log('nothing of this driver was stored')
      for (const partner of erased.untold) {
        console.log(`partner ${partner} does not know yet that the token is no longer valid`)
      }
      for (const { table, column, rows } of erased.remaining) {
        console.log(`still there: ${rows} in ${table}.${column}`)
      }
      done(erased.remaining.length > 0 ? 1 : 0)
    })
}
