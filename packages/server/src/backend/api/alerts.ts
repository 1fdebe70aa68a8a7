import { closed, object } from '@interchange/ocpi/define/object'
import { dateTime, one as field, int, many, maybe, pattern, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { alertKinds } from '../../alerts/rule.ts'
import { MAIL_ADDRESS } from '../../settings-values.ts'
import { type ApiCall, call, one, page } from '../define.ts'
import { opaqueId, pageQuery, params } from './common.ts'

const ruleName = pattern(/^[A-Za-z0-9._-]{1,36}$/, 'a name of A-Z, a-z, 0-9, `.`, `_` and `-`', 36)
const name = field(ruleName, { doc: 'Name of the rule.' })
const ROUTE = '/alert-rules/{name}'
const DAY_S = 86_400

const body = {
  name: maybe(ruleName, { doc: 'As in the URL.' }),
  kind: field('AlertKind'),
  partners: many(opaqueId, { doc: 'Only for these partners; absent: for all.' }),
  modules: many('ObjectModule', { doc: 'Of `lag`: only of these modules; absent: of all.' }),
  for_seconds: maybe(int(0, 30 * DAY_S), { unit: 's', doc: 'It has to last so long; 0 where nothing is said.' }),
  objects: maybe(int(0, 1_000_000_000), { doc: 'Of `lag`: more objects wait than this.' }),
  seconds: maybe(int(0, 30 * DAY_S), { unit: 's', doc: 'Of `lag`: a change that waits is older than this.' }),
  count: maybe(int(1, 1_000_000_000), { doc: 'Of `rejected_cdrs`: at least so many; 1 where nothing is said.' }),
  mail: many(pattern(MAIL_ADDRESS, 'a mail address such as ops@example.com', 254), {
    doc: 'Who gets a mail when it is raised and when it is cleared; needs the setting SMTP_URL.',
  }),
}

/** When somebody is told that a partner is in trouble. */
export const alertShapes: Chapter = {
  objects: {
    AlertRule: object('When somebody is told that a partner is in trouble.', {
      ...body,
      name,
      mails: maybe('AlertMails', { doc: 'What became of its mails in the last 30 days; absent: there were none.' }),
    }),
    AlertRuleToWrite: object('When somebody is told that a partner is in trouble.', body),
    AlertMails: object('Mails of a rule.', {
      waiting: field(int(0), { doc: 'Not sent yet; tried again for some hours.' }),
      given_up: field(int(0), { doc: 'Not taken by the mail server.' }),
      last_error: maybe(string(), { doc: 'Why the newest of those was not sent.' }),
    }),
    Alert: object('A rule that holds, or held, for a partner.', {
      id: field(opaqueId),
      rule: field(string(36), { doc: 'Name of the rule.' }),
      kind: field('AlertKind'),
      partner: field(string(), { doc: 'Id of the partner.' }),
      module: maybe(string(), { doc: 'Of `lag`.' }),
      state: field('AlertState'),
      since: field(dateTime, { doc: 'Since when it holds.' }),
      raised_at: field(dateTime),
      cleared_at: maybe(dateTime),
      what: field('AlertCause'),
    }),
    AlertCause: object('What was found when the alert was raised.', {
      status: maybe('PartnerStatus', { doc: 'Of `offline`.' }),
      objects: maybe(int(0), { doc: 'Of `lag`: changed objects that waited.' }),
      seconds: maybe(int(0), { unit: 's', doc: 'Of `lag`: age of the oldest change.' }),
      refused: maybe(int(0), { doc: 'Of `rejected_cdrs`: CDRs of ours that the partner refused.' }),
      held: maybe(int(0), { doc: 'Of `rejected_cdrs`: CDRs of the partner that an audit holds.' }),
    }),
  },
  enums: {
    AlertKind: closed(
      '`offline`: the partner does not answer, or does not accept our token. `lag`: changes wait. `rejected_cdrs`: CDRs of ours that it refused and CDRs of its that an audit holds.',
      [...alertKinds],
    ),
    AlertState: closed('Whether it holds.', ['raised', 'cleared']),
  },
}

export const alertCalls: readonly ApiCall[] = [
  call('alerts', 'listAlertRules', 'GET /alert-rules', 'All alert rules.', {
    scope: 'read',
    query: pageQuery,
    answers: { 200: { doc: 'In order of their names; `next` is null on the last page.', body: page('AlertRule') } },
  }),
  call('alerts', 'getAlertRule', `GET ${ROUTE}`, 'An alert rule.', {
    scope: 'read',
    params: { name },
    answers: { 200: { doc: 'As it was put, and what became of its mails.', body: one('AlertRule') } },
    errors: { 404: 'There is no such rule.' },
  }),
  call('alerts', 'putAlertRule', `PUT ${ROUTE}`, 'Makes an alert rule or changes it.', {
    scope: 'admin',
    params: { name },
    body: one('AlertRuleToWrite'),
    answers: {
      200: { doc: 'Changed, or the same as before.', body: one('AlertRule') },
      201: { doc: 'New.', body: one('AlertRule') },
    },
    errors: { 409: 'There are too many rules.' },
  }),
  call('alerts', 'deleteAlertRule', `DELETE ${ROUTE}`, 'Ends an alert rule; what it raised is cleared.', {
    scope: 'admin',
    params: { name },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'There is no such rule.' },
  }),
  call('alerts', 'listAlerts', 'GET /alerts', 'Alerts that are raised, and that were cleared in the last 30 days.', {
    scope: 'read',
    query: {
      rule: maybe(ruleName, { doc: 'Only of this rule.' }),
      partner: maybe(params.our_id.type, { doc: 'Only of this partner.' }),
      state: maybe('AlertState', { doc: 'Only in this state.' }),
      ...pageQuery,
    },
    answers: { 200: { doc: 'The newest first.', body: page('Alert') } },
  }),
]
