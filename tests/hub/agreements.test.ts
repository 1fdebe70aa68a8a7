// Agreements of a hub: put by the company's API or the settings, and in force at once in every process.

import { describe, expect, it } from 'vitest'
import { readSettings } from '../../packages/server/src/settings.ts'
import { faultsOf } from '../support/backend-server.ts'
import { engines, freshSchema } from '../support/databases.ts'
import { startPlatform } from '../support/platforms.ts'
import { until } from '../support/until.ts'

const hub = (settings: Readonly<Record<string, string>> = {}) => startPlatform({ parties: 'NL-HUB:HUB', settings })

describe('agreements', () => {
  it('are made, read, changed and ended by the API, and hold at once', async () => {
    const { api, parts } = await hub()
    const { agreements } = parts
    let heard = 0
    agreements.onChange(() => heard++)
    const allowed = () => agreements.allows('DE-EM1', 'NL-CP1', 'locations', 'SENDER')
    const body = { effect: 'deny', user: 'de-em1', owner: 'NL-CP1', modules: ['locations', 'locations'] }
    const rule = { name: 'one', effect: 'deny', user: 'DE-EM1', owner: 'NL-CP1', modules: ['locations'] }
    expect(allowed()).toBe(true)
    expect(await api('PUT', '/agreements/one', body)).toEqual({ status: 201, body: rule })
    expect([allowed(), heard]).toEqual([false, 1])
    expect(await api('PUT', '/agreements/one', { ...body, effect: 'allow' })).toMatchObject({ status: 200 })
    expect([allowed(), heard]).toEqual([true, 2])
    await api('PUT', '/agreements/all', { effect: 'deny' })
    expect([allowed(), agreements.allows('DE-EM2', 'NL-CP1', 'locations', 'SENDER')]).toEqual([true, false])

    const listed = await api('GET', '/agreements?limit=1')
    expect(listed.body.items).toEqual([{ name: 'all', effect: 'deny' }])
    expect(faultsOf('listAgreements', 200, listed.body)).toEqual([])
    const rest = await api('GET', `/agreements?limit=1&next=${listed.body.next}`)
    expect(rest.body).toEqual({ items: [{ ...rule, effect: 'allow' }], next: null })
    expect(await api('GET', '/agreements/one')).toEqual({ status: 200, body: { ...rule, effect: 'allow' } })

    expect((await api('DELETE', '/agreements/all')).status).toBe(204)
    expect(agreements.allows('DE-EM2', 'NL-CP1', 'locations', 'SENDER')).toBe(true)
    expect((await api('DELETE', '/agreements/all')).status).toBe(404)
    expect((await api('GET', '/agreements/all')).status).toBe(404)
  })

  it('what is wrong with one is named', async () => {
    const { api } = await hub()
    const pointers = async (body: object) => {
      const { status, body: problem } = await api('PUT', '/agreements/bad', body)
      return [status, ...problem.errors.map(({ pointer }: { pointer: string }) => pointer)]
    }
    expect(await pointers({})).toEqual([422, '/effect'])
    expect(await pointers({ effect: 'allow', modules: ['versions'] })).toEqual([422, '/modules/0'])
    expect(await pointers({ effect: 'allow', user: 'NL-AB', owner_role: 'KING' })).toEqual([
      422,
      '/user',
      '/owner_role',
    ])
    const both = { effect: 'allow', user: 'NL-ABC', user_role: 'CPO', owner: 'NL-ABC', owner_role: 'CPO' }
    expect(await pointers(both)).toEqual([422, '/user_role', '/owner_role'])
    expect(await pointers({ effect: 'allow', name: 'other' })).toEqual([422, '/name'])
    expect((await api('GET', '/agreements')).body.items).toEqual([])
  })

  it('the settings say what holds where no agreement does, and hold beside those of the API', async () => {
    const { api, parts } = await hub({ AGREEMENTS_DEFAULT: 'closed', AGREEMENTS: 'allow:DE-EM1:NL-CP1:locations' })
    const allowed = (user: string, module: string) => parts.agreements.allows(user, 'NL-CP1', module, 'SENDER')
    const now = () => [allowed('DE-EM1', 'locations'), allowed('DE-EM1', 'tariffs'), allowed('DE-EM2', 'locations')]
    expect(now()).toEqual([true, false, false])
    await api('PUT', '/agreements/open', { effect: 'allow' })
    expect(now()).toEqual([true, true, true])
    expect((await api('GET', '/agreements')).body.items).toHaveLength(1)
  })

  it('settings are read from a list, and a mistake is named', () => {
    const rules = (AGREEMENTS: string) => readSettings({ AGREEMENTS }).agreements
    expect(rules('')).toEqual([])
    expect(rules('allow:EMSP:nl-abc:locations+Tariffs, deny:*:DE-XYZ')).toEqual([
      {
        name: 'AGREEMENTS:1',
        effect: 'allow',
        user_role: 'EMSP',
        owner: 'NL-ABC',
        modules: ['locations', 'tariffs'],
      },
      { name: 'AGREEMENTS:2', effect: 'deny', owner: 'DE-XYZ' },
    ])
    for (const wrong of ['permit:*:*', 'allow:*', 'allow:NL-ABCD:*', 'allow:KING:*', 'allow:*:*:*:*', 'allow']) {
      expect(() => rules(wrong)).toThrow('AGREEMENTS is not a list such as')
    }
    expect(() => rules('allow:*:*:locatoins')).toThrow('AGREEMENTS names a module that is none of')
    expect(() => readSettings({ AGREEMENTS_DEFAULT: 'ajar' })).toThrow('AGREEMENTS_DEFAULT is neither open nor closed')
    expect(readSettings({}, 'AGREEMENTS: ["deny:*:*"]').agreements).toMatchObject([{ effect: 'deny' }])
  })

  it.skipIf(!engines[1]!.available)('another process knows them a moment later', async () => {
    const schema = freshSchema()
    const start = () => startPlatform({ parties: 'NL-HUB:HUB', engine: engines[1]!, schema })
    const [one, two] = [await start(), await start()]
    await one.api('PUT', '/agreements/all', { effect: 'deny' })
    await until(() => !two.parts.agreements.allows('DE-EM1', 'NL-CP1', 'locations', 'SENDER'))
  })
})
