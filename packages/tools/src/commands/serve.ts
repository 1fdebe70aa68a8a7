import { readFile } from 'node:fs/promises'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import type { Command } from 'commander'
import { CommandFailed, type Done } from '../failure.ts'

export function serveCommand(program: Command, done: Done): void {
  program
    .command('serve')
    .description('run a platform; settings come from the environment or interchange.yaml')
    .option('--config <file>', 'settings file', 'interchange.yaml')
    .action(async (options: { config: string }, command: Command) => {
      const yaml = await readConfig(options.config, command.getOptionValueSource('config') === 'cli')
      const settings = readSettings(process.env, yaml)
      const platform = createPlatform(settings)
      const { url, publicUrl, apiKey } = await platform.start()
      // Before anything is said: who reads that it listens may stop it at once.
      const stopped = stopSignal()
      console.log(`interchange listens on ${url}`)
      console.log(`  OCPI         ${publicUrl}/ocpi/versions`)
      console.log(`  backend API  ${url}/api/v1   (reference: ${url}/api/openapi.json)`)
      if (apiKey) console.log(`  API key      ${apiKey}   (shown this once; keep it)`)
      await stopped
      await platform.stop()
      done(0)
    })
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
