// The program `interchange`. Each command lives in a file of its own under commands/.

import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import { demoCommand } from './commands/demo.ts'
import { eraseCommand } from './commands/erase.ts'
import { lintCommand } from './commands/lint.ts'
import { priceCommand } from './commands/price.ts'
import { pullCommand } from './commands/pull.ts'
import { inviteCommand, registerCommand } from './commands/register.ts'
import { serveCommand } from './commands/serve.ts'
import { validateCommand } from './commands/validate.ts'
import { CommandFailed } from './failure.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** Runs one command line; the result is the exit code: 0 done, 1 found faults or failed, 2 wrong usage. */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0
  const done = (code: number) => {
    exitCode = code
  }
  const program = new Command('interchange')
    .description('An open roaming platform for EV charging that speaks OCPI 2.2.1 and 2.3.0.')
    .version(version)
    // `validate --version 2.3.0` is the command's option, not this program's.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(interchange --help lists the commands)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      `
Start here:
  interchange demo          two platforms register with each other and roam, no set-up needed
  interchange serve         run a platform; settings come from the environment or interchange.yaml
  interchange validate f    check a JSON file against the definitions of a version
  interchange price f       what a CDR costs by its tariffs, and why

Exit codes: 0 all is well, 1 something was found or failed, 2 the command line was wrong.`,
    )
  const commands = [
    demoCommand,
    serveCommand,
    inviteCommand,
    registerCommand,
    pullCommand,
    eraseCommand,
    validateCommand,
    priceCommand,
    lintCommand,
  ]
  for (const add of commands) add(program, done)
  try {
    await program.parseAsync([...argv])
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof CommandFailed) {
      console.error(error.message)
      return error.exitCode
    }
    console.error(`interchange failed: ${error instanceof Error ? error.message : String(error)}`)
    if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) console.error(error.stack)
    return 1
  }
}
