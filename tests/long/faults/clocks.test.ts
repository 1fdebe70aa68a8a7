// A partner whose clock is an hour off, and later is put right: both sides hold the newest state all the same.

import { afterEach, describe, expect, inject, it } from 'vitest'
import { ApiClient } from '../../support/api-client.ts'
import { type Child, startChild } from '../../support/child-process.ts'
import { freshSchema } from '../../support/databases.ts'
import type {} from '../../support/global-setup.ts'
import { query } from '../../support/query.ts'
import { until } from '../../support/until.ts'
import { tariff, token } from '../../support/wire-objects.ts'
import { TEST_MS } from './support/fault-bed.ts'

const databaseUrl = inject('databaseUrl')
const script = new URL('../support/platform-child.ts', import.meta.url)
const KEY = 'key-of-the-clock-tests'
const HOUR_MS = 3_600_000
const COUNT = 30

interface Side {
  readonly schema: string
  readonly settings: Record<string, string>
  child: Child
  api: ApiClient
}

describe.skipIf(databaseUrl === '')('clocks that are wrong (postgres)', () => {
  const sides: Side[] = []
  afterEach(async () => {
    for (const { child } of sides) child.kill('SIGTERM')
    for (const { child, schema } of sides.splice(0)) {
      await child.ended
      await query(databaseUrl, `drop schema if exists "${schema}" cascade`)
    }
  })

  async function run(settings: Record<string, string>): Promise<{ child: Child; api: ApiClient }> {
    const child = startChild(script, settings)
    const line = await child.line((text) => text.startsWith('listens on '))
    return { child, api: new ApiClient(line.slice('listens on '.length), KEY) }
  }

  async function side(parties: string, more: Record<string, string> = {}): Promise<Side> {
    const schema = freshSchema()
    const settings = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      DATABASE_SCHEMA: schema,
      SECRET_KEY: 'a key for tests that is long enough',
      API_KEY: KEY,
      PARTIES: parties,
      ALLOW_PRIVATE_PARTNERS: 'true',
    }
    const made = { schema, settings, ...(await run({ ...settings, ...more })) }
    sides.push(made)
    return made
  }

  it.each([
    ['ahead', HOUR_MS],
    ['behind', -HOUR_MS],
  ])(
    'an hour %s',
    async (_, ahead) => {
      const cpo = await side('NL-ABC:CPO')
      const emsp = await side('NL-XYZ:EMSP', { CLOCK_AHEAD_MS: String(ahead) })
      const port = new URL(emsp.api.url).port
      const invited = (await emsp.api.post('/partners', { name: 'CPO' })).body
      const registered = await cpo.api.post('/partners', {
        name: 'eMSP',
        versions_url: invited.versions_url,
        token: invited.token,
      })
      expect([registered.status, registered.text]).toEqual([201, expect.anything()])
      const { id } = registered.body

      const write = async (n: number) => {
        for (let at = 0; at < COUNT; at++) {
          const { last_updated: _one, ...price } = tariff({
            id: `T${at}`,
            tariff_alt_text: [{ language: 'en', text: String(n) }],
          })
          const { last_updated: _other, ...card } = token({ country_code: 'NL', party_id: 'XYZ', uid: `U${at}` })
          const answers = [
            await cpo.api.put(`/tariffs/NL/ABC/T${at}`, price),
            await emsp.api.put(`/tokens/NL/XYZ/U${at}`, { ...card, visual_number: String(n) }),
          ]
          for (const { status, text } of answers) expect([status < 300, text]).toEqual([true, expect.anything()])
        }
      }
      const stateOf = async (api: ApiClient, path: string): Promise<string | undefined> => {
        const { body } = await api.get(path)
        return body?.visual_number ?? body?.tariff_alt_text?.[0]?.text
      }
      const bothHave = (n: number) =>
        until(async () => {
          for (let at = 0; at < COUNT; at++) {
            if ((await stateOf(emsp.api, `/tariffs/NL/ABC/T${at}`)) !== String(n)) return false
            if ((await stateOf(cpo.api, `/tokens/NL/XYZ/U${at}`)) !== String(n)) return false
          }
          return true
        }, 120_000)

      for (const n of [1, 2, 3]) await write(n)
      await bothHave(3)
      // Somebody puts its clock right: what it writes now is older than what it wrote before, or skips an hour.
      emsp.child.kill('SIGTERM')
      await emsp.child.ended
      Object.assign(emsp, await run({ ...emsp.settings, PORT: port }))
      await write(4)
      await cpo.api.post(`/partners/${id}/pull`, { module: 'tokens' })
      await bothHave(4)
    },
    TEST_MS,
  )
})
