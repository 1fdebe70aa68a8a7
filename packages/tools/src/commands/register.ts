import type { Command } from 'commander'
import { CommandFailed, type Done } from '../failure.ts'
import { apiOf, reaching, type ServerOptions, withServer } from './server-options.ts'

interface Common extends ServerOptions {
  readonly name: string
  readonly parties?: string
}

const partiesOf = (options: Common) =>
  options.parties ? { parties: options.parties.split(',').map((key) => key.trim()) } : {}

/** First half of a registration in which the partner calls us. */
export function inviteCommand(program: Command, _done: Done): void {
  withServer(program.command('invite').description('make the versions URL and the token a new partner registers with'))
    .requiredOption('--name <name>', 'the partner, as you want to read it in lists')
    .option('--parties <keys>', 'which of our parties it gets, e.g. NL-ABC,NL-XYZ; default: all')
    .action(async (options: Common) => {
      const invited = await reaching(options, () =>
        apiOf(options).post('/partners', { body: { name: options.name, ...partiesOf(options) } }),
      )
      console.log(`Send these two to ${options.name}, the token over a channel you trust:\n`)
      console.log(`  versions URL  ${invited.versions_url}`)
      console.log(`  token         ${invited.token}\n`)
      console.log(`The partner stands as ${invited.id} with status invited until it has registered.`)
    })
}

/** The registration in which we call a partner that invited us. */
export function registerCommand(program: Command, done: Done): void {
  withServer(
    program
      .command('register')
      .description('register with a partner that sent you its versions URL and a token')
      .argument('<versions-url>', "the partner's versions endpoint")
      .argument('<token>', 'CREDENTIALS_TOKEN_A, as the partner gave it (not Base64)'),
  )
    .requiredOption('--name <name>', 'the partner, as you want to read it in lists')
    .option('--parties <keys>', 'which of our parties it gets, e.g. NL-ABC,NL-XYZ; default: all')
    .option('--raw-token', 'this partner sends and expects its token without Base64', false)
    .action(async (versionsUrl: string, token: string, options: Common & { rawToken: boolean }) => {
      const api = apiOf(options)
      const partner = await reaching(options, async () => {
        const body = {
          name: options.name,
          versions_url: versionsUrl,
          token,
          ...partiesOf(options),
          ...(options.rawToken ? { token_encoding: 'raw' as const } : {}),
        }
        const { id } = await api.post('/partners', { body })
        return await api.get('/partners/{id}', { path: { id } })
      })
      if (partner.status !== 'registered') {
        throw new CommandFailed(`the registration with ${options.name} ended as ${partner.status}`)
      }
      console.log(`Registered with ${options.name} (${partner.id}) on OCPI ${partner.version}.`)
      done(0)
    })
}
