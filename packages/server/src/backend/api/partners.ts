import { closed, object, type Rule } from '@interchange/ocpi/define/object'
import { isGiven } from '@interchange/ocpi/define/rules'
import {
  boolean,
  dateTime,
  type Field,
  one as field,
  int,
  many,
  maybe,
  number,
  pattern,
  string,
  url,
} from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, optional, page } from '../define.ts'
import { opaqueId, params, partyKey, partyKeyOrAll } from './common.ts'

const id = params.our_id
const token = pattern(/^[\x21-\x7e]+$/, 'printable ASCII without white space', 64)
const parties = many(partyKeyOrAll, { doc: 'Which of our parties the partner gets; absent or `["*"]`: all.' })
const name = field(string(100), { doc: 'What we call the partner.' })

/** Nothing: an invitation. `versions_url`: a registration. `endpoints`: a partner without a handshake. */
const together: Rule = {
  id: 'what a partner is made of',
  severity: 'value',
  fields: ['versions_url', 'endpoints', 'token', 'roles', 'version'],
  check: (body) => {
    const needed = isGiven(body.endpoints)
      ? ['token', 'roles', 'version']
      : isGiven(body.versions_url) || isGiven(body.token)
        ? ['versions_url', 'token']
        : []
    const reason = isGiven(body.endpoints) ? 'endpoints come with token, roles and version' : 'these two come together'
    return needed
      .filter((name) => !isGiven(body[name]))
      .map((name) => ({ path: `/${name}`, message: `${name} is missing; ${reason}` }))
  },
}

const perModule = (doc: string, of: Field) =>
  object(doc, { locations: of, tariffs: of, sessions: of, cdrs: of, tokens: of })

/** Partners: platforms we are connected to, or have invited. */
export const partnerShapes: Chapter = {
  objects: {
    Partner: object('A platform we are connected to, or have invited. Tokens are never shown.', {
      id: field(opaqueId),
      name: field(string(), { doc: 'What we call the partner.' }),
      status: field('PartnerStatus'),
      version: maybe(string(), { doc: 'OCPI version in use; null before registration.' }),
      versions_url: maybe(string()),
      roles: many('CredentialsRole', { doc: 'The parties it speaks for.' }),
      endpoints: many('PartnerEndpoint'),
      parties: many(partyKeyOrAll, { doc: 'Which of our parties it was given.' }),
      settings: field('PartnerSettings'),
      last_seen: maybe(dateTime),
    }),
    PartnerEndpoint: object('An endpoint of a partner.', {
      identifier: field(string(), { doc: 'ModuleID.' }),
      role: field('InterfaceRole'),
      url: field(string()),
    }),
    PartnerSettings: object('What can be set per partner; what is left out stays as it is, or has its default.', {
      token_encoding: maybe('TokenEncoding', { default: 'base64' }),
      lenient: maybe(boolean, { doc: 'Faulty values in its objects are accepted and counted.', default: false }),
      clock: maybe('PartnerClock', { default: 'sender' }),
      push: maybe('ModuleSwitches', { doc: 'Modules whose changes it is sent; absent: all.' }),
      max_rate: maybe('ModuleRates', { doc: 'Requests in a second to each module, evenly spaced; absent: no bound.' }),
      window: maybe('ModuleWindows', {
        doc: 'An object is sent at most once within so many seconds, in its newest state; absent or 0: whenever it changes.',
      }),
      pull: maybe('ModuleSwitches', { doc: 'Modules that are read by themselves; absent: all that it offers.' }),
      pull_interval: maybe('ModuleSeconds', { doc: 'Seconds between two pulls; 0: never.' }),
      initial_push_after: maybe(pattern(/^([0-9]{1,7}|never|at_once)$/, 'seconds, `never` or `at_once`', 7), {
        doc: 'When everything is sent to a new partner that did not read our lists by itself.',
        default: '600',
      }),
      catch_up: maybe('CatchUp', { default: 'push' }),
      source_for: many(partyKey, {
        doc: 'Parties whose objects are taken from this connection although another one speaks for them too; else a direct connection goes before a hub.',
      }),
      version: maybe(string(10), { doc: 'The only version used with it, from the next renewal on.' }),
      requires: many(string(40), {
        doc: 'What it has to offer to be registered, such as `tokens SENDER`; absent: what its roles say.',
      }),
      audit: maybe('AuditRules', { doc: 'What is made of the findings in its CDRs.' }),
      own_party_as_receiver: maybe('OwnPartyAsReceiver', {
        doc: 'Towards a hub: a request that names one of its own parties as the receiver is refused, or routed as if it named nobody.',
        default: 'refused',
      }),
    }),
    AuditRules: object('What is made of the findings in CDRs; what is left out stays as it is, or has its default.', {
      tolerance: maybe('AuditTolerance'),
      hold: many(string(80), {
        doc: 'Codes of findings with which a CDR is held; `errors` stands for every finding of severity `error`. Empty: none is.',
      }),
      ignore: many(string(80), { doc: 'Codes of findings that are left out.' }),
    }),
    AuditTolerance: object('Amounts this far apart are equal; the larger bound holds.', {
      absolute: maybe(number(0, 1_000_000), { doc: "In the CDR's currency; 0.03 where nothing is said." }),
      relative: maybe(number(0, 1), { doc: 'Share of the stated amount; 0.001 where nothing is said.' }),
    }),
    ModuleSwitches: perModule('On or off per module.', maybe(boolean)),
    ModuleSeconds: perModule('Seconds per module.', maybe(int(0, 31_536_000), { unit: 's' })),
    ModuleRates: perModule('Requests in a second per module.', maybe(number(0.01, 10_000))),
    ModuleWindows: object('Seconds per module. CDRs never wait.', {
      locations: maybe(int(0, 86_400), { unit: 's' }),
      tariffs: maybe(int(0, 86_400), { unit: 's' }),
      sessions: maybe(int(0, 86_400), { unit: 's' }),
      tokens: maybe(int(0, 86_400), { unit: 's' }),
    }),
    PartnerRequest: object(
      'An invitation (only a name), a registration with a partner that invited us (`versions_url`, `token`), or a partner without a handshake (`endpoints`, `roles`, `version`, `token`).',
      {
        name,
        parties,
        versions_url: maybe(url, { doc: "The partner's versions endpoint." }),
        token: maybe(token, { doc: 'The token the partner gave us, not Base64 encoded.' }),
        token_encoding: maybe('TokenEncoding', { default: 'base64' }),
        version: maybe(string(10), { doc: 'The only version to be used; absent: the highest that both sides speak.' }),
        endpoints: many('PartnerEndpoint', { doc: 'Of a partner that does no handshake.' }),
        roles: many('CredentialsRole', {
          doc: 'With `endpoints`: the parties it speaks for. Of an invitation: those expected with it, which a hub tells others are planned.',
        }),
        our_token: maybe(token, { doc: 'With `endpoints`: what the partner sends; made where nothing is said.' }),
        settings: maybe('PartnerSettings'),
      },
      { rules: [together] },
    ),
    PartnerCreated: object('What became of the request.', {
      id: field(opaqueId),
      status: field('PartnerStatus'),
      versions_url: maybe(string(), { doc: 'Invitation: what the partner registers with.' }),
      token: maybe(string(), {
        doc: 'Invitation: the CREDENTIALS_TOKEN_A. Without a handshake: what the partner sends. Shown this once.',
      }),
    }),
    PartnerChanges: object('What shall be different.', {
      name: maybe(string(100)),
      parties: many(partyKeyOrAll, { doc: 'Which of our parties it gets from now on.' }),
      status: maybe('PartnerSwitch', { doc: 'Switches the partner off, or on again.' }),
      settings: maybe('PartnerSettings'),
    }),
    RotateRequest: object('How the tokens are renewed.', {
      immediate: maybe(boolean, { doc: 'The present token dies at once, for one that leaked.', default: false }),
    }),
    PullRequest: object('What is read.', {
      module: maybe('ObjectModule', { doc: 'Absent: every module.' }),
      full: maybe(boolean, { doc: 'Everything, instead of what changed since the last time.', default: false }),
    }),
    PullReport: object('What a pull brought.', { partner: field(opaqueId), modules: many('ModulePull') }),
    ModulePull: object('What the crawl of one module brought.', {
      module: field(string()),
      full: field(boolean),
      complete: field(boolean, { doc: 'False: it broke off; what had come by then is kept.' }),
      why: maybe(string(), { doc: 'Why it broke off.' }),
      pages: field(int(0)),
      received: field(int(0)),
      created: field(int(0)),
      updated: field(int(0)),
      unchanged: field(int(0)),
      stale: field(int(0), { doc: 'Older than what is stored.' }),
      refused: field(int(0), { doc: 'Nothing usable was left of them.' }),
      foreign: field(int(0), { doc: 'Of a party that is not one of this partner.' }),
      expired: field(int(0), { doc: 'Not known, and so old that they are not kept any more.' }),
      left_out: field(int(0), { doc: 'Parts left out of objects that were stored.' }),
      vanished: field(int(0)),
      held: field(int(0), { doc: 'Would have vanished, but they were too many to believe it.' }),
    }),
  },
  enums: {
    PartnerStatus: closed('Where the connection stands.', ['invited', 'registered', 'offline', 'paused', 'suspended']),
    PartnerSwitch: closed('What a partner can be set to by hand.', ['registered', 'suspended']),
    TokenEncoding: closed('How the token stands in the Authorization header.', ['base64', 'raw']),
    PartnerClock: closed('Whose time orders changes: the sender of an object, or their arrival.', [
      'sender',
      'arrival',
    ]),
    OwnPartyAsReceiver: closed('What is made of a request that names one of its own parties as the receiver.', [
      'refused',
      'ignored',
    ]),
    CatchUp: closed('How a partner that was away learns what it missed.', ['push', 'wait_for_pull']),
  },
}

const one404 = { 404: 'No such partner.' }
const handshake = { 502: 'The partner did not do its part; `detail` says at which step and why.' }

export const partnerCalls: readonly ApiCall[] = [
  call('partners', 'listPartners', 'GET /partners', 'All partners, the oldest first.', {
    scope: 'read',
    answers: { 200: { doc: 'The partners.', body: page('Partner') } },
  }),
  call('partners', 'postPartner', 'POST /partners', 'Invites a partner, or registers with one that invited us.', {
    scope: 'admin',
    body: one('PartnerRequest'),
    answers: { 201: { doc: 'Invited, or registered.', body: one('PartnerCreated') } },
    errors: handshake,
  }),
  call('partners', 'getPartner', 'GET /partners/{id}', 'One partner.', {
    scope: 'read',
    params: { id },
    answers: { 200: { doc: 'The partner.', body: one('Partner') } },
    errors: one404,
  }),
  call('partners', 'patchPartner', 'PATCH /partners/{id}', 'Changes name, scope, settings, or switches it off.', {
    scope: 'admin',
    params: { id },
    body: one('PartnerChanges'),
    answers: { 200: { doc: 'The partner as it is now.', body: one('Partner') } },
    errors: one404,
  }),
  call('partners', 'deletePartner', 'DELETE /partners/{id}', 'Unregisters; what the partner sent stays stored.', {
    scope: 'admin',
    params: { id },
    answers: { 204: { doc: 'Gone.' } },
    errors: one404,
  }),
  call('partners', 'rotateTokens', 'POST /partners/{id}/rotate', 'New tokens for both sides.', {
    scope: 'admin',
    params: { id },
    body: optional('RotateRequest'),
    answers: { 200: { doc: 'Renewed.', body: one('Partner') } },
    errors: { ...one404, 409: 'The partner is not registered.', ...handshake },
  }),
  call('partners', 'pullPartner', 'POST /partners/{id}/pull', "Reads the partner's lists now.", {
    scope: 'admin',
    params: { id },
    body: optional('PullRequest'),
    answers: { 200: { doc: 'What was read.', body: one('PullReport') } },
    errors: { ...one404, 409: 'The partner is not registered, or does not offer the module.' },
  }),
]
