import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, many, maybe, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { findingSeverities } from '@interchange/tariff'
import { auditActions, auditStates } from '../../inspection/audit-record.ts'
import { lintSeverities } from '../../inspection/lint-record.ts'
import { type ApiCall, call, one, optional, page } from '../define.ts'
import { params } from './common.ts'
import { listQuery } from './objects.ts'

const code = string(80)
const owner = {
  country_code: field(params.country_code.type),
  party_id: field(params.party_id.type),
}
const source = {
  partner: maybe(string(), { doc: 'Id of the partner it came from; null: our own.' }),
  own: field(boolean),
}
const findings = many('Finding')

/** What was found in CDRs and tariffs. */
export const inspectionShapes: Chapter = {
  objects: {
    Finding: object('Something that is wrong with an object, or worth knowing about it.', {
      code: field(code, { doc: 'A stable name.' }),
      severity: field('FindingSeverity'),
      path: field(string(), { doc: 'JSON pointer into the object; empty: all of it.' }),
      message: field(string(), { doc: 'What is wrong and what would be right.' }),
      requirement: maybe(string(), { doc: 'What it rests on.' }),
    }),
    Audit: object('What is known about a CDR: what was found in it, and what somebody decided.', {
      ...owner,
      cdr_id: field(params.cdr_id.type),
      ...source,
      state: field('AuditState'),
      findings,
      cost: maybe('AnyObject', {
        doc: 'The price worked out again: `currency`, `total` and its parts; null: unknown.',
      }),
      differences: many('AuditDifference', { doc: 'Every amount and quantity that was compared.' }),
      energy: maybe('AuditEnergy'),
      history: many('AuditEntry', { doc: 'The oldest first; the last 100.' }),
      audited_at: field(dateTime, { doc: 'When the findings were made.' }),
      last_updated: field(dateTime),
    }),
    AuditDifference: object('An amount or quantity that was worked out again; exact decimals.', {
      path: field(string(), { doc: 'JSON pointer into the CDR.' }),
      stated: maybe(string()),
      recomputed: maybe(string()),
      difference: maybe(string(), { doc: '`stated` less `recomputed`.' }),
    }),
    AuditEnergy: object('Energy as the CDR has it, in kWh; exact decimals.', {
      stated: field(string()),
      periods: maybe(string(), { doc: 'Sum of the charging periods.' }),
      signed: maybe(string(), { doc: 'From signed meter values.' }),
    }),
    AuditEntry: object('Something that happened to an audit.', {
      at: field(dateTime),
      by: field(string(), { doc: 'Name of the API key; `audit`: the platform itself.' }),
      action: field('AuditAction'),
      state: field('AuditState', { doc: 'After it.' }),
      codes: many(code, { doc: 'Codes of the findings, after an audit.' }),
      text: maybe(string()),
    }),
    AcceptRequest: object('Why the CDR is accepted.', { text: maybe(string(2000)) }),
    DisputeRequest: object('Why the CDR is disputed.', { text: field(string(2000)) }),
    Lint: object('What was found in a tariff.', {
      ...owner,
      tariff_id: field(params.id.type),
      ...source,
      severity: field('LintSeverity', { doc: 'The worst of the findings.' }),
      findings,
      last_updated: field(dateTime, { doc: 'When the findings changed last.' }),
    }),
  },
  enums: {
    FindingSeverity: closed(
      '`error`: wrong, or a price cannot be known. `warning`: probably wrong. `note`: worth knowing.',
      [...findingSeverities],
    ),
    AuditState: closed(
      '`accepted`: nothing wrong was found, or somebody accepted it. `flagged`: somebody has to look at it. `held`: flagged, and not to be paid yet. `disputed`: somebody disputes it.',
      [...auditStates],
    ),
    AuditAction: closed('`audited`: by the platform itself. `again`: because somebody asked.', [...auditActions]),
    LintSeverity: closed('The worst severity among findings; `none`: there are none.', [...lintSeverities]),
  },
}

const cdr = { country_code: params.country_code, party_id: params.party_id, id: params.cdr_id }
const tariff = { country_code: params.country_code, party_id: params.party_id, id: params.id }
const ofCdr = '/cdrs/{country_code}/{party_id}/{id}/audit'
const audit = (doc: string) => ({ 200: { doc, body: one('Audit') } })
const decided = {
  scope: 'write' as const,
  params: cdr,
  errors: { 403: 'The CDR is of no party of this key.', 404: 'There is no such CDR.' },
}
const codes = many(code, { doc: 'Only with one of these findings; several with commas.' })

export const inspectionCalls: readonly ApiCall[] = [
  call('audits', 'listAudits', 'GET /audits', 'Audits of CDRs, own and received, in order of their first audit.', {
    scope: 'read',
    query: { ...listQuery, state: many('AuditState', { doc: 'Only in one of these states.' }), code: codes },
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: page('Audit') } },
  }),
  call('audits', 'getAudit', `GET ${ofCdr}`, 'What was found in a CDR, and what somebody decided.', {
    scope: 'read',
    params: cdr,
    answers: audit('The audit.'),
    errors: { 404: 'There is no such CDR, or it was not audited yet.' },
  }),
  call('audits', 'acceptCdr', `POST ${ofCdr}/accept`, 'Accepts a CDR, whatever was found in it.', {
    ...decided,
    body: optional('AcceptRequest'),
    answers: audit('Accepted. Later audits of the platform itself leave it so.'),
  }),
  call(
    'audits',
    'disputeCdr',
    `POST ${ofCdr}/dispute`,
    'Disputes a CDR. OCPI has no message for it: tell the partner.',
    {
      ...decided,
      body: one('DisputeRequest'),
      answers: audit('Disputed. Later audits of the platform itself leave it so.'),
    },
  ),
  call('audits', 'auditAgain', `POST ${ofCdr}/again`, 'Audits a CDR once more, with all that is known by now.', {
    ...decided,
    answers: audit('The audit; what was decided before is taken back.'),
  }),
  call('lints', 'listLints', 'GET /lints', 'Tariffs with findings, own and received, in order of creation.', {
    scope: 'read',
    query: {
      ...listQuery,
      severity: many('FindingSeverity', { doc: 'Only where this is the worst severity; several with commas.' }),
      code: codes,
    },
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: page('Lint') } },
  }),
  call('lints', 'getLint', 'GET /tariffs/{country_code}/{party_id}/{id}/lint', 'What was found in a tariff.', {
    scope: 'read',
    params: tariff,
    answers: { 200: { doc: 'The findings.', body: one('Lint') } },
    errors: { 404: 'There is no such tariff.' },
  }),
]
