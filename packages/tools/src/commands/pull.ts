import type { ObjectModule } from '@interchange/client'
import type { Command } from 'commander'
import { collect } from '../collect.ts'
import { CommandFailed, type Done } from '../failure.ts'
import { apiOf, reaching, type ServerOptions, withServer } from './server-options.ts'

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
        const items = await collect(api.all('/partners'))
        const found = items.filter(({ id, name }) => id === partner || name.toLowerCase() === partner.toLowerCase())
        if (found.length !== 1) {
          const known = items.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'
          throw new CommandFailed(
            `${found.length === 0 ? 'no partner' : 'more than one partner'} ${partner}; known: ${known}`,
          )
        }
        const body = { ...(options.module ? { module: options.module as ObjectModule } : {}), full: options.full }
        return await api.post('/partners/{id}/pull', { path: { id: found[0]!.id }, body })
      })
      let failed = false
      for (const { module, received, created, updated, left_out, vanished, why } of report.modules ?? []) {
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
