import { canonical } from '@interchange/ocpi/canonical'
import { closed, object } from '@interchange/ocpi/define/object'
import { needs } from '@interchange/ocpi/define/rules'
import { dateTime, one as field, many, maybe, string } from '@interchange/ocpi/define/type'
import { type Chapter, objectOf } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { opaqueId, pageQuery, params } from './common.ts'
import { shapeOf } from './shapes.ts'

const id = params.our_id

/** Path of each command and the object with its fields. */
export const commandBodies = {
  START_SESSION: 'StartSession',
  STOP_SESSION: 'StopSession',
  RESERVE_NOW: 'ReserveNow',
  CANCEL_RESERVATION: 'CancelReservation',
  UNLOCK_CONNECTOR: 'UnlockConnector',
} as const

const orderOf = (name: string) => {
  const base = objectOf(canonical, name)
  const begins = 'token' in base.fields
  return shapeOf(base, {
    omit: ['response_url'],
    ...(begins
      ? {
          replace: {
            token: field('CommandToken'),
            authorization_reference: {
              ...base.fields.authorization_reference!,
              doc: 'Comes back in the session and the CDR. Absent: one is made.',
            },
          },
          // By `evse_id` the Location is looked up.
          optional: ['location_id'],
          withoutRules: ['R-CMD-16'],
        }
      : {}),
    add: {
      from: field('PartyRef', { doc: 'Our party that sends the command.' }),
      to: maybe('PartyRef', { doc: 'Absent: the owner of the Location, EVSE or Session.' }),
      ...(begins
        ? {
            evse_id: maybe(string(48), {
              doc: 'Instead of `location_id` and `evse_uid`: the id that stands on the charge point, such as NL*ABC*E123, with or without separators.',
            }),
          }
        : {}),
    },
  })
}

/** Commands: as eMSP send one and read what became of it, as CPO report the outcome. */
export const commandShapes: Chapter = {
  objects: {
    ...Object.fromEntries(Object.values(commandBodies).map((name) => [`${name}Order`, orderOf(name)])),
    CommandToken: shapeOf(objectOf(canonical, 'Token'), {
      doc: 'A whole token, or `uid` and `type` of an own one that is stored, or a `contract_id` alone: an APP_USER token is made for this one session.',
      optional: Object.keys(objectOf(canonical, 'Token').fields),
    }),
    Command: object('A command and what became of it.', {
      id: field(opaqueId),
      command: field('CommandType'),
      direction: field('CommandDirection'),
      from: field('PartyRef'),
      to: field('PartyRef'),
      partner: field(string(), { doc: 'Id of the partner it went to or came from.' }),
      request: field('AnyObject', { doc: "The command's own fields." }),
      status: field('CommandStatus'),
      response: maybe('CommandResponseType', { doc: "The CPO's first answer." }),
      reason: maybe(string(), { doc: 'Why, in words.' }),
      result: maybe('CommandResultType', { doc: 'The last outcome.' }),
      results: many('CommandOutcome', { doc: 'Every outcome reported, the oldest first.' }),
      session: maybe(string(), { doc: 'Id of the session it names or, once there is one, began; a session of `to`.' }),
      expires_at: maybe(dateTime, { doc: 'After this no outcome is expected.' }),
      created_at: field(dateTime),
      last_updated: field(dateTime),
    }),
    CommandOutcome: object('An outcome that was reported.', {
      result: field('CommandResultType'),
      message: many('DisplayText'),
      at: field(dateTime),
    }),
    CommandReport: object('The outcome of a command we received as CPO.', {
      result: field('CommandResultType'),
      message: maybe(string(512), { doc: 'For the driver, in English.' }),
    }),
    CommandAnswer: object("The backend's answer to the question whether a command is carried out.", {
      result: field('CommandResponseType'),
      timeout: maybe(
        { kind: 'int', min: 1, max: 3600 },
        { unit: 's', doc: 'Until the outcome is reported; 30 if absent.' },
      ),
      message: maybe(string(512), { doc: 'For the driver, in English.' }),
    }),
    AuthorizeRequest: object(
      'A driver holds a token at one of our charge points.',
      {
        from: field('PartyRef', { doc: 'Our party, as CPO.' }),
        token: field('TokenRef'),
        location_id: maybe(params.id.type),
        evse_uids: many(params.evse_uid.type, { doc: 'Needs `location_id`.' }),
      },
      { rules: [needs('evse_uids with location_id', 'value', 'evse_uids', 'location_id')] },
    ),
    TokenRef: object('What the reader saw.', {
      uid: field(params.uid.type),
      type: maybe('TokenType', { default: 'RFID' }),
    }),
    Authorized: object('Whether the driver may charge.', {
      allowed: field('AllowedType'),
      decided_by: field('AuthorizedBy'),
      token: maybe('Token', { doc: 'Where anybody knows it.' }),
      location: maybe('LocationReferences', { doc: 'Only where charging is allowed.' }),
      authorization_reference: maybe(params.id.type, { doc: 'Goes into the session and its CDR.' }),
      info: maybe('DisplayText'),
      reason: maybe(string(), { doc: 'In words, where no eMSP let the driver in or turned the driver away.' }),
    }),
    AuthorizationAnswer: shapeOf(objectOf(canonical, 'AuthorizationInfo'), {
      doc: "The backend's answer to the question whether a token may charge. The token itself may be left out.",
      omit: ['token'],
    }),
    PreferencesAnswer: object('What the CPO says to charging preferences.', {
      result: field('ChargingPreferencesResponse'),
    }),
  },
  enums: {
    CommandDirection: closed('Whether we sent the command as eMSP or received it as CPO.', ['sent', 'received']),
    CommandStatus: closed('Where a command stands.', [
      'sent',
      'accepted',
      'rejected',
      'done',
      'canceled',
      'timeout',
      'failed',
    ]),
    AuthorizedBy: closed('Who decided.', ['realtime', 'whitelist', 'command', 'nobody']),
  },
}

export const commandCalls: readonly ApiCall[] = [
  ...Object.entries(commandBodies).map(([type, name]) =>
    call('commands', `send${name}`, `POST /commands/${type}`, `As eMSP: ${objectOf(canonical, name).doc}`, {
      scope: 'write',
      body: one(`${name}Order`),
      answers: { 201: { doc: 'Sent; holds the first answer of the CPO. The outcome follows.', body: one('Command') } },
      errors: { 403: 'The party in `from` is not ours, or not one of this key.' },
    }),
  ),
  call('commands', 'listCommands', 'GET /commands', 'All commands, sent and received, in order of creation.', {
    scope: 'read',
    query: pageQuery,
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: page('Command') } },
  }),
  call('commands', 'getCommand', 'GET /commands/{id}', 'A command and what became of it.', {
    scope: 'read',
    params: { id },
    answers: { 200: { doc: 'The command.', body: one('Command') } },
    errors: { 404: 'No such command.' },
  }),
  call(
    'commands',
    'postResult',
    'POST /commands/{id}/result',
    'As CPO: what came of a command; again, if it changes.',
    {
      scope: 'write',
      params: { id },
      body: one('CommandReport'),
      answers: { 200: { doc: 'Noted, and sent to the eMSP.', body: one('Command') } },
      errors: { 404: 'No such command of ours as CPO.' },
    },
  ),
  call(
    'tokens',
    'authorize',
    'POST /authorize',
    'As CPO: may this token charge? The eMSP is asked where that is needed.',
    {
      scope: 'write',
      body: one('AuthorizeRequest'),
      answers: { 200: { doc: 'The decision.', body: one('Authorized') } },
      errors: { 403: 'The party in `from` is not ours, or not one of this key.' },
    },
  ),
  call(
    'sessions',
    'putChargingPreferences',
    'PUT /sessions/{country_code}/{party_id}/{id}/charging_preferences',
    'As eMSP: what the driver wants of smart charging.',
    {
      scope: 'write',
      params: { country_code: params.country_code, party_id: params.party_id, id: params.id },
      body: one('ChargingPreferences'),
      answers: { 200: { doc: 'What the CPO says.', body: one('PreferencesAnswer') } },
      errors: {
        404: 'No such session of ours as eMSP.',
        409: 'The CPO or the EVSE takes no charging preferences.',
        502: 'The CPO did not answer as it should.',
      },
    },
  ),
]
