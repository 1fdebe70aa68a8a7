import { closed, object } from '@interchange/ocpi/define/object'
import { dateTime, one as field, many, maybe, pattern, some, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page, scopes } from '../define.ts'
import { opaqueId, pageQuery, params, partyKeyOrAll } from './common.ts'

const name = pattern(/^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/, '1 to 64 of letters, digits, space and . _ @ -', 64)

/** Keys of this API. */
export const keyShapes: Chapter = {
  objects: {
    ApiKey: object('A key of this API, without the key itself.', {
      id: field(opaqueId),
      name: field(name, { doc: 'Stands where somebody is named, such as in the history of an audit.' }),
      scope: field('KeyScope'),
      parties: some(partyKeyOrAll, { doc: 'Parties it is for; `["*"]`: all, also those added later.' }),
      created_at: field(dateTime),
      key: maybe(string(), { doc: 'Shown once, when the key is made; stored as a hash.' }),
    }),
    ApiKeyRequest: object('A key to be made.', {
      name: field(name),
      scope: field('KeyScope'),
      parties: many(partyKeyOrAll, { doc: 'Absent or `["*"]`: all. A key with scope `admin` is for all.' }),
    }),
  },
  enums: {
    KeyScope: closed(
      'What a key may do: see what concerns its parties; also write for them; everything. Each includes the one before.',
      scopes,
    ),
  },
}

export const keyCalls: readonly ApiCall[] = [
  call('keys', 'listKeys', 'GET /keys', 'All keys but the admin key, by name.', {
    scope: 'admin',
    query: pageQuery,
    answers: { 200: { doc: 'A page; `next` is null on the last one.', body: page('ApiKey') } },
  }),
  call('keys', 'postKey', 'POST /keys', 'Makes a key for a program or a person.', {
    scope: 'admin',
    body: one('ApiKeyRequest'),
    answers: { 201: { doc: 'Made; the only answer that shows the key.', body: one('ApiKey') } },
    errors: { 409: 'There is a key of this name, or there are as many as there can be.' },
  }),
  call('keys', 'deleteKey', 'DELETE /keys/{id}', 'Takes a key back, at once.', {
    scope: 'admin',
    params: { id: params.our_id },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'No such key.' },
  }),
]
