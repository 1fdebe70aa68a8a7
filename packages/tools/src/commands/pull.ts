import type { Command } from 'commander'
import { CommandFailed, type Done } from '../failure.ts'
import { apiOf, reaching, type ServerOptions, withServer } from './server-options.ts'

interface PullReport {
  readonly modules: readonly {
    readonly module: string
    readonly received: number
    readonly created: number
    readonly updated: number
    readonly left_out: number
    readonly vanished: number
    readonly why?: string | null
  }[]
}

export function pullCommand(program: Command, done: Done): void {
  withServer(
    program
      .command('pull')
      .description('crawl a partner now and report what came')
      .argument('<partner>', "the partner's id or name, as `GET /api/v1/partners` lists it"),
  )
    .option('--module <name>', 'only this module, e.g. locations')
    .option('--full', 'everything, not only what changed since the last pull', false)
    .action(async (partner: string, options: ServerOptions & { module?: string; full: boolean }) => {
      const api = apiOf(options)
      const report = await reaching(options, async () => {
        const { items } = await api.get<{ items: { id: string; name: string }[] }>('/partners')
        const found = items.filter(({ id, name }) => id === partner || name.toLowerCase() === partner.toLowerCase())
        if (found.length !== 1) {
          const known = items.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'
          throw new CommandFailed(
            `${found.length === 0 ? 'no partner' : 'more than one partner'} ${partner}; known: ${known}`,
          )
        }
        return await api.post<PullReport>(`/partners/${found[0]!.id}/pull`, {
          ...(options.module ? { module: options.module } : {}),
          full: options.full,
        })
      })
      let failed = false
      for (const { module, received, created, updated, left_out, vanished, why } of report.modules) {
        const parts = [`${received} received`, `${created} new`, `${updated} updated`]
        if (left_out > 0) parts.push(`${left_out} with parts left out (see GET /api/v1/aside)`)
        if (vanished > 0) parts.push(`${vanished} vanished`)
        if (why) parts.push(`ended early: ${why}`)
        failed ||= Boolean(why)
        console.log(`${module.padEnd(10)} ${parts.join(', ')}`)
      }
      done(failed ? 1 : 0)
    })
}
