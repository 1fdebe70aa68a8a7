import { object } from '@interchange/ocpi/define/object'
import { one as field, maybe, some } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { params } from './common.ts'

const { country_code, party_id } = params
const ROUTE = '/parties/{country_code}/{party_id}'

/** Our own parties. */
export const partyShapes: Chapter = {
  objects: {
    OwnParty: object('A party of ours, with the roles it plays.', {
      country_code: field(country_code.type),
      party_id: field(party_id.type),
      roles: some('Role', { doc: 'What partners see in our credentials.' }),
      business_details: field('BusinessDetails', { doc: 'As drivers see the company.' }),
    }),
    OwnPartyToWrite: object('Roles and name of a party.', {
      country_code: maybe(country_code.type, { doc: 'As in the URL.' }),
      party_id: maybe(party_id.type, { doc: 'As in the URL.' }),
      roles: some('Role'),
      business_details: maybe('BusinessDetails', { doc: 'Absent: the party is named after its id.' }),
    }),
  },
}

export const partyCalls: readonly ApiCall[] = [
  call('parties', 'listParties', 'GET /parties', 'All our parties.', {
    scope: 'read',
    answers: { 200: { doc: 'In order of their ids.', body: page('OwnParty') } },
  }),
  call('parties', 'getParty', `GET ${ROUTE}`, 'One of our parties.', {
    scope: 'read',
    params: { country_code, party_id },
    answers: { 200: { doc: 'The party.', body: one('OwnParty') } },
    errors: { 404: 'No party of ours.' },
  }),
  call('parties', 'putParty', `PUT ${ROUTE}`, 'Adds a party of ours, or changes its roles and name.', {
    scope: 'admin',
    params: { country_code, party_id },
    body: one('OwnPartyToWrite'),
    answers: {
      200: { doc: 'Changed.', body: one('OwnParty') },
      201: {
        doc: 'Added. Partners that were given all parties learn of it with our next credentials.',
        body: one('OwnParty'),
      },
    },
  }),
  call('parties', 'deleteParty', `DELETE ${ROUTE}`, 'Takes a party away; its objects stay stored, unpublished.', {
    scope: 'admin',
    params: { country_code, party_id },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'No party of ours.' },
  }),
]
