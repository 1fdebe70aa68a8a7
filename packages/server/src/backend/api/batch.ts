import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, elements, lines } from '../define.ts'
import { params, partyKeyType } from './common.ts'
import { replaceType } from './replace.ts'

/** Much at once: lines of NDJSON in, a result for each out. */
export const batchShapes: Chapter = {
  objects: {
    BatchLine: object('One line of a batch.', {
      op: field('BatchOp'),
      module: field('ObjectModule'),
      key: maybe('BatchKey', { doc: 'What the line is about; may be left out where the object says it.' }),
      object: maybe('AnyObject', {
        doc: '`put`, `post`: all of it, as single calls take it; `patch`: the changed fields; `delete`: none.',
      }),
    }),
    BatchKey: object('Names an object, an EVSE or a connector.', {
      country_code: maybe(params.country_code.type),
      party_id: maybe(params.party_id.type),
      id: maybe(params.cdr_id.type),
      uid: maybe(params.uid.type, { doc: 'Tokens.' }),
      type: maybe('TokenType', { doc: 'Tokens; RFID where nothing is said.' }),
      evse_uid: maybe(params.evse_uid.type),
      connector_id: maybe(params.connector_id.type),
    }),
    BatchResult: object('What became of a line, or of a `replace` at the end.', {
      line: maybe(int(1), { doc: 'Number of the line, or of the element of an array; empty lines count.' }),
      replace: maybe(string(), { doc: 'Module and party of which everything that was not named was withdrawn.' }),
      status: field(int(200, 599), { doc: 'HTTP status of the single call.' }),
      outcome: maybe('BatchOutcome'),
      findings: many('Finding', { doc: 'What is odd about a session, tariff or CDR that was stored.' }),
      withdrawn: maybe(int(0), { doc: '`replace`: so many.' }),
      missing: maybe(int(0), { doc: '`replace` that was held: so many would be withdrawn.' }),
      known: maybe(int(0), { doc: '`replace`: of so many.' }),
      problem: maybe('ProblemDetails', { doc: 'Why not. Pointers are into the line.' }),
    }),
    EvseStatus: object('Status of one EVSE.', {
      party: field(partyKeyType),
      evse_uid: maybe(params.evse_uid.type, { doc: 'This or `evse_id`.' }),
      evse_id: maybe(string(48), { doc: 'As it stands in the EVSE, without regard to case.' }),
      location_id: maybe(params.id.type, { doc: 'Needed only where several Locations have such an EVSE.' }),
      status: field('Status'),
      at: maybe(dateTime, { doc: 'When it became so; now where nothing is said.' }),
    }),
  },
  enums: {
    BatchOp: closed('What is to be done.', ['put', 'patch', 'delete', 'post']),
    BatchOutcome: closed(
      '`unchanged`: stored already. `stale`: not applied, something newer is stored. `held`: not withdrawn, it was suspiciously much.',
      ['created', 'updated', 'deleted', 'unchanged', 'stale', 'withdrawn', 'held'],
    ),
  },
}

const results = {
  200: { doc: 'One result per line, in order, while the body is still being read.', lines: 'BatchResult' },
}
const publish = {
  publish: maybe(boolean, {
    doc: '`false`: stored, and found by partners that crawl, but not pushed to them. What is written later is.',
    default: true,
  }),
}

export const batchCalls: readonly ApiCall[] = [
  call(
    'batch',
    'postBatch',
    'POST /batch',
    'Writes any number of own objects, one per line of at most 1 MiB. 500 are committed at a time; a bad line fails alone.',
    {
      scope: 'write',
      query: {
        ...publish,
        replace: many(replaceType, {
          doc: 'Such as `locations:NL-ABC`: what of these no line named is withdrawn, once the body ended properly.',
        }),
        hold: maybe(boolean, {
          doc: '`false`: withdraws however much it is. Else more than 10 and more than 20 % are held and reported.',
          default: true,
        }),
        accept_findings: maybe(boolean, { doc: 'As for `POST /cdrs`.', default: false }),
      },
      body: lines('BatchLine'),
      answers: results,
    },
  ),
  call('batch', 'postEvseStatus', 'POST /evse-status', 'Statuses of many EVSEs; their Locations are looked up.', {
    scope: 'write',
    query: publish,
    body: elements('EvseStatus'),
    answers: results,
  }),
]
