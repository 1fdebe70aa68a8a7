import { del, get, module, post, put } from '../define/endpoint.ts'
import { countryCode, partyId } from '../define/fields.ts'
import { object } from '../define/object.ts'
import { uniqueIn } from '../define/rules.ts'
import { one, pattern, some, url } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Credentials". */
export const credentials: Chapter = {
  objects: {
    Credentials: object(
      'How to reach a platform, with which token, and which parties it speaks for.',
      {
        token: one(pattern(/^[\x21-\x7e]+$/, 'printable ASCII without white space', 64), {
          doc: 'The token the reader of this object has to send; Base64 comes only in the header.',
        }),
        url: one(url, { doc: 'The versions endpoint of the platform that sent this object.' }),
        roles: some('CredentialsRole', { doc: 'The same role may occur for several parties.' }),
      },
      { rules: [uniqueIn('R-CRED-20', 'value', 'roles', ['role', 'country_code', 'party_id'])] },
    ),
    CredentialsRole: object('A party on a platform, in one role.', {
      role: one('Role'),
      business_details: one('BusinessDetails'),
      party_id: one(partyId, { doc: 'Independent of the prefixes in EVSE ids and contract ids.' }),
      country_code: one(countryCode, { doc: 'ISO 3166-1 alpha-2.' }),
    }),
  },
  modules: [
    // The interface role says nothing here; ours is listed as SENDER (version information, "ModuleID").
    module('credentials', 'configuration', 'Registration, update and end of a connection between two platforms.', {
      SENDER: [
        get('getCredentials', '', 'Credentials', 'The credentials the caller uses towards this platform.'),
        post('postCredentials', '', 'Credentials', 'Register; 405 when registered already.', {
          data: { name: 'Credentials', shape: 'one' },
        }),
        put(
          'putCredentials',
          '',
          'Credentials',
          'New token, new endpoints or another version; 405 when not registered.',
          {
            data: { name: 'Credentials', shape: 'one' },
          },
        ),
        del('deleteCredentials', '', 'End the connection; 405 when not registered.'),
      ],
    }),
  ],
}
