// Hubs that know each other could send a request round without end. Source: status_codes, 4001; R-CRED-22 (hub_party_id).

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { outcome } from '../stranger/conversation.ts'
import { Stranger } from '../stranger/stranger.ts'
import { at, CPO, EMSP, join, routing, startHub } from './network.ts'

/** A stranger that is a hub: it speaks for its own party and for others behind it. */
async function strangeHub(hub: Awaited<ReturnType<typeof startHub>>, party_id: string, behind: readonly object[]) {
  const stranger = await Stranger.start({ role: 'CPO', version: '2.3.0', party: { country_code: 'DE', party_id } })
  const roles = [
    { role: 'OTHER', country_code: 'DE', party_id, business_details: { name: party_id } },
    ...behind.map((role) => ({ ...role, business_details: { name: 'behind' } })),
  ]
  stranger.credentials = (token = stranger.inbound) => ({
    token,
    url: stranger.versionsUrl,
    hub_party_id: `DE${party_id}`,
    roles,
  })
  const { body } = await hub.api('POST', '/partners', { name: party_id })
  const said = await stranger.register(body.versions_url, body.token)
  expect(outcome(said)).toBe('200/1000')
  return stranger
}

test('R-ROUTE-09 a request that comes back while it is being forwarded is answered 4001, and so is one to its source', async () => {
  const hub = await startHub()
  const { stranger: emsp } = await join(hub, { role: 'EMSP', version: '2.3.0', party: EMSP })
  // One says that it reaches the CPO and hands the request to the other one, which hands it back to us.
  const far = await strangeHub(hub, 'HB1', [{ role: 'CPO', ...CPO }])
  const back = await strangeHub(hub, 'HB2', [{ role: 'EMSP', ...EMSP }])
  const answers: string[] = []
  const offer = ['locations', 'SENDER'] as const
  far.answer = async ({ path, headers }) => {
    if (!path.startsWith('/out/locations/LOC1')) return undefined
    const again = await back.send('GET', at(back, ...offer, 'LOC1'), {
      to: CPO,
      headers: {
        'OCPI-from-country-code': EMSP.country_code,
        'OCPI-from-party-id': EMSP.party_id,
        'X-Correlation-ID': headers['x-correlation-id']!,
      },
    })
    answers.push(outcome(again), String(again.envelope.status_message))
    return { data: { id: 'LOC1' } }
  }
  const said = await emsp.send('GET', at(emsp, ...offer, 'LOC1'), {
    to: CPO,
    headers: { 'X-Correlation-ID': randomUUID() },
  })
  expect([outcome(said), routing(said).from]).toEqual(['200/1000', 'BE-BEC'])
  expect(answers[0]).toBe('200/4001')
  expect(answers[1]).toContain('circle')

  const source = await far.send('GET', at(far, ...offer, 'LOC1'), { to: CPO })
  expect(outcome(source)).toBe('200/4001')
  await Promise.all([emsp, far, back].map((stranger) => stranger.stop()))
})
