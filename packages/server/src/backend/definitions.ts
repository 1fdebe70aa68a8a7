// The objects of the company-side API that are not OCPI's, in the same language, beside the canonical ones. The whole is
// one registry: validation and OpenAPI read it like any version.

import { canonical } from '@interchange/ocpi/canonical'
import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, ciString, dateTime, int, many, maybe, one, some, string, url } from '@interchange/ocpi/define/type'
import { defineVersion } from '@interchange/ocpi/define/version'
import { roleNames } from '../roles.ts'
import { notificationTypes } from './notifications.ts'

export const api = defineVersion(
  'api',
  [
    {
      enums: {
        PartyRole: closed('A role of ours or of a partner.', roleNames),
        PartnerStatus: closed('Where a partner stands.', ['invited', 'registered', 'offline', 'paused', 'suspended']),
        TokenEncoding: closed('How the credentials token travels in the Authorization header.', ['base64', 'raw']),
        ClockRule: closed('Whether an older `last_updated` is applied.', ['sender', 'arrival']),
        CatchUp: closed('How a partner catches up after being offline.', ['push', 'wait_for_pull']),
        CommandStatus: closed('What became of a command.', [
          'sent',
          'accepted',
          'rejected',
          'done',
          'canceled',
          'timeout',
          'failed',
        ]),
        ChangeKind: closed('What happened to an object.', ['put', 'delete']),
        NotificationType: closed('What a webhook hears.', notificationTypes),
      },
      objects: {
        PartyReference: object('Names a party.', { country_code: one(ciString(2)), party_id: one(ciString(3)) }),
        OwnParty: object('A party of this platform.', {
          country_code: maybe(ciString(2)),
          party_id: maybe(ciString(3)),
          roles: some('PartyRole'),
          business_details: one('BusinessDetails'),
        }),
        PartnerRequest: object(
          'Invites a partner, or registers with one that invited us (`versions_url` and `token`).',
          {
            name: one(string(100)),
            parties: many(string(6), {
              doc: 'Which of our parties it gets, such as NL-ABC; all where nothing is said.',
            }),
            versions_url: maybe(url),
            token: maybe(string(64), { doc: 'CREDENTIALS_TOKEN_A as the partner gave it, not encoded.' }),
            token_encoding: maybe('TokenEncoding'),
          },
        ),
        PartnerSettings: object('What can be set per partner.', {
          token_encoding: maybe('TokenEncoding'),
          lenient: maybe(boolean, { doc: 'Faults of value are accepted as notes.' }),
          clock: maybe('ClockRule'),
          catch_up: maybe('CatchUp'),
        }),
        PartnerChange: object('Changes a partner.', {
          name: maybe(string(100)),
          parties: many(string(6)),
          status: maybe('PartnerStatus'),
          settings: maybe('PartnerSettings'),
        }),
        PartnerRole: object('A party that a partner speaks for.', {
          role: one('PartyRole'),
          country_code: one(ciString(2)),
          party_id: one(ciString(3)),
          business_details: one('BusinessDetails'),
        }),
        Partner: object('A platform we are connected to, or have invited.', {
          id: one(string()),
          name: one(string()),
          status: one('PartnerStatus'),
          version: maybe(string()),
          versions_url: maybe(url),
          roles: many('PartnerRole'),
          endpoints: many('Endpoint'),
          last_seen: maybe(dateTime),
        }),
        Invitation: object('What a new partner needs; the token is shown once.', {
          id: one(string()),
          status: one('PartnerStatus'),
          versions_url: maybe(url),
          token: maybe(string()),
        }),
        Rotation: object('Asks for new tokens.', { immediate: maybe(boolean, { doc: 'The old token dies at once.' }) }),
        PullOrder: object('Asks for a crawl.', { module: maybe('ModuleID'), full: maybe(boolean) }),
        ModulePull: object('What a crawl of one module brought.', {
          module: one(string()),
          received: one(int(0)),
          stored: one(int(0)),
          left_out: one(int(0)),
          vanished: one(int(0)),
          failed: maybe(string()),
        }),
        PullReport: object('What a crawl brought.', { modules: many('ModulePull') }),
        ReportedResult: object('An outcome the CPO reported.', {
          result: one('CommandResultType'),
          message: many('DisplayText'),
          at: one(dateTime),
        }),
        Command: object('A command and what became of it.', {
          id: one(string()),
          command: one('CommandType'),
          from: one('PartyReference'),
          to: one('PartyReference'),
          status: one('CommandStatus'),
          response: maybe('CommandResponseType'),
          reason: maybe(string()),
          result: maybe('CommandResultType'),
          results: many('ReportedResult'),
          last_updated: one(dateTime),
        }),
        CommandOrder: object('A command with its own fields beside `from` and `to`.', {
          from: one('PartyReference'),
          to: maybe('PartyReference', { doc: 'The owner of the location or session where nothing is said.' }),
        }),
        CommandOutcome: object('What the charge point did.', {
          result: one('CommandResultType'),
          message: many('DisplayText'),
        }),
        TokenReference: object('Names a token.', { uid: one(ciString(36)), type: maybe('TokenType') }),
        AuthorizeRequest: object('May this token charge here?', {
          from: one('PartyReference'),
          token: one('TokenReference'),
          location_id: maybe(ciString(36)),
          evse_uids: many(ciString(36)),
        }),
        Authorization: object('The answer, and who gave it.', {
          allowed: one('AllowedType'),
          decided_by: one(string()),
          token: maybe('Token'),
          location: maybe('LocationReferences'),
          authorization_reference: maybe(ciString(36)),
          info: maybe('DisplayText'),
          reason: maybe(string()),
        }),
        PreferencesAnswer: object('What the CPO makes of charging preferences.', {
          result: one('ChargingPreferencesResponse'),
        }),
        Change: object('A change in the feed.', {
          position: one(string(), { doc: 'Opaque; give it as `since` to go on behind it.' }),
          module: one(string()),
          country_code: one(string()),
          party_id: one(string()),
          id: one(string()),
          evse_uid: maybe(string(), { doc: 'Set when only this EVSE of the location changed; `object` is the EVSE.' }),
          kind: one('ChangeKind'),
          own: one(boolean),
        }),
        WebhookOrder: object('Where notifications and questions go.', {
          url: one(url),
          events: many(string(64)),
          parties: many(string(6)),
          secret: maybe(string(), { doc: 'As Standard Webhooks has it, whsec_...; made where nothing is said.' }),
        }),
        Webhook: object('A webhook; `secret` is shown once, when it is made.', {
          id: one(string()),
          url: one(url),
          events: many(string()),
          parties: many(string()),
          secret: maybe(string()),
          failing_since: maybe(dateTime),
          last_error: maybe(string()),
        }),
        Notification: object('What is posted to a webhook.', {
          type: one(string()),
          id: one(string()),
          timestamp: one(dateTime),
        }),
        ProblemFault: object('One fault of a request.', {
          pointer: maybe(string()),
          parameter: maybe(string()),
          detail: one(string()),
        }),
        Problem: object('RFC 9457 problem details.', {
          type: one(string()),
          title: one(string()),
          status: one(int()),
          detail: one(string()),
          errors: many('ProblemFault'),
        }),
        Trouble: object('Something delivery could not do.', { id: one(string()), partner: maybe(string()) }),
      },
    },
  ],
  canonical,
)
