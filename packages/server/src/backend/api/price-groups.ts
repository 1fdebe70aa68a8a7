import { closed, object } from '@interchange/ocpi/define/object'
import { ciString, one as field, many, maybe, pattern, some, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { pageQuery, params } from './common.ts'

const groupName = pattern(/^[A-Za-z0-9._-]{1,36}$/, 'a name of A-Z, a-z, 0-9, `.`, `_` and `-`', 36)
const name = field(groupName, { doc: 'Name of the group.' })
const ROUTE = '/price-groups/{name}'

const body = {
  name: maybe(groupName, { doc: 'As in the URL.' }),
  partners: many(string(80), { doc: 'Ids of its partners. Each is in one group at most.' }),
  rules: many('PriceRule', {
    doc: 'The first rule that names a connector decides; one that none names keeps its own tariffs.',
  }),
}

/** Who sees which tariffs at our connectors. */
export const priceGroupShapes: Chapter = {
  objects: {
    ConnectorSelector: object('Connectors of one of our parties: all, or those of what else is named.', {
      country_code: field(params.country_code.type),
      party_id: field(params.party_id.type),
      location_id: maybe(ciString(36)),
      evse_uid: maybe(ciString(36)),
      connector_id: maybe(ciString(36), { doc: 'Only with `evse_uid`.' }),
    }),
    PriceRule: object('What connectors cost.', {
      connectors: some('ConnectorSelector'),
      tariff_ids: many(ciString(36), {
        doc: 'Ids of tariffs of the parties named. None: no tariffs are shown there.',
      }),
    }),
    PriceGroup: object('Partners that see tariffs of their own at our connectors.', {
      ...body,
      name,
      status: field('PriceGroupStatus'),
    }),
    PriceGroupToWrite: object('The partners of a price group and what they see.', body),
  },
  enums: {
    PriceGroupStatus: closed('`applied`: partners find, and are sent, what was put. `applying`: some of it.', [
      'applying',
      'applied',
    ]),
  },
}

export const priceGroupCalls: readonly ApiCall[] = [
  call('price-groups', 'listPriceGroups', 'GET /price-groups', 'All price groups.', {
    scope: 'read',
    query: pageQuery,
    answers: { 200: { doc: 'In order of their names; `next` is null on the last page.', body: page('PriceGroup') } },
  }),
  call('price-groups', 'getPriceGroup', `GET ${ROUTE}`, 'A price group.', {
    scope: 'read',
    params: { name },
    answers: { 200: { doc: 'As it was put.', body: one('PriceGroup') } },
    errors: { 404: 'There is no such group.' },
  }),
  call(
    'price-groups',
    'putPriceGroup',
    `PUT ${ROUTE}`,
    'Makes a price group or changes it. Partners are sent what changes for them.',
    {
      scope: 'admin',
      params: { name },
      body: one('PriceGroupToWrite'),
      answers: {
        200: { doc: 'Changed, or the same as before.', body: one('PriceGroup') },
        201: { doc: 'New.', body: one('PriceGroup') },
      },
      errors: { 409: 'A partner is in another group, or there are too many groups.' },
    },
  ),
  call('price-groups', 'deletePriceGroup', `DELETE ${ROUTE}`, 'Ends a price group; its partners see what others see.', {
    scope: 'admin',
    params: { name },
    answers: { 204: { doc: 'Gone; partners are sent what changes for them.' } },
    errors: { 404: 'There is no such group.' },
  }),
]
