// Every call of the company-side API, one row each. Router, checks and OpenAPI come from here.

import { ciString, key, maybe, string } from '@interchange/ocpi/define/type'
import { type ApiCall, call, one, optional, page, partial } from '../define.ts'
import { id, paging, party, times } from './fields.ts'

const stored = (name: string) => ({
  200: { doc: 'As it is stored now; it was there before.', body: one(name) },
  201: { doc: 'As it is stored now; it is new.', body: one(name) },
})
const found = (name: string) => ({ 200: { doc: 'The object.', body: one(name) } })
const notFound = { 404: 'There is no such object.' }
const ownWrite = {
  403: 'The party is not one of this platform.',
  404: 'The parent object is not there.',
  409: '`last_updated` would go backwards, or what is stored may not change any more.',
}

const booleanText = string(5)
const listQuery = {
  ...paging,
  ...times,
  party: maybe(string(6), { doc: 'Owner, such as NL-ABC.' }),
  partner: maybe(string(64), { doc: 'Id of the partner it came from.' }),
  own: maybe(booleanText, { doc: '`true`: our own; `false`: received.' }),
  state: maybe(string(32), { doc: 'Status of sessions.' }),
}

const objectCalls = (module: string, name: string, label: string): ApiCall[] => {
  const type = module === 'tokens' ? { type: maybe('TokenType', { default: 'RFID' }) } : {}
  const path = `/${module}/{country_code}/{party_id}/{id}`
  const params = { ...party, ...id }
  return [
    call(module, `list${label}s`, `GET /${module}`, `All ${module} known, own and received, oldest first.`, {
      query: listQuery,
      answers: { 200: { doc: 'A page.', body: page(name) } },
      scope: 'read',
    }),
    call(module, `get${label}`, `GET ${path}`, `Reads ${label}, own or received.`, {
      params,
      query: type,
      answers: found(name),
      errors: notFound,
      scope: 'read',
    }),
    ...(module === 'cdrs'
      ? []
      : [
          call(module, `put${label}`, `PUT ${path}`, `Writes and publishes ${label} of ours.`, {
            params,
            query: type,
            body: one(name),
            answers: stored(name),
            errors: ownWrite,
            scope: 'write',
          }),
          call(module, `delete${label}`, `DELETE ${path}`, removal[module]!, {
            params,
            query: type,
            answers: { 200: { doc: 'As it is stored now.', body: one(name) } },
            errors: { ...ownWrite, ...notFound, 405: 'Objects of this module are never removed.' },
            scope: 'write',
          }),
        ]),
  ]
}

const removal: Readonly<Record<string, string>> = {
  locations: 'Sets all EVSEs of the location to REMOVED; OCPI knows no other end of a location.',
  tariffs: 'Deletes the tariff; take it off the connectors first.',
  tokens: 'Makes the token invalid; OCPI knows no other end of a token.',
  sessions: 'Sessions are never removed: answered 405.',
}

const evse = { evse_uid: key(ciString(36)) }
const connector = { connector_id: key(ciString(36)) }
const partCalls = (
  name: string,
  label: string,
  path: string,
  params: Record<string, ReturnType<typeof key>>,
): ApiCall[] => [
  call('locations', `get${label}`, `GET ${path}`, `Reads one ${name} of a location.`, {
    params,
    answers: found(name),
    errors: notFound,
    scope: 'read',
  }),
  call('locations', `put${label}`, `PUT ${path}`, `Writes one ${name} of a location of ours.`, {
    params,
    body: one(name),
    answers: stored(name),
    errors: ownWrite,
    scope: 'write',
  }),
  call(
    'locations',
    `patch${label}`,
    `PATCH ${path}`,
    `Changes fields of one ${name}, such as \`{"status": "CHARGING"}\`.`,
    {
      params,
      body: partial(name),
      answers: { 200: { doc: 'As it is stored now.', body: one(name) } },
      errors: ownWrite,
      scope: 'write',
    },
  ),
]

const location = '/locations/{country_code}/{party_id}/{id}'

export const calls: readonly ApiCall[] = [
  call('parties', 'listParties', 'GET /parties', 'Our own parties and their roles.', {
    answers: { 200: { doc: 'All of them.', body: page('OwnParty') } },
    scope: 'read',
  }),
  call('parties', 'getParty', 'GET /parties/{country_code}/{party_id}', 'One of our parties.', {
    params: party,
    answers: found('OwnParty'),
    errors: notFound,
    scope: 'read',
  }),
  call('parties', 'putParty', 'PUT /parties/{country_code}/{party_id}', 'Adds a party of ours, or changes its roles.', {
    params: party,
    body: one('OwnParty'),
    answers: stored('OwnParty'),
    scope: 'admin',
  }),
  call('parties', 'deleteParty', 'DELETE /parties/{country_code}/{party_id}', 'Takes a party of ours away.', {
    params: party,
    answers: { 204: { doc: 'It is gone; what it owned stays stored.' } },
    errors: notFound,
    scope: 'admin',
  }),

  call('partners', 'listPartners', 'GET /partners', 'Every partner.', {
    answers: { 200: { doc: 'All of them.', body: page('Partner') } },
    scope: 'read',
  }),
  call('partners', 'postPartner', 'POST /partners', 'Invites a partner, or registers with one that invited us.', {
    body: one('PartnerRequest'),
    answers: { 201: { doc: 'Invited (with versions URL and token), or registered.', body: one('Invitation') } },
    errors: { 502: 'The handshake failed; `detail` says at which step and why. Nothing was kept.' },
    scope: 'admin',
  }),
  call('partners', 'getPartner', 'GET /partners/{id}', 'One partner.', {
    params: { id: key(string(64)) },
    answers: found('Partner'),
    errors: notFound,
    scope: 'read',
  }),
  call(
    'partners',
    'patchPartner',
    'PATCH /partners/{id}',
    'Changes name, parties, settings, or suspends and resumes.',
    {
      params: { id: key(string(64)) },
      body: partial('PartnerChange'),
      answers: found('Partner'),
      errors: notFound,
      scope: 'admin',
    },
  ),
  call('partners', 'deletePartner', 'DELETE /partners/{id}', 'Unregisters and forgets a partner; what it sent stays.', {
    params: { id: key(string(64)) },
    answers: { 204: { doc: 'It is gone.' } },
    errors: notFound,
    scope: 'admin',
  }),
  call('partners', 'rotateTokens', 'POST /partners/{id}/rotate', 'New credentials tokens for both sides.', {
    params: { id: key(string(64)) },
    body: optional('Rotation'),
    answers: found('Partner'),
    errors: { ...notFound, 502: 'The partner did not take them; the old ones stay.' },
    scope: 'admin',
  }),
  call('partners', 'pullPartner', 'POST /partners/{id}/pull', 'Crawls a partner now.', {
    params: { id: key(string(64)) },
    body: optional('PullOrder'),
    answers: { 200: { doc: 'What came.', body: one('PullReport') } },
    errors: { ...notFound, 409: 'The partner is not registered, or offers no such module.' },
    scope: 'write',
  }),

  ...objectCalls('locations', 'Location', 'Location'),
  ...partCalls('EVSE', 'Evse', `${location}/{evse_uid}`, { ...party, ...id, ...evse }),
  ...partCalls('Connector', 'Connector', `${location}/{evse_uid}/{connector_id}`, {
    ...party,
    ...id,
    ...evse,
    ...connector,
  }),
  ...objectCalls('tariffs', 'Tariff', 'Tariff'),
  ...objectCalls('sessions', 'Session', 'Session'),
  ...objectCalls('tokens', 'Token', 'Token'),
  ...objectCalls('cdrs', 'CDR', 'Cdr'),
  call('cdrs', 'postCdr', 'POST /cdrs', 'Publishes a CDR of ours; it never changes again.', {
    body: one('CDR'),
    answers: stored('CDR'),
    errors: ownWrite,
    scope: 'write',
  }),

  call(
    'commands',
    'postCommand',
    'POST /commands/{command}',
    'Sends a command as eMSP; answers with the first answer of the CPO in it.',
    {
      params: { command: key('CommandType') },
      body: one('CommandOrder'),
      answers: { 201: { doc: 'The command; GET it to see what became of it.', body: one('Command') } },
      scope: 'write',
    },
  ),
  call('commands', 'getCommand', 'GET /commands/{id}', 'A command, and what became of it.', {
    params: { id: key(string(64)) },
    answers: found('Command'),
    errors: notFound,
    scope: 'read',
  }),
  call(
    'commands',
    'postResult',
    'POST /commands/{id}/result',
    'As CPO: what the charge point did; again, if it changes.',
    {
      params: { id: key(string(64)) },
      body: one('CommandOutcome'),
      answers: found('Command'),
      errors: notFound,
      scope: 'write',
    },
  ),
  call('authorization', 'authorize', 'POST /authorize', 'As CPO: may this token charge here?', {
    body: one('AuthorizeRequest'),
    answers: { 200: { doc: 'The decision, and whose it is.', body: one('Authorization') } },
    scope: 'write',
  }),
  call(
    'sessions',
    'putChargingPreferences',
    'PUT /sessions/{country_code}/{party_id}/{id}/charging_preferences',
    'As eMSP: how the driver wants the session to charge.',
    {
      params: { ...party, ...id },
      body: one('ChargingPreferences'),
      answers: { 200: { doc: 'What the CPO says.', body: one('PreferencesAnswer') } },
      errors: { ...notFound, 502: 'The CPO did not take them.' },
      scope: 'write',
    },
  ),

  call('changes', 'getChanges', 'GET /changes', 'The feed as Server-Sent Events.', {
    query: {
      since: maybe(string(80), {
        doc: 'A position to go on behind; `start`: every current object first; absent: from now.',
      }),
      modules: maybe(string(200), { doc: 'Comma-separated.' }),
      parties: maybe(string(700), { doc: 'Comma-separated owners, such as NL-ABC.' }),
      own: maybe(booleanText, { doc: '`true`: our own; `false`: received.' }),
    },
    answers: { 200: { doc: 'Never ends; a comment line every 15 s keeps it alive.', events: 'Change' } },
    errors: { 410: 'The position is too old, or of a feed that began anew; take since=start.' },
    scope: 'read',
  }),
  call('webhooks', 'listWebhooks', 'GET /webhooks', 'All webhooks, and which of them fail.', {
    answers: { 200: { doc: 'All of them.', body: page('Webhook') } },
    scope: 'admin',
  }),
  call('webhooks', 'postWebhook', 'POST /webhooks', 'Adds a webhook for notifications and questions.', {
    body: one('WebhookOrder'),
    answers: { 201: { doc: 'With its secret, shown this once.', body: one('Webhook') } },
    scope: 'admin',
  }),
  call('webhooks', 'deleteWebhook', 'DELETE /webhooks/{id}', 'Removes a webhook.', {
    params: { id: key(string(64)) },
    answers: { 204: { doc: 'It is gone.' } },
    errors: notFound,
    scope: 'admin',
  }),

  call('delivery', 'listParked', 'GET /parked', 'Objects a partner refused, with its answer.', {
    answers: { 200: { doc: 'All of them.', body: page('Trouble') } },
    scope: 'read',
  }),
  call('delivery', 'retryParked', 'POST /parked/{id}/retry', 'Sends a parked object again now.', {
    params: { id: key(string(200)) },
    answers: { 204: { doc: 'It is under way.' } },
    errors: notFound,
    scope: 'write',
  }),
  call('delivery', 'listUnroutable', 'GET /unroutable', 'Sessions and CDRs of parties no partner serves.', {
    answers: { 200: { doc: 'All of them.', body: page('Trouble') } },
    scope: 'read',
  }),
  call('delivery', 'listAside', 'GET /aside', 'Parts that were left out of what a crawl brought, with the reason.', {
    answers: { 200: { doc: 'The newest first.', body: page('Trouble') } },
    scope: 'read',
  }),
]
