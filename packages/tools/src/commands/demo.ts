import type { Command } from 'commander'
import { runAlone, type SideName, sideNames } from '../demo/alone.ts'
import { runHubDemo } from '../demo/hub/run.ts'
import { runDemo } from '../demo/run.ts'
import { CommandFailed, type Done } from '../failure.ts'
import { FeedError } from '../import/feed.ts'

interface DemoCommandOptions {
  readonly once: boolean
  readonly hub: boolean
  readonly feed?: string
  readonly port: string
  readonly side?: string
}

export function demoCommand(program: Command, done: Done): void {
  program
    .command('demo')
    .description('run a CPO and an eMSP platform that register with each other and roam')
    .option('--once', 'run a fixed scenario, compare both sides, print a summary and exit 0 or 1', false)
    .option('--hub', 'two CPOs and three eMSPs with a hub in between, and no other connection', false)
    .option('--feed <file>', 'load a real feed of locations into the CPO instead of the built-in network')
    .option('--port <number>', 'port of the CPO, or hub; the others take the next ones (0: any free ports)', '0')
    .option('--side <role>', 'run one side alone, on --port, as a partner to register with: cpo or emsp')
    .addHelpText(
      'after',
      `
With --side one platform is started and prints a versions URL and a token for you to register with:
  cpo    stations and a charger that takes commands; a second of yours is a minute of its meter
  emsp   drivers with cards and apps; start from one with its backend API, whose key it prints`,
    )
    .action(async (options: DemoCommandOptions) => {
      const port = Number(options.port)
      if (!Number.isInteger(port) || port < 0 || port > 65_534) {
        throw new CommandFailed(`--port ${options.port} is not a port; 0 to 65534 is expected`, 2)
      }
      const { side, hub } = options
      if (side !== undefined && !isSide(side)) {
        throw new CommandFailed(`--side ${side} is not a side; ${sideNames.join(' or ')} is expected`, 2)
      }
      if (side && options.once) throw new CommandFailed('--once compares two sides; --side starts one', 2)
      if (side === 'emsp' && options.feed) throw new CommandFailed('--feed is for the CPO; an eMSP has no locations', 2)
      if (hub && side) throw new CommandFailed('--hub starts all platforms; --side starts one', 2)
      if (hub && options.feed) throw new CommandFailed('--feed is for one CPO; with --hub there are two', 2)
      const stop = new AbortController()
      const end = () => stop.abort()
      process.once('SIGINT', end)
      process.once('SIGTERM', end)
      try {
        const { once, feed } = options
        const given = { port, signal: stop.signal, ...(feed === undefined ? {} : { feed }) }
        const run = hub
          ? runHubDemo({ once, ...given })
          : side
            ? runAlone({ side, ...given })
            : runDemo({ once, ...given })
        done(await run)
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

const isSide = (text: string): text is SideName => (sideNames as readonly string[]).includes(text)
