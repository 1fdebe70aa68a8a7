import { object } from '@interchange/ocpi/define/object'
import { dateTime, one as field, maybe, some, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { pageQuery, params } from './common.ts'

const { country_code, party_id, evse_uid } = params
const place = { country_code, party_id, evse_uid }
const ROUTE = '/meter-keys/{country_code}/{party_id}/{evse_uid}'

/** Keys of meters, noted by us. */
export const meterKeyShapes: Chapter = {
  objects: {
    MeterKeys: object('Public keys of the meters of an EVSE: one of these has to have signed.', {
      country_code: field(country_code.type, { doc: 'Country of the CPO.' }),
      party_id: field(party_id.type, { doc: 'Id of the CPO.' }),
      evse_uid: field(evse_uid.type),
      keys: some('MeterKey', { doc: 'In order of time.' }),
    }),
    MeterKeysToWrite: object('Public keys of the meters of an EVSE.', {
      country_code: maybe(country_code.type, { doc: 'As in the URL.' }),
      party_id: maybe(party_id.type, { doc: 'As in the URL.' }),
      evse_uid: maybe(evse_uid.type, { doc: 'As in the URL.' }),
      keys: some('MeterKey'),
    }),
    MeterKey: object('The public key of a meter.', {
      public_key: field(string(1000), {
        doc: 'Hex or Base64 of a SubjectPublicKeyInfo or of a point, or PEM; on a curve of OCMF.',
      }),
      valid_from: maybe(dateTime, {
        doc: 'For sessions that start from then on, until the next key; absent: since ever.',
      }),
    }),
  },
}

export const meterKeyCalls: readonly ApiCall[] = [
  call('meter-keys', 'listMeterKeys', 'GET /meter-keys', 'Keys of meters of all EVSEs that have some.', {
    scope: 'read',
    query: pageQuery,
    answers: {
      200: { doc: 'In order of CPO and uid; `next` is null on the last page.', body: page('MeterKeys') },
    },
  }),
  call('meter-keys', 'getMeterKeys', `GET ${ROUTE}`, 'Keys of the meters of an EVSE.', {
    scope: 'read',
    params: place,
    answers: { 200: { doc: 'As they were put.', body: one('MeterKeys') } },
    errors: { 404: 'No key is noted for this EVSE.' },
  }),
  call(
    'meter-keys',
    'putMeterKeys',
    `PUT ${ROUTE}`,
    'Notes the keys of the meters of an EVSE, own or of another CPO. They alone count in audits from now on.',
    {
      scope: 'admin',
      params: place,
      body: one('MeterKeysToWrite'),
      answers: {
        200: { doc: 'Replaced.', body: one('MeterKeys') },
        201: { doc: 'New.', body: one('MeterKeys') },
      },
    },
  ),
  call('meter-keys', 'deleteMeterKeys', `DELETE ${ROUTE}`, 'Forgets the keys: those that come with the data count.', {
    scope: 'admin',
    params: place,
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'No key is noted for this EVSE.' },
  }),
]
