import { closed, object } from '@interchange/ocpi/define/object'
import {
  boolean,
  ciString,
  dateTime,
  one as field,
  int,
  many,
  maybe,
  number,
  string,
} from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { opaqueId, pageQuery, params } from './common.ts'

const text = (max: number, doc: string) => maybe(string(max), { doc })

/** What was said between partners and us, and what is known of a driver. */
export const exchangeShapes: Chapter = {
  objects: {
    Exchange: object(
      'A request and its answer. Driver identifiers are replaced by marks (`driver:` and 16 digits), the same one for the same identifier; credentials tokens are not kept.',
      {
        id: field(opaqueId),
        at: field(dateTime, { doc: 'When it began.' }),
        direction: field('ExchangeDirection'),
        partner: maybe(string(), { doc: 'Id of the partner; null: nobody knows who asked.' }),
        our_party: maybe(string(), { doc: 'Such as NL-ABC.' }),
        their_party: maybe(string()),
        version: maybe(string(), { doc: 'OCPI version.' }),
        module: field(string()),
        endpoint: maybe(string(), { doc: 'Name of the endpoint; null: none fits.' }),
        method: field(string()),
        path: field(string(), { doc: 'Below the module, with the query; of a URL of theirs its path.' }),
        http: maybe(int(), { doc: 'HTTP status; null: no answer.' }),
        status_code: maybe(int(), { doc: 'OCPI status code; null: no envelope.' }),
        failed: field(boolean, { doc: 'Anything but HTTP 2xx with 1xxx.' }),
        why: maybe(string(), { doc: 'Why there was no answer.' }),
        request_id: maybe(string()),
        correlation_id: maybe(string()),
        ms: field(number(), { doc: 'Milliseconds from the request to its answer.' }),
        country_code: maybe(string(), { doc: 'Owner of the object it is about.' }),
        party_id: maybe(string()),
        object_id: maybe(string(), { doc: 'Id of the object; of a token its mark.' }),
        part: maybe(string(), { doc: 'Of a location: uid of the EVSE, or EVSE/connector.' }),
        request_length: field(int(0), { doc: 'Characters the body had.' }),
        response_length: field(int(0)),
        request: maybe(string(), { doc: 'The body, cut where it is long. Left out in lists.' }),
        response: maybe(string(), { doc: 'The body of the answer, cut where it is long. Left out in lists.' }),
      },
    ),
    ExchangeCount: object('Exchanges of a day that are counted, not kept one by one.', {
      day: field(string(), { doc: 'UTC, such as 2026-11-24.' }),
      kind: field('ExchangeCountKind'),
      partner: field(string()),
      direction: field('ExchangeDirection'),
      module: field(string()),
      country_code: field(string()),
      party_id: field(string()),
      object_id: field(string()),
      part: field(string()),
      count: field(int(0)),
      first_at: field(dateTime),
      last_at: field(dateTime),
    }),
    Replay: object('What became of an object that was sent again.', {
      state: field('ReplayState'),
      parked_id: field(opaqueId, { doc: 'What is parked; listed by `GET /parked` until the partner takes it.' }),
      exchange: maybe('Exchange', { doc: 'The new exchange; null while it is under way.' }),
    }),
    EraseRequest: object('Whom to erase.', {
      token: field(ciString(36), { doc: 'Uid of a token of the driver.' }),
      type: maybe('TokenType', { doc: 'Only of this type; left out: any.' }),
    }),
    Erasure: object('What was removed of a driver.', {
      tokens: field(int(0), { doc: 'Tokens removed: the one that was named, and others of the same contract.' }),
      rows: many('ErasedRows', { doc: 'By table, what was changed or removed.' }),
      untold: many(string(), { doc: 'Partners that could not be told in time that an own token is no longer valid.' }),
      remaining: many('RemainingRows', {
        doc: 'Where an identifier still stands after all, as a scan of every column says; empty: nowhere.',
      }),
    }),
    ErasedRows: object('Rows of one table.', {
      table: field(string()),
      what: field('ErasedWhat'),
      rows: field(int(0)),
    }),
    RemainingRows: object('A column in which an identifier stands.', {
      table: field(string()),
      column: field(string()),
      rows: field(int(0)),
    }),
  },
  enums: {
    ExchangeDirection: closed('`in`: the partner asked us. `out`: we asked the partner.', ['in', 'out']),
    ExchangeCountKind: closed(
      '`status`: pushes of a status beyond the rate that went well. `unlogged`: there was no room for them.',
      ['status', 'unlogged'],
    ),
    ReplayState: closed('`accepted`: the partner took it. `refused`: it did not. `pending`: not known yet.', [
      'accepted',
      'refused',
      'pending',
    ]),
    ErasedWhat: closed('`removed`: the row is gone. `anonymised`: the identifiers in it are.', [
      'removed',
      'anonymised',
    ]),
  },
}

const filter = {
  partner: text(80, 'Only with this partner.'),
  module: text(40, 'Only of this module.'),
  object: text(120, 'Only about this object: its id, or `NL/ABC/LOC1`.'),
  token: text(36, 'Only those that name this driver: uid of a token, contract_id, visual_number.'),
  status: maybe(int(100, 4999), { doc: 'Only with this OCPI status code, or HTTP status.' }),
  failed: maybe(boolean, { doc: 'Only those that failed, or only those that did not.' }),
  correlation_id: text(200, 'Only with this correlation id.'),
  direction: maybe('ExchangeDirection', { doc: 'Only in this direction.' }),
  from: maybe(dateTime, { doc: 'Only from this time on.' }),
  to: maybe(dateTime, { doc: 'Only before this time.' }),
}

const gone = { 404: 'There is no such exchange; it may be too old.' }

export const exchangeCalls: readonly ApiCall[] = [
  call('exchanges', 'listExchanges', 'GET /exchanges', 'Requests and answers between partners and us.', {
    scope: 'read',
    query: { ...filter, ...pageQuery },
    answers: { 200: { doc: 'The newest first; `next` is null on the last page.', body: page('Exchange') } },
  }),
  call('exchanges', 'exportExchanges', 'GET /exchanges/export', 'The same with bodies, all of them, as a stream.', {
    scope: 'read',
    query: filter,
    answers: { 200: { doc: 'A line each, the newest first.', lines: 'Exchange' } },
  }),
  call('exchanges', 'countExchanges', 'GET /exchanges/counts', 'What was counted because there was too much of it.', {
    scope: 'read',
    query: { partner: filter.partner, from: filter.from, to: filter.to, limit: pageQuery.limit },
    answers: { 200: { doc: 'By day, the newest first, then the most.', body: page('ExchangeCount') } },
  }),
  call('exchanges', 'getExchange', 'GET /exchanges/{id}', 'One of them with its bodies.', {
    scope: 'read',
    params: { id: params.our_id },
    answers: { 200: { doc: 'The exchange.', body: one('Exchange') } },
    errors: gone,
  }),
  call(
    'exchanges',
    'replayExchange',
    'POST /exchanges/{id}/replay',
    'Sends an object of ours again now that a partner refused: in its newest state, as pushes always are.',
    {
      scope: 'write',
      params: { id: params.our_id },
      answers: {
        200: { doc: 'The partner answered.', body: one('Replay') },
        202: { doc: 'It is on its way.', body: one('Replay') },
      },
      errors: { ...gone, 409: 'Nothing of this object is parked at the partner: there is nothing to send again.' },
    },
  ),
  call('drivers', 'eraseDriver', 'POST /erase', 'Removes a driver from everything that is stored.', {
    scope: 'admin',
    body: one('EraseRequest'),
    answers: { 200: { doc: 'What was done, and what a scan of the database found afterwards.', body: one('Erasure') } },
  }),
]
