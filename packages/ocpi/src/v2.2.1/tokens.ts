import { get, list, module, patch, post, put } from '../define/endpoint.ts'
import { id, language, lastUpdated, owner } from '../define/fields.ts'
import { closed, object, type Rule } from '../define/object.ts'
import { NONE, upTo } from '../define/rules.ts'
import { boolean, type Field, key, many, maybe, one, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const type: Readonly<Record<string, Field>> = {
  type: maybe('TokenType', { doc: 'Type of the token; a uid is unique only together with it.', default: 'RFID' }),
}

/** Such a token is used in commands, never at a reader, so a list of them serves nobody ("TokenType", note). */
const commandTokensUnlisted: Rule = {
  id: 'R-TOK-23',
  severity: 'note',
  fields: ['type', 'whitelist'],
  check: ({ type, whitelist }) =>
    (type === 'APP_USER' || type === 'AD_HOC_USER') && whitelist !== 'NEVER'
      ? [{ path: '/whitelist', message: 'NEVER is recommended for tokens of this type' }]
      : NONE,
}

/** Chapter "Tokens module". */
export const tokens: Chapter = {
  objects: {
    AuthorizationInfo: object('Whether a token may be used, possibly at a given location.', {
      allowed: one('AllowedType'),
      token: one('Token', { doc: 'The whole token that was asked about.' }),
      location: maybe('LocationReferences', { doc: 'Only the EVSEs of the question where charging is allowed.' }),
      authorization_reference: maybe(id, { doc: 'Returns in the session and its CDR.' }),
      info: maybe('DisplayText'),
    }),
    Token: object(
      'What identifies a driver: a card, an app, a contract.',
      {
        ...owner,
        uid: key(id, { doc: 'Unique together with the type; for RFID the number the reader sees.' }),
        type: key('TokenType'),
        contract_id: one(id, { doc: 'The contract of the driver; several tokens may share it.' }),
        visual_number: maybe(string(64), { doc: 'As printed on the card.' }),
        issuer: one(string(64), { doc: 'As printed on the card; not always the eMSP.' }),
        group_id: maybe(id, {
          doc: 'One token of the group may stop what another started. OCPP 1.5 and 1.6 know 20 characters of it.',
        }),
        valid: one(boolean, { doc: 'Tokens are never deleted, only made invalid.' }),
        whitelist: one('WhitelistType'),
        language: maybe(language, { doc: 'ISO 639-1.' }),
        default_profile_type: maybe('ProfileType', { doc: 'Preference for sessions without charging preferences.' }),
        energy_contract: maybe('EnergyContract', { doc: "The driver's own energy supplier, where that is possible." }),
        last_updated: lastUpdated,
      },
      { patchRequires: ['last_updated'], rules: [commandTokensUnlisted, upTo('R-TOK-25', 'group_id', 20)] },
    ),
    EnergyContract: object("The driver's own contract with an energy supplier.", {
      supplier_name: one(string(64)),
      contract_id: maybe(string(64)),
    }),
    LocationReferences: object('A location, and which of its EVSEs are meant.', {
      location_id: one(id),
      evse_uids: many(id),
    }),
  },
  enums: {
    AllowedType: closed('What an eMSP says about a token.', [
      'ALLOWED',
      'BLOCKED',
      'EXPIRED',
      'NO_CREDIT',
      'NOT_ALLOWED',
    ]),
    TokenType: closed('What kind of thing a token is.', ['AD_HOC_USER', 'APP_USER', 'OTHER', 'RFID']),
    WhitelistType: closed('When a CPO may decide from its own list, and when it has to ask.', [
      'ALWAYS',
      'ALLOWED',
      'ALLOWED_OFFLINE',
      'NEVER',
    ]),
  },
  modules: [
    module('tokens', 'functional', 'Tokens, from the eMSP to CPOs, and authorization in real time.', {
      SENDER: [
        list('getTokens', 'Token', 'All tokens, the invalid ones too.'),
        post('authorizeToken', '{token_uid}/authorize', undefined, 'Ask whether a token may be used now.', {
          query: type,
          body: { name: 'LocationReferences', shape: 'optional' },
          data: { name: 'AuthorizationInfo', shape: 'one' },
        }),
      ],
      RECEIVER: [
        get('getToken', '{country_code}/{party_id}/{token_uid}', 'Token', 'The token as the receiver stored it.', {
          query: type,
        }),
        put('putToken', '{country_code}/{party_id}/{token_uid}', 'Token', 'A new token, or all of it again.', {
          query: type,
        }),
        patch('patchToken', '{country_code}/{party_id}/{token_uid}', 'Token', 'Changed fields of a token.', {
          query: type,
        }),
      ],
    }),
  ],
}
