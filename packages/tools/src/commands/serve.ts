import { readFile } from 'node:fs/promises'
import { createPlatform, type Started } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import { type Command, InvalidArgumentError } from 'commander'
import { CommandFailed, type Done } from '../failure.ts'
import { WORKER } from '../workers/messages.ts'
import { supervise } from '../workers/supervisor.ts'
import { serveAsWorker } from '../workers/worker.ts'

interface ServeOptions {
  readonly config: string
  readonly workers: number
}

const MOST_WORKERS = 64

export function serveCommand(program: Command, done: Done): void {
  program
    .command('serve')
    .description('run a platform; settings come from the environment or interchange.yaml')
    .option('--config <file>', 'settings file', 'interchange.yaml')
    .option('--workers <n>', 'processes that share the port and the work; needs DATABASE_URL', count, 1)
    .action(async ({ config, workers }: ServeOptions, command: Command) => {
      const yaml = await readConfig(config, command.getOptionValueSource('config') === 'cli')
      const settings = readSettings(process.env, yaml)
      const worker = process.env[WORKER]
      if (workers > 1 && settings.databaseUrl === undefined) {
        throw new CommandFailed(
          '--workers: several processes need PostgreSQL; set DATABASE_URL. The embedded database takes one process.',
          2,
        )
      }
      if (workers > 1 && worker !== undefined) {
        await serveAsWorker(worker, settings, stopSignal())
      } else if (workers > 1) {
        const stop = stopSignal()
        const serves = (started: Started) => tell(started, `, ${workers} workers`)
        await supervise({ workers, stop, serves, say: (line) => console.error(`interchange: ${line}`) })
      } else {
        const platform = createPlatform(settings)
        const started = await platform.start()
        // Before anything is said: who reads that it listens may stop it at once.
        const stopped = stopSignal()
        tell(started)
        await stopped
        await platform.stop()
      }
      done(0)
    })
}

function tell({ url, publicUrl, apiKey }: Started, more = ''): void {
  console.log(`interchange listens on ${url}${more}`)
  console.log(`  OCPI         ${publicUrl}/ocpi/versions`)
  console.log(`  backend API  ${url}/api/v1   (reference: ${url}/api/openapi.json)`)
  if (apiKey) console.log(`  API key      ${apiKey}   (shown this once; keep it)`)
}

function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= MOST_WORKERS) return number
  throw new InvalidArgumentError(`a whole number from 1 to ${MOST_WORKERS} is expected`)
}

async function readConfig(file: string, asked: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    if (asked) throw new CommandFailed(`${file} cannot be read`, 2)
    return undefined
  }
}

/** A second signal ends the program at once. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
