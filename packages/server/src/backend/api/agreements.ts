import { closed, object } from '@interchange/ocpi/define/object'
import { one as field, many, maybe, pattern } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { agreedModules } from '../../hub/agreements.ts'
import { roleNames } from '../../roles.ts'
import { type ApiCall, call, one, page } from '../define.ts'
import { pageQuery, partyKeyType } from './common.ts'

const agreementName = pattern(/^[A-Za-z0-9._-]{1,36}$/, 'a name of A-Z, a-z, 0-9, `.`, `_` and `-`', 36)
const name = field(agreementName, { doc: 'Name of the agreement.' })
const ROUTE = '/agreements/{name}'

const body = {
  name: maybe(agreementName, { doc: 'As in the URL.' }),
  effect: field('AgreementEffect'),
  user: maybe(partyKeyType, { doc: 'The party that uses. Neither this nor `user_role`: every party.' }),
  user_role: maybe('PartyRole', { doc: 'All parties with this role use.' }),
  owner: maybe(partyKeyType, { doc: 'The party whose modules they are. Neither this nor `owner_role`: every party.' }),
  owner_role: maybe('PartyRole', { doc: 'The modules of all parties with this role.' }),
  modules: many('AgreementModule', { doc: 'Only these modules; absent or empty: all.' }),
}

/** What a hub lets its partners' parties do with each other. */
export const agreementShapes: Chapter = {
  objects: {
    Agreement: object(
      "Of a hub: which parties may see and use which parties' modules, or may not. The closest agreement counts: one that names a party before one that names a role, then one that names modules; of equal closeness `deny`.",
      { ...body, name },
    ),
    AgreementToWrite: object('Who may use whose modules.', body),
  },
  enums: {
    AgreementEffect: closed('What an agreement does.', ['allow', 'deny']),
    AgreementModule: closed('Modules that go from party to party.', [...agreedModules]),
    PartyRole: closed('A role as credentials state it.', [...roleNames]),
  },
}

export const agreementCalls: readonly ApiCall[] = [
  call('agreements', 'listAgreements', 'GET /agreements', 'All agreements but those of the setting AGREEMENTS.', {
    scope: 'read',
    query: pageQuery,
    answers: { 200: { doc: 'In order of their names; `next` is null on the last page.', body: page('Agreement') } },
  }),
  call('agreements', 'getAgreement', `GET ${ROUTE}`, 'An agreement.', {
    scope: 'read',
    params: { name },
    answers: { 200: { doc: 'As it was put.', body: one('Agreement') } },
    errors: { 404: 'There is no such agreement.' },
  }),
  call('agreements', 'putAgreement', `PUT ${ROUTE}`, 'Makes an agreement or changes it; it holds at once.', {
    scope: 'admin',
    params: { name },
    body: one('AgreementToWrite'),
    answers: {
      200: { doc: 'Changed, or the same as before.', body: one('Agreement') },
      201: { doc: 'New.', body: one('Agreement') },
    },
    errors: { 409: 'There are too many agreements.' },
  }),
  call('agreements', 'deleteAgreement', `DELETE ${ROUTE}`, 'Ends an agreement.', {
    scope: 'admin',
    params: { name },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'There is no such agreement.' },
  }),
]
