import { versionOf } from '@interchange/ocpi/versions'
import { describe, expect, it } from 'vitest'
import { createSecrets } from '../partners/secrets.ts'
import { isCallbackId, newCallbackId } from './callbacks.ts'
import { queryWithResponseUrl, responseUrlIn, resultPath, withResponseUrl } from './response-url.ts'
import { sealedUrls } from './sealed-urls.ts'
import { TokenOwners } from './token-owners.ts'

describe('response_url', () => {
  it('R-ROUTE-27 changes in the body where it stands, and nothing else does', () => {
    const text = `{ "a":1.50,\n "response\\u005furl" : "https://emsp.example/x\\"y", "token":{"response_url":"mine"},"l":["response_url"] }`
    expect(withResponseUrl(text, 'https://hub.example/1')).toBe(
      text.replace('"https://emsp.example/x\\"y"', '"https://hub.example/1"'),
    )
    expect(withResponseUrl('[{"response_url":"x"}]', 'y')).toBe('[{"response_url":"x"}]')
    expect(responseUrlIn(JSON.parse(text), new URLSearchParams())).toBe('https://emsp.example/x"y')
  })

  it('R-ROUTE-27 changes in the query', () => {
    const query = new URLSearchParams('duration=900&response_url=https%3A%2F%2Femsp.example%2F%3Fa%3D1')
    expect(responseUrlIn(undefined, query)).toBe('https://emsp.example/?a=1')
    expect(queryWithResponseUrl(query, 'https://hub.example/1').toString()).toBe(
      'duration=900&response_url=https%3A%2F%2Fhub.example%2F1',
    )
    expect(queryWithResponseUrl(new URLSearchParams('a=1'), 'x').toString()).toBe('a=1')
  })

  it('leads to the endpoint that takes the result of the request', () => {
    const version = versionOf('2.2.1')!
    const path = (module: string, name: string, params: Record<string, string> = {}) => {
      const found = version.modules[module]!
      const endpoint = found.RECEIVER.find((each) => each.name === name)!
      return resultPath(version, found, endpoint, params, 'ID')
    }
    expect(path('commands', 'startSession')).toBe('ocpi/2.2.1/sender/commands/START_SESSION/ID')
    expect(path('commands', 'unknownCommand', { command: 'A/B' })).toBe('ocpi/2.2.1/sender/commands/A%2FB/ID')
    expect(path('chargingprofiles', 'setChargingProfile')).toBe('ocpi/2.2.1/sender/chargingprofiles/set/ID')
    expect(path('tariffs', 'putTariff')).toBeUndefined()
  })

  it('has ids that fit into a URL and are told apart from ids of commands of our own', () => {
    const made = Array.from({ length: 100 }, newCallbackId)
    expect(new Set(made).size).toBe(100)
    expect(made.every(isCallbackId)).toBe(true)
    expect([isCallbackId('8c7f1e9a-3b65-4b0e-9a62-0f0d3c1f2a4b'), isCallbackId(undefined)]).toEqual([false, false])
  })
})

describe('sealed URLs', () => {
  let now = Date.parse('2026-11-24T10:00:00Z')
  const sealed = sealedUrls(createSecrets('a key that only tests use'), { now: () => new Date(now) })
  const parties = { from: { countryCode: 'BE', partyId: 'BEM' }, to: { countryCode: 'BE', partyId: 'BEC' } }
  const url = { url: 'https://cpo.example/x?offset=2', caller: 'p1', server: 'p2', ...parties }

  it('R-ROUTE-25 open for the connection they were made for', () => {
    const text = sealed.seal(url)
    expect(text).not.toContain('cpo')
    expect(sealed.open(text, 'p1', true)).toEqual(url)
    expect(sealed.open(text, 'p3', true)).toBe('foreign')
  })

  it('R-ROUTE-25 are refused with any character changed', () => {
    const text = sealed.seal(url)
    for (let at = 0; at < text.length - 1; at++) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      expect(sealed.open(changed, 'p1', true)).toBe('forged')
    }
    expect(sealed.open('', 'p1', true)).toBe('forged')
  })

  it('are good for a day where they lead to a page, and for ever where to an object', () => {
    const text = sealed.seal(url)
    now += 23 * 3_600_000
    expect(sealed.open(text, 'p1', true)).toEqual(url)
    now += 2 * 3_600_000
    expect(sealed.open(text, 'p1', true)).toBe('old')
    expect(sealed.open(text, 'p1', false)).toEqual(url)
  })
})

describe('owners of tokens', () => {
  it('are remembered without case, up to a number, the last used the longest', () => {
    const owners = new TokenOwners(2)
    owners.set('a1', 'RFID', 'DE-ONE')
    owners.set('B2', 'RFID', 'DE-TWO')
    expect(owners.get('A1', 'RFID')).toBe('DE-ONE')
    expect(owners.get('A1', 'APP_USER')).toBeUndefined()
    owners.set('C3', 'RFID', 'DE-ONE')
    expect([owners.size, owners.get('b2', 'RFID'), owners.get('a1', 'RFID')]).toEqual([2, undefined, 'DE-ONE'])
    owners.forget('a1', 'RFID')
    expect(owners.get('a1', 'RFID')).toBeUndefined()
  })
})
