// What there is before the fuzzing begins, and again from time to time, because fuzzing deletes: parties with objects of
// every kind, partners, and what a partner sends. The bodies are where variations begin.

import { PartnerSink } from '../../support/partner-sink.ts'
import {
  billed,
  cdrToken,
  connector,
  evse,
  location,
  noonPlus,
  session,
  tariff,
  token,
} from '../../support/wire-objects.ts'

export const PARTIES = 'NL-ABC:CPO,NL-XYZ:EMSP'
const PARTNER_TOKEN = 'what-the-partner-sends'
const PARTNER = { country_code: 'BE', party_id: 'BEC' }

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly text: string }>

const able = ['REMOTE_START_STOP_CAPABLE', 'RESERVABLE', 'UNLOCK_CAPABLE', 'CHARGING_PREFERENCES_CAPABLE']
const place = location({
  evses: [
    evse({ evse_id: 'NL*ABC*E3256', capabilities: able, connectors: [connector({ tariff_ids: ['ENERGY'] })] }),
    evse({ uid: '3257', connectors: [connector(), connector({ id: '2' })] }),
  ],
})
const energy = tariff({
  id: 'ENERGY',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] }],
})
const owner = { country_code: 'NL', party_id: 'ABC' }
const publicKey =
  '3059301306072A8648CE3D020106082A8648CE3D0301070342000460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299'

/** Without times of its own it is always newer than what is stored. */
const now = (object: object): object => JSON.parse(JSON.stringify({ ...object, last_updated: undefined }))

/** Everything a company has. `sink`: where partners and webhooks listen. */
export async function furnish(ask: Ask, sink: PartnerSink): Promise<void> {
  const details = { name: 'Interchange' }
  await ask('PUT', '/parties/NL/ABC', { roles: ['CPO'], business_details: details })
  await ask('PUT', '/parties/NL/XYZ', { roles: ['EMSP'] })
  const both = ['locations', 'tariffs', 'sessions', 'cdrs', 'tokens', 'commands'].flatMap((identifier) =>
    ['SENDER', 'RECEIVER'].map((role) => ({
      identifier,
      role,
      url: `${sink.url}/${role.toLowerCase()}/${identifier}`,
    })),
  )
  await ask('POST', '/partners', {
    name: 'Both',
    version: '2.3.0',
    token: 'what-we-send',
    our_token: PARTNER_TOKEN,
    endpoints: both,
    roles: ['CPO', 'EMSP'].map((role) => ({ role, ...PARTNER, business_details: details })),
    settings: { initial_push_after: 'never' },
  })
  await ask('POST', '/partners', { name: 'Invited' })
  await ask('PUT', '/tariffs/NL/ABC/ENERGY', now(energy))
  await ask('PUT', '/tariffs/NL/ABC/T1', now(tariff()))
  await ask('PUT', '/locations/NL/ABC/LOC1', now({ ...place, evses: place.evses.map(now) }))
  await ask('PUT', '/locations/NL/ABC/LOC1/3257', now({ ...evse({ uid: '3257' }), connectors: [now(connector())] }))
  await ask('PUT', '/locations/NL/ABC/LOC1/3257/2', now(connector({ id: '2' })))
  await ask('PATCH', '/locations/NL/ABC/LOC1/3257', { status: 'CHARGING' })
  await ask('PATCH', '/locations/NL/ABC/LOC1/3257/2', { max_amperage: 16 })
  await ask('PUT', '/tokens/NL/XYZ/04AABBCC', now(token()))
  await ask('PUT', '/sessions/NL/ABC/S1', now(session({ cdr_token: cdrToken(PARTNER) })))
  await ask('POST', '/cdrs', billed(1, { cdr_token: cdrToken({ ...PARTNER, uid: 'CARD-1' }) }))
  await ask('POST', '/price', { cdr: billed(1) })
  await ask('PUT', '/retail-rules/all', {
    parties: ['NL-XYZ'],
    markup: { percentage: 10, per_session: 0.5, currency: 'EUR' },
    taxes: [{ name: 'VAT', percentage: 21 }],
    rounding: { per: 'total', digits: 2 },
  })
  await ask('PUT', '/price-groups/some', {
    partners: [],
    rules: [{ connectors: [{ ...owner, location_id: 'LOC1' }], tariff_ids: ['T1'] }],
  })
  await ask('PUT', '/meter-keys/NL/ABC/3256', { keys: [{ public_key: publicKey }] })
  await ask('POST', '/webhooks', {
    url: `${sink.url}/hook`,
    events: ['location.changed', 'evse.status', 'command.start_session'],
  })
  await ask('POST', '/charging', {
    party: 'NL-ABC',
    evse_uid: '3256',
    token: { uid: 'CARD-1' },
    at: new Date(Date.now() - 3_600_000).toISOString(),
    meter_wh: 1000,
    meter: [{ at: new Date(Date.now() - 1_800_000).toISOString(), meter_wh: 6000, state: 'CHARGING' }],
  })
  await ask('POST', '/batch', [{ op: 'put', module: 'tariffs', object: tariff({ id: 'T2' }) }])
  await ask('POST', '/evse-status', [{ party: 'NL-ABC', evse_uid: '3256', status: 'AVAILABLE' }])
  const from = { country_code: 'NL', party_id: 'XYZ' }
  const card = { uid: '04AABBCC' }
  const at = { location_id: 'BELOC', evse_uid: '3256' }
  const expiry_date = new Date(Date.now() + 3_600_000).toISOString()
  await ask('POST', '/commands/START_SESSION', { from, to: PARTNER, token: card, ...at })
  await ask('POST', '/commands/STOP_SESSION', { from, to: PARTNER, session_id: 'BES' })
  await ask('POST', '/commands/RESERVE_NOW', {
    from,
    to: PARTNER,
    token: card,
    reservation_id: 'R1',
    expiry_date,
    ...at,
  })
  await ask('POST', '/commands/CANCEL_RESERVATION', { from, to: PARTNER, reservation_id: 'R1' })
  await ask('POST', '/commands/UNLOCK_CONNECTOR', { from, to: PARTNER, connector_id: '1', ...at })
  await ask('PUT', '/sessions/BE/BEC/BES/charging_preferences', { profile_type: 'CHEAP' })
  await ask('POST', '/authorize', { from: owner, token: { uid: 'CARD-1' } })
}

const theirs = { ...PARTNER, id: 'BELOC' }
/** What the partner sends, by path below `/ocpi/2.3.0`. Some of it is wrong, so that something is said about it. */
const sent: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ['PUT', 'receiver/locations/BE/BEC/BELOC', { ...place, ...theirs }],
  ['PUT', 'receiver/tariffs/BE/BEC/BET', tariff({ ...PARTNER, id: 'BET' })],
  [
    'PUT',
    'receiver/sessions/BE/BEC/BES',
    session({ ...PARTNER, id: 'BES', location_id: 'BELOC', cdr_token: cdrToken() }),
  ],
  ['POST', 'receiver/cdrs', billed(2, { ...PARTNER, id: 'BECDR', total_energy: 99, cdr_token: cdrToken() })],
  ['PUT', 'receiver/tokens/BE/BEC/CARD-1', token({ ...PARTNER, uid: 'CARD-1', last_updated: noonPlus(1) })],
  ['POST', 'sender/tokens/04AABBCC/authorize', undefined],
]

/** All that the partner has of objects. */
export async function partnerFurnishes(url: string, sink: PartnerSink): Promise<void> {
  for (let turn = 0; turn < sent.length; turn++) await partnerSends(url, sink, 2 * turn + 1)
}

/** One thing more that the partner sends. */
export async function partnerSends(url: string, sink: PartnerSink, turn: number): Promise<void> {
  const command = {
    response_url: `${sink.url}/result/${turn}`,
    token: token({ ...PARTNER, uid: 'CARD-1' }),
    location_id: 'LOC1',
    evse_uid: '3256',
  }
  const [method, path, body] =
    turn % 2 === 0
      ? (['POST', 'receiver/commands/START_SESSION', command] as const)
      : sent[Math.floor(turn / 2) % sent.length]!
  const to = method === 'POST' && path.includes('commands') ? 'ABC' : 'XYZ'
  await fetch(`${url}/ocpi/2.3.0/${path}`, {
    method,
    headers: {
      authorization: `Token ${Buffer.from(PARTNER_TOKEN).toString('base64')}`,
      'ocpi-from-country-code': 'BE',
      'ocpi-from-party-id': 'BEC',
      'ocpi-to-country-code': 'NL',
      'ocpi-to-party-id': to,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).then((answer) => answer.text())
}

/** Some of what it is sent it refuses, for good or for now. */
export async function startSink(): Promise<PartnerSink> {
  const sink = new PartnerSink()
  let count = 0
  sink.answer = ({ path }) => {
    sink.forget()
    if (path.startsWith('/hook')) return { http: count++ % 5 === 0 ? 500 : 204, text: '' }
    if (path.includes('/commands/')) return { data: { result: 'ACCEPTED', timeout: 5 } }
    if (path.includes('/authorize')) return { data: { allowed: 'BLOCKED' } }
    if (path.endsWith('/charging_preferences')) return { data: 'ACCEPTED' }
    return count++ % 4 === 0 ? { status: 2001, message: 'not this one' } : undefined
  }
  await sink.start()
  return sink
}
