import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, ciString, one as field, many, maybe, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one } from '../define.ts'
import { params, partyKeyType } from './common.ts'

/** The change feed as the company's own systems read it. */
export const changeShapes: Chapter = {
  objects: {
    Change: object('One object at its newest state. An object that changed several times meanwhile comes once.', {
      position: field(string(), { doc: 'Goes into `since` to go on after this change. Opaque.' }),
      module: field('ChangeModule'),
      country_code: maybe(ciString(2), { doc: 'Owner of the object; absent for partners.' }),
      party_id: maybe(ciString(3), { doc: 'Owner of the object; absent for partners.' }),
      id: field(string(), { doc: 'Id of the object; of a token its uid, of an EVSE the id of its Location.' }),
      evse_uid: maybe(ciString(36), { doc: '`object` is this EVSE of the Location, not the Location.' }),
      kind: field('ChangeKind'),
      own: field(boolean, { doc: 'Written by us, not received from a partner.' }),
      partner: maybe(string(), { doc: 'Id of the partner it came from.' }),
      object: field('AnyObject', {
        doc: 'Canonical; of a question `{type, asked_at, expires_at, data}`, data as at a webhook; of something deleted, what it was. `parked`: what a partner refused, and why; deleted once it took it.',
      }),
    }),
  },
  enums: {
    ChangeKind: closed('What happened; `question`: somebody waits for an answer.', ['put', 'delete', 'question']),
    ChangeModule: closed('What can change.', [
      'locations',
      'tariffs',
      'sessions',
      'cdrs',
      'tokens',
      'commands',
      'audits',
      'lints',
      'parked',
      'partners',
      'questions',
    ]),
  },
}

export const changeCalls: readonly ApiCall[] = [
  call(
    'changes',
    'getChanges',
    'GET /changes',
    'Every change of own and received objects as Server-Sent Events, in order. The header `Last-Event-ID` resumes like `since`.',
    {
      scope: 'read',
      query: {
        since: maybe(string(200), {
          doc: 'A position; `start`: every current object once, then changes; absent: changes from now on.',
        }),
        modules: many('ChangeModule', { doc: 'Only these; several with commas.' }),
        parties: many(partyKeyType, {
          doc: 'Only what concerns these parties: their own objects, and for ours what partners sent them. Several with commas.',
        }),
        questions: maybe(boolean, {
          doc: 'Also questions, as webhooks are asked them; POST /questions/{id} answers. Needs scope `write`.',
          default: false,
        }),
        own: maybe(boolean, { doc: '`true`: only our own objects; `false`: only received ones.' }),
      },
      answers: {
        200: { doc: 'A stream that stays open. A comment every 15 s shows that it is alive.', events: 'Change' },
      },
      errors: { 410: 'The position is too old, or of another database: start over with `since=start`.' },
    },
  ),
  call(
    'changes',
    'answerQuestion',
    'POST /questions/{id}',
    'Answers a question that came with the changes: what a webhook would answer; charging preferences as `{"result": ...}`.',
    {
      scope: 'write',
      params: { id: params.our_id },
      body: one('AnyObject'),
      answers: { 204: { doc: 'Taken; whoever asked has it.' } },
      errors: {
        404: 'No such question.',
        409: 'It is answered already.',
        410: 'The answer comes too late.',
      },
    },
  ),
]
