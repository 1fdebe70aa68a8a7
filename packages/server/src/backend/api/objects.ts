import { canonical } from '@interchange/ocpi/canonical'
import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, pattern, some, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { objectOf } from '@interchange/ocpi/define/version'
import { cdrFills, sessionFills } from '../../pricing/own-costs.ts'
import { type ApiCall, type CallOptions, call, one, page, partial, withMeta } from '../define.ts'
import { pageQuery, params, partyKeyType } from './common.ts'
import { metaQuery } from './meta.ts'
import { driverQuery } from './retail-rules.ts'
import { changesOf, shapeOf } from './shapes.ts'

const { country_code, party_id, id, uid, cdr_id, evse_uid, connector_id } = params
const byUrl = ['country_code', 'party_id', 'id', 'last_updated']
const of = (name: string) => objectOf(canonical, name)
const written = (name: string) => `${of(name).doc} What the URL says may be left out; \`last_updated\` then is now.`

/** Objects as the company's backend writes them. */
export const objectShapes: Chapter = {
  objects: {
    LocationToWrite: shapeOf(of('Location'), {
      doc: written('Location'),
      optional: byUrl,
      replace: { evses: many('EvseToWrite') },
    }),
    EvseToWrite: shapeOf(of('EVSE'), {
      doc: written('EVSE'),
      optional: ['last_updated'],
      replace: { connectors: some('ConnectorToWrite') },
    }),
    ConnectorToWrite: shapeOf(of('Connector'), { doc: written('Connector'), optional: ['last_updated'] }),
    EvseChanges: changesOf(of('EVSE'), 'Changed fields of an EVSE, mostly its status.'),
    ConnectorChanges: changesOf(of('Connector'), 'Changed fields of a connector.'),
    TariffToWrite: shapeOf(of('Tariff'), { doc: written('Tariff'), optional: byUrl }),
    SessionToWrite: shapeOf(of('Session'), {
      doc: `${written('Session')} Without \`total_cost\` it is worked out by the connector's tariff, and so is \`currency\`.`,
      optional: [...byUrl, ...sessionFills],
    }),
    TokenToWrite: shapeOf(of('Token'), {
      doc: written('Token'),
      optional: ['country_code', 'party_id', 'uid', 'type', 'last_updated'],
    }),
    CdrToWrite: shapeOf(of('CDR'), {
      doc: `${of('CDR').doc} \`last_updated\` may be left out, it then is now; costs, totals and tariffs too, they then are worked out from the charging periods and the connector's tariff.`,
      optional: ['last_updated', ...cdrFills],
      // Tariffs may be filled in; the whole CDR is judged afterwards.
      withoutRules: ['R-CDR-15'],
    }),
    DeletedCdrs: object('CDRs that were deleted.', { deleted: field(int(0)) }),
  },
  enums: { TokenState: closed('Whether a token is valid.', ['VALID', 'INVALID']) },
}

const owned = { country_code, party_id, id }
const notOurs = { 403: 'The party is not ours, or not one of this key.' }
const unmet = { 412: '`If-Match` or `If-None-Match` does not hold for what is stored.' }
const backwards = { ...unmet, 409: '`last_updated` is before the stored one, or the object is final.' }
const missing = { 404: 'There is no such object.' }

const stored = (name: string): CallOptions['answers'] => ({
  200: { doc: 'Changed, or stored already. The object as it is now.', body: one(name) },
  201: { doc: 'New. The object as it is stored.', body: one(name) },
})

const put = (
  module: string,
  name: string,
  call_: string,
  more: Partial<CallOptions> & { path?: string; shape?: string; note?: string } = {},
): ApiCall =>
  call(
    module,
    call_,
    `PUT /${module}/{country_code}/{party_id}/${more.path ?? '{id}'}`,
    `Publishes ${a(name)}, new or changed.${more.note ? ` ${more.note}` : ''}`,
    {
      scope: 'write',
      params: more.params ?? owned,
      query: more.query ?? {},
      body: one(more.shape ?? `${name}ToWrite`),
      answers: stored(name),
      errors: { ...notOurs, ...backwards, ...more.errors },
    },
  )

const get = (
  module: string,
  name: string,
  call_: string,
  more: Partial<CallOptions> & { path?: string } = {},
): ApiCall =>
  call(
    module,
    call_,
    `GET /${module}/{country_code}/{party_id}/${more.path ?? '{id}'}`,
    `${capital(a(name))}, own or received.`,
    {
      scope: 'read',
      params: more.params ?? owned,
      query: { ...more.query, ...metaQuery },
      answers: {
        200: { doc: `The ${name}, canonical, with an \`ETag\`.`, body: withMeta(one(name)) },
        304: { doc: 'The caller has it already: `If-None-Match`.' },
      },
      errors: missing,
    },
  )

const a = (name: string): string => `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const listQuery = {
  party: many(partyKeyType, { doc: 'Only objects of these parties, such as `NL-ABC`; several with commas.' }),
  partner: maybe(string(80), { doc: 'Only what came from this partner.' }),
  own: maybe(boolean, { doc: '`true`: only our own; `false`: only received.' }),
  updated_from: maybe(dateTime, { doc: 'Only with `last_updated` at or after this.' }),
  updated_to: maybe(dateTime, { doc: 'Only with `last_updated` before this.' }),
  ...pageQuery,
}

/** `state` in every module; what it means is called `status` in OCPI. */
const bothOf = (type: string, doc: string) => ({
  state: many(type, { doc }),
  status: many(type, { doc: 'The same as `state`.' }),
})

const usageQuery = {
  token: maybe(string(36), { doc: 'Only with a token of this uid, without regard to case.' }),
  from: maybe(dateTime, { doc: 'Only what began at or after this.' }),
  to: maybe(dateTime, { doc: 'Only what began before this.' }),
}

const placeType = pattern(
  /^-?\d{1,2}(\.\d{1,20})?,-?\d{1,3}(\.\d{1,20})?$/,
  'latitude and longitude in degrees such as 52.0907,5.1214',
  60,
)

const pricesQuery = {
  prices: maybe(boolean, {
    doc: '`true`, with `meta=true`: `meta.prices` says what charging costs now at each connector; at most 100 Locations.',
    default: false,
  }),
  driver_party: maybe(partyKeyType, {
    doc: 'Our eMSP party of the driver whose prices are asked; absent: the only one there is.',
  }),
  token: maybe(uid.type, {
    doc: 'With `prices=true`: uid of a token of that party; `retail` says what its driver pays.',
  }),
  token_type: driverQuery.token_type,
  contract_id: driverQuery.contract_id,
}

const list = (module: string, name: string, call_: string, query: CallOptions['query'] = {}): ApiCall =>
  call(module, call_, `GET /${module}`, 'Everything known, own and received, in order of creation.', {
    scope: 'read',
    query: { ...listQuery, ...metaQuery, ...query },
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: withMeta(page(name)) } },
  })

const evse = { country_code, party_id, id, evse_uid }
const connector = { ...evse, connector_id }
const part = { ...missing, ...notOurs, ...backwards }
const tokenType = {
  type: maybe('TokenType', { doc: 'A uid is unique only with its type. Absent: that of the body, else RFID.' }),
}
const token = { params: { country_code, party_id, uid }, path: '{uid}', query: tokenType }

const patch = (path: string, name: string, call_: string, partParams: CallOptions['params'] & object): ApiCall =>
  call('locations', call_, `PATCH /locations/{country_code}/{party_id}/${path}`, `Changed fields of ${a(name)}.`, {
    scope: 'write',
    params: partParams,
    body: name === 'EVSE' ? partial('EvseChanges', 'EvseToWrite') : partial('ConnectorChanges', 'ConnectorToWrite'),
    answers: { 200: { doc: `The ${name} as it is now.`, body: one(name) } },
    errors: part,
  })

export const objectCalls: readonly ApiCall[] = [
  list('locations', 'Location', 'listLocations', {
    ...bothOf('Status', 'Only with an EVSE in one of these statuses.'),
    evse_id: maybe(string(48), { doc: 'Only the Location of this EVSE, without regard to case.' }),
    near: maybe(placeType, {
      doc: 'Latitude and longitude: only Locations within `radius`, the nearest first. `meta.distance` says how far.',
    }),
    radius: maybe(int(1, 200_000), { doc: 'Metres around `near`; 10,000 where nothing is said.', unit: 'm' }),
    ...pricesQuery,
  }),
  get('locations', 'Location', 'getLocation', { query: pricesQuery }),
  put('locations', 'Location', 'putLocation'),
  call(
    'locations',
    'deleteLocation',
    'DELETE /locations/{country_code}/{party_id}/{id}',
    'Takes a Location out of service: all its EVSEs become REMOVED. OCPI deletes no Locations, so it stays stored.',
    {
      scope: 'write',
      params: owned,
      answers: { 200: { doc: 'The Location as it is now.', body: one('Location') } },
      errors: { ...missing, ...notOurs, ...unmet },
    },
  ),
  get('locations', 'EVSE', 'getEvse', { path: '{id}/{evse_uid}', params: evse }),
  put('locations', 'EVSE', 'putEvse', { path: '{id}/{evse_uid}', params: evse, shape: 'EvseToWrite', errors: missing }),
  patch('{id}/{evse_uid}', 'EVSE', 'patchEvse', evse),
  get('locations', 'Connector', 'getConnector', { path: '{id}/{evse_uid}/{connector_id}', params: connector }),
  put('locations', 'Connector', 'putConnector', {
    path: '{id}/{evse_uid}/{connector_id}',
    params: connector,
    shape: 'ConnectorToWrite',
    errors: missing,
  }),
  patch('{id}/{evse_uid}/{connector_id}', 'Connector', 'patchConnector', connector),

  list('tariffs', 'Tariff', 'listTariffs'),
  get('tariffs', 'Tariff', 'getTariff'),
  put('tariffs', 'Tariff', 'putTariff', { note: 'The header `Interchange-Findings` says what is odd about it.' }),
  call('tariffs', 'deleteTariff', 'DELETE /tariffs/{country_code}/{party_id}/{id}', 'Withdraws a tariff.', {
    scope: 'write',
    params: owned,
    answers: { 204: { doc: 'Gone; partners are sent a DELETE.' } },
    errors: { ...missing, ...notOurs, ...unmet },
  }),

  list('sessions', 'Session', 'listSessions', {
    ...bothOf('SessionStatus', 'Only with one of these statuses.'),
    ...usageQuery,
  }),
  get('sessions', 'Session', 'getSession'),
  put('sessions', 'Session', 'putSession'),
  call(
    'sessions',
    'deleteSession',
    'DELETE /sessions/{country_code}/{party_id}/{id}',
    'Always refused: OCPI deletes no sessions. End it with status COMPLETED, or INVALID when it is not to be billed.',
    { scope: 'write', params: owned, answers: {}, errors: { 405: 'Sessions are never deleted.' } },
  ),

  list('cdrs', 'CDR', 'listCdrs', {
    ...bothOf('AuditState', 'Only where the audit is in one of these states.'),
    ...usageQuery,
  }),
  get('cdrs', 'CDR', 'getCdr', { params: { country_code, party_id, id: cdr_id } }),
  call(
    'cdrs',
    'postCdr',
    'POST /cdrs',
    'Issues a CDR, after an audit. It never changes; the same again is answered like the first time.',
    {
      scope: 'write',
      body: one('CdrToWrite'),
      query: {
        accept_findings: maybe(boolean, {
          doc: 'Issues it whatever an audit finds; the findings are kept with it.',
          default: false,
        }),
      },
      answers: stored('CDR'),
      errors: {
        ...notOurs,
        409: 'A CDR with this id exists with another content, or it contradicts the session it is for.',
        422: 'The body has faults, or the audit found errors (`cdr-has-errors`); `errors` names each by JSON pointer.',
      },
    },
  ),

  call(
    'cdrs',
    'deleteCdrs',
    'DELETE /cdrs',
    'Deletes old CDRs for good, own and received, with their audits. They are not taken from a partner again.',
    {
      scope: 'admin',
      query: { before: field(dateTime, { doc: 'CDRs last changed before then; at least 30 days ago.' }) },
      answers: { 200: { doc: 'How many are gone.', body: one('DeletedCdrs') } },
    },
  ),

  list('tokens', 'Token', 'listTokens', { state: many('TokenState', { doc: 'Only valid or invalid ones.' }) }),
  get('tokens', 'Token', 'getToken', token),
  put('tokens', 'Token', 'putToken', token),
  call(
    'tokens',
    'deleteToken',
    'DELETE /tokens/{country_code}/{party_id}/{uid}',
    'Blocks a token: it becomes `valid: false`. OCPI deletes no tokens, so it stays stored.',
    {
      scope: 'write',
      params: token.params,
      query: tokenType,
      answers: { 200: { doc: 'The token as it is now.', body: one('Token') } },
      errors: { ...missing, ...notOurs, ...unmet },
    },
  ),
]
