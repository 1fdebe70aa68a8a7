import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, number, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { opaqueId, pageQuery, params } from './common.ts'

const named = {
  partner: field(string(), { doc: 'Id of the partner.' }),
  module: field(string()),
  country_code: field(string()),
  party_id: field(string()),
  object_id: field(string(), { doc: 'Id of the object; of a token its uid.' }),
}

/** What could not be delivered, or not be taken. */
export const deliveryShapes: Chapter = {
  objects: {
    Delivery: object('How delivery to a partner goes, as the process that serves it last wrote down.', {
      partner: named.partner,
      name: field(string(), { doc: 'What we call the partner.' }),
      status: field('PartnerStatus'),
      health: maybe('DeliveryHealth'),
      offline_since: maybe(dateTime),
      next_probe_at: maybe(dateTime, { doc: 'While it is offline.' }),
      lanes: many('DeliveryLane', { doc: 'A lane is what is sent of one module.' }),
      window: field('DeliveryWindow', { doc: 'Of `calls`.' }),
      calls: many('DeliveryCalls', { doc: 'All calls of ours to the partner, by module: pushes, crawls, commands.' }),
    }),
    DeliveryLane: object('What is sent of one module.', {
      module: field(string()),
      lag: field('DeliveryLag'),
      parked: field(int(0), { doc: 'Objects that the partner refused.' }),
      waiting: field(int(0), { doc: 'Objects that wait for a party which its hub does not reach.' }),
      saved: field(int(0), {
        doc: 'Changes that were never sent, because a newer one of the same object took their place while they waited.',
      }),
      last_success_at: maybe(dateTime, { doc: 'When the partner last took something.' }),
      last_error: maybe('DeliveryError', { doc: 'What last was not taken.' }),
      at: field(dateTime, { doc: 'When this last changed.' }),
    }),
    DeliveryLag: object('How far a lane is behind.', {
      objects: field(int(0), { doc: 'Changed objects that are to be sent; of a long backlog at least so many.' }),
      seconds: field(int(0), { unit: 's', doc: 'Age of the oldest of these changes.' }),
    }),
    DeliveryError: object('An attempt that failed.', {
      at: field(dateTime),
      http: maybe(int(), { doc: 'HTTP status of the answer.' }),
      status_code: maybe(int(), { doc: 'OCPI status code of the answer.' }),
      why: field(string()),
    }),
    DeliveryWindow: object('The time that is looked at.', { from: field(dateTime), to: field(dateTime) }),
    DeliveryCalls: object('Calls of ours to a partner within the window.', {
      module: field(string()),
      calls: field(int(0)),
      errors: field(int(0), { doc: 'Not answered, or with another HTTP status than 2xx, or another code than 1xxx.' }),
      error_share: field(number(0, 1), { doc: '`errors` of `calls`.' }),
      p50_ms: maybe(number(0), {
        unit: 'ms',
        doc: 'Half were answered, or given up, within this; right to a quarter.',
      }),
      p95_ms: maybe(number(0), { unit: 'ms', doc: 'The same of 95 in 100.' }),
    }),
    ParkedObject: object('An object that a partner refused, with its answer. It is tried again by itself.', {
      id: field(opaqueId),
      ...named,
      evse_uid: maybe(string()),
      token_type: maybe(string()),
      state: field('ParkedState'),
      refusals: field(int(0)),
      first_at: field(dateTime),
      last_at: field(dateTime),
      next_at: maybe(dateTime, { doc: 'When it is tried again; null: when the object changes.' }),
      http: maybe(int(), { doc: 'HTTP status of the answer.' }),
      status_code: maybe(int(), { doc: 'OCPI status code of the answer.' }),
      why: field(string()),
      message: maybe(string(), { doc: 'What the partner said.' }),
    }),
    UnroutableObject: object('An object of ours that is meant for parties which no partner serves.', {
      id: field(string()),
      module: named.module,
      country_code: named.country_code,
      party_id: named.party_id,
      object_id: named.object_id,
      parties: many(string(), { doc: 'Whom it is for.' }),
      last_updated: field(dateTime),
    }),
    AsideObject: object('What was left out of a list that was read from a partner.', {
      id: field(string()),
      partner: named.partner,
      module: named.module,
      country_code: maybe(string()),
      party_id: maybe(string()),
      object_id: maybe(string()),
      path: field(string(), { doc: 'JSON pointer of the part that was left out; empty: all of it.' }),
      why: field(string()),
      part: maybe(string(), { doc: 'JSON text of the part, cut where it is long.' }),
      at: field(dateTime),
    }),
    DeliveryMessage: object('A CDR or a result: sent by itself, and again, until the partner took it.', {
      id: field(string()),
      partner: named.partner,
      kind: field(string(), { doc: '`cdr`, `command_result`, ...' }),
      state: field(string()),
      country_code: maybe(string()),
      party_id: maybe(string()),
      object_id: maybe(string()),
      created_at: field(dateTime),
      until: field(dateTime, { doc: 'After this nobody waits for it any more.' }),
      attempts: field(int(0)),
      http: maybe(int(), { doc: 'HTTP status of the last answer.' }),
      status_code: maybe(int(), { doc: 'OCPI status code of the last answer.' }),
      why: maybe(string()),
      message: maybe(string(), { doc: 'What the partner said.' }),
      location: maybe(string(), { doc: 'Where the partner keeps it.' }),
    }),
  },
  enums: {
    DeliveryHealth: closed(
      '`failing`: it did not answer, and is asked one thing at a time. `trial`: it answered a probe; one object is sent.',
      ['up', 'failing', 'offline', 'trial'],
    ),
    ParkedState: closed('Refused by the partner, or waiting for a party that its hub does not reach.', [
      'parked',
      'waiting',
    ]),
  },
}

const newest = (name: string) => ({ 200: { doc: 'The newest first.', body: page(name) } })
const filter = {
  partner: maybe(string(80), { doc: 'Only of this partner.' }),
  limit: maybe(int(1, 1000), { doc: 'Most items in the answer; 100 where nothing is said.' }),
}

export const deliveryCalls: readonly ApiCall[] = [
  call('delivery', 'listDelivery', 'GET /delivery', 'How delivery to partners goes.', {
    scope: 'read',
    query: {
      status: maybe('PartnerStatus', { doc: 'Only partners with this status.' }),
      module: maybe('ObjectModule', { doc: 'Only lanes and calls of this module.' }),
      behind: maybe(boolean, { doc: 'Only partners that something waits for or is parked at; `false`: the others.' }),
      ...pageQuery,
    },
    answers: { 200: { doc: 'In order of the ids of partners.', body: page('Delivery') } },
  }),
  call('delivery', 'getDelivery', 'GET /partners/{id}/delivery', 'How delivery to a partner goes.', {
    scope: 'read',
    params: { id: params.our_id },
    answers: { 200: { doc: 'As last written down, at most a few seconds ago.', body: one('Delivery') } },
    errors: { 404: 'There is no such partner.' },
  }),
  call('delivery', 'listParked', 'GET /parked', 'Objects that partners refused, with their answers.', {
    scope: 'read',
    query: {
      partner: filter.partner,
      module: maybe('ObjectModule', { doc: 'Only of this module.' }),
      ...pageQuery,
    },
    answers: newest('ParkedObject'),
  }),
  call('delivery', 'retryParked', 'POST /parked/{id}/retry', 'Sends a parked object again now.', {
    scope: 'write',
    params: { id: params.our_id },
    answers: { 204: { doc: 'It is on its way; it is listed again if it is refused again.' } },
    errors: { 404: 'Nothing is parked under this id.' },
  }),
  call('delivery', 'listUnroutable', 'GET /unroutable', 'Objects meant for parties which no partner serves.', {
    scope: 'read',
    answers: newest('UnroutableObject'),
  }),
  call('delivery', 'listAside', 'GET /aside', 'What was left out of lists that were read from partners.', {
    scope: 'read',
    query: filter,
    answers: newest('AsideObject'),
  }),
  call('delivery', 'listMessages', 'GET /messages', 'CDRs and results that are under way, parked or expired.', {
    scope: 'read',
    query: { ...filter, settled: maybe(boolean, { doc: 'Those that arrived, too.' }) },
    answers: newest('DeliveryMessage'),
  }),
]
