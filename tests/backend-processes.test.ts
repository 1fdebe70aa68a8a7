// Two processes on one database: each answers the API, one of them delivers to a webhook.

import { describe, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { engines } from './support/databases.ts'
import { startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { tariff } from './support/wire-objects.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('two processes on one database (postgres)', () => {
  it('tell a webhook each change once, and one takes over from a dead one', async () => {
    const first = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres })
    const second = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres, schema: first.schema })
    const [a, b] = [first, second].map(({ url }) => new ApiClient(url, 'key-of-the-tests'))
    const receiver = await new WebhookReceiver().start()
    const { id } = (await a!.post('/webhooks', { url: receiver.url, events: ['tariff.changed'] })).body
    await until(async () => (await b!.get(`/webhooks/${id}`)).status === 200)
    const put = (api: ApiClient, name: string) => api.put(`/tariffs/NL/ABC/${name}`, tariff({ id: name }))
    for (let n = 0; n < 40; n++) await put(n % 2 === 0 ? a! : b!, `T${n}`)
    const told = () => receiver.heard.map(({ data }) => data.id)
    await until(() => told().length >= 40)
    await until(async () => (await a!.get(`/webhooks/${id}`)).body.behind === 0)
    expect(told()).toEqual(Array.from({ length: 40 }, (_, n) => `T${n}`))

    const { database } = first.parts
    await until(async () => {
      const { rows } = await database.query(
        `update "${first.schema}".webhook set leased_by = 'a process that died', leased_until = now() + interval '2 s'
         where leased_until is null or leased_until < now() returning id`,
      )
      return rows.length === 1
    })
    await put(b!, 'AFTER')
    await until(() => told().includes('AFTER'))
    expect(told().filter((name) => name === 'AFTER')).toHaveLength(1)

    // Whoever stops gives its webhooks away at once.
    await first.stop()
    await put(b!, 'LAST')
    await until(() => told().includes('LAST'), 10_000)
    await receiver.stop()
  })
})
