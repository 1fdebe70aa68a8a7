import type { Command } from 'commander'
import { runDemo } from '../demo/run.ts'
import { CommandFailed, type Done } from '../failure.ts'
import { FeedError } from '../import/feed.ts'

export function demoCommand(program: Command, done: Done): void {
  program
    .command('demo')
    .description('run a CPO and an eMSP platform that register with each other and roam')
    .option('--once', 'run a fixed scenario, compare both sides, print a summary and exit 0 or 1', false)
    .option('--feed <file>', 'load a real feed of locations into the CPO instead of the built-in network')
    .option('--port <number>', 'port of the CPO; the eMSP takes the next one (0: any free ports)', '0')
    .action(async (options: { once: boolean; feed?: string; port: string }) => {
      const port = Number(options.port)
      if (!Number.isInteger(port) || port < 0 || port > 65_534) {
        throw new CommandFailed(`--port ${options.port} is not a port; 0 to 65534 is expected`, 2)
      }
      const stop = new AbortController()
      const end = () => stop.abort()
      process.once('SIGINT', end)
      process.once('SIGTERM', end)
      try {
        const { once, feed } = options
        done(await runDemo({ once, port, signal: stop.signal, ...(feed === undefined ? {} : { feed }) }))
      } catch (error) {
        if (error instanceof FeedError) throw new CommandFailed(error.message)
        if ((error as NodeJS.ErrnoException).code === 'ENOENT')
          throw new CommandFailed(`${options.feed} cannot be read`)
        throw error
      } finally {
        process.off('SIGINT', end)
        process.off('SIGTERM', end)
      }
    })
}
