// What a credentials token opens, and what the versions and their details say. Source: transport, "Authorization header";
// versions.

import { describe, expect, test } from 'vitest'
import { outcome, sides, startPlatform } from './conversation.ts'
import { meeting } from './meeting.ts'
import type { Json } from './objects.ts'
import { Stranger } from './stranger.ts'

const { here, meet: meetAs, registered: registeredAs } = meeting()

describe.each(sides)('a stranger of $version as $role', ({ version, role }) => {
  const meet = () => meetAs({ version, role })
  const registered = () => registeredAs({ version, role })
  const list = role === 'CPO' ? 'tokens.SENDER' : 'locations.SENDER'

  describe('shows a token', () => {
    test('R-AUTH-04 R-AUTH-05 without one, or with an unknown one: 401 at every endpoint', async () => {
      const { stranger, invitation } = await registered()
      const urls = [invitation.versions_url, `${here.ours.url}/ocpi/${version}`, ...stranger.theirs.values()]
      expect(urls.length).toBeGreaterThan(8)
      for (const url of urls) {
        for (const token of [null, 'nobody-knows-it']) {
          const said = await stranger.send('GET', url, { token })
          expect([url, said.http]).toEqual([url, 401])
          // R-AUTH-12, R-STATUS-05
          expect(said.envelope.status_code).toBeGreaterThanOrEqual(2000)
          expect(said.envelope.data).toBeUndefined()
        }
      }
    })

    test('R-AUTH-05 the token without Base64: 401', async () => {
      const { stranger } = await registered()
      const raw = await stranger.send('GET', stranger.theirs.get(list)!, {
        token: null,
        headers: { Authorization: `Token ${stranger.outbound}` },
      })
      expect(raw.http).toBe(401)
    })

    test.each(['Bearer', 'Basic', ''])('R-AUTH-02 the word "%s" instead of Token: 401', async (word) => {
      const { stranger } = await registered()
      const encoded = Buffer.from(stranger.outbound).toString('base64')
      const said = await stranger.send('GET', stranger.theirs.get(list)!, {
        token: null,
        headers: { Authorization: `${word} ${encoded}`.trim() },
      })
      expect(said.http).toBe(401)
    })

    test('R-AUTH-06 token A opens versions, details and credentials and nothing else', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.outbound = token
      await stranger.discover(versions_url)
      for (const [name, url] of stranger.theirs) {
        const said = await stranger.send('GET', url)
        expect([name, said.http]).toEqual([name, name.startsWith('credentials') ? 200 : 401])
      }
    })

    test('R-AUTH-10 R-ROUTE-07 names of headers and ids of parties are compared without case', async () => {
      const { stranger } = await registered()
      const said = await stranger.send('GET', stranger.theirs.get(list)!, {
        config: true,
        token: null,
        headers: {
          AUTHORIZATION: `Token ${Buffer.from(stranger.outbound).toString('base64')}`,
          'ocpi-FROM-country-code': stranger.party.country_code.toLowerCase(),
          'OCPI-from-PARTY-id': stranger.party.party_id.toLowerCase(),
          'ocpi-TO-country-code': 'nl',
          'Ocpi-To-Party-Id': 'abc',
        },
      })
      expect(outcome(said)).toBe('200/1000')
    })

    test('R-AUTH-07 the tokens of two strangers differ, and each gets its own credentials', async () => {
      const [one, two] = [await registered(), await registered()]
      expect(one.stranger.outbound).not.toBe(two.stranger.outbound)
      const seen = await one.stranger.send('GET', one.stranger.credentialsUrl, { config: true })
      expect((seen.envelope.data as Json).token).toBe(one.stranger.outbound)
    })
  })

  test('R-VER-01 R-VER-02 R-VER-04 R-VER-06 the details are of the version listed, a module once per side', async () => {
    const { stranger, invitation } = await registered()
    const listed = await stranger.send('GET', invitation.versions_url, { config: true })
    for (const { version: number, url } of listed.envelope.data as { version: string; url: string }[]) {
      const details = await stranger.send('GET', url, { config: true })
      const { version: said, endpoints } = details.envelope.data as { version: string; endpoints: Json[] }
      expect(said).toBe(number)
      const named = endpoints.map(({ identifier, role: side }) => `${identifier}.${side}`)
      expect(new Set(named).size).toBe(named.length)
      expect(named).toEqual(expect.arrayContaining(['locations.SENDER', 'locations.RECEIVER']))
      expect(named.some((name) => name.startsWith('credentials.'))).toBe(true)
      for (const endpoint of endpoints) expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    }
  })
})

test('R-AUTH-08 behind HTTPS every URL it is given is https; nobody is asked for a certificate', async () => {
  const ours = await startPlatform({ PUBLIC_URL: 'https://roaming.example/interchange', DATABASE_SCHEMA: 'https' })
  const stranger = await Stranger.start({ role: 'EMSP', version: '2.3.0' })
  try {
    const { versions_url, token } = await ours.invite()
    expect(versions_url).toBe('https://roaming.example/interchange/ocpi/versions')
    stranger.outbound = token
    // What stands in front takes the certificate's name and the path's beginning away.
    const inside = (url: string) => url.replace('https://roaming.example/interchange', ours.url)
    const read = async (url: string) =>
      (await stranger.send('GET', inside(url), { config: true })).envelope.data as { version: string; url: string }[]
    const listed = await read(versions_url)
    expect(listed.length).toBeGreaterThan(1)
    for (const { url } of listed) {
      expect(url).toMatch(/^https:\/\/roaming\.example\/interchange\//)
      const { endpoints } = (await read(url)) as unknown as { endpoints: { url: string }[] }
      for (const endpoint of endpoints) expect(endpoint.url).toMatch(/^https:\/\/roaming\.example\/interchange\//)
    }
  } finally {
    await stranger.stop()
    await ours.stop()
  }
})
