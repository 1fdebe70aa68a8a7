import { get, list, module, put } from '../define/endpoint.ts'
import { lastUpdated, owner } from '../define/fields.ts'
import { closed, object } from '../define/object.ts'
import { key, one } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "HubClientInfo module". */
export const hubClientInfo: Chapter = {
  objects: {
    ClientInfo: object('Whether a party behind a hub can be reached.', {
      ...owner,
      // Two roles of one party share a URL, so the role is part of what the object is (R-HCI-12).
      role: key('Role'),
      status: one('ConnectionStatus'),
      last_updated: lastUpdated,
    }),
  },
  enums: {
    ConnectionStatus: closed('Whether a party is connected to the hub.', [
      'CONNECTED',
      'OFFLINE',
      'PLANNED',
      'SUSPENDED',
    ]),
  },
  modules: [
    module('hubclientinfo', 'configuration', 'A hub tells its parties who else is connected.', {
      SENDER: [list('getClients', 'ClientInfo', 'The parties connected to the hub.')],
      RECEIVER: [
        get('getClient', '{country_code}/{party_id}', 'ClientInfo', 'What the receiver knows about a party.'),
        put('putClient', '{country_code}/{party_id}', 'ClientInfo', 'A party is new or its status changed.'),
      ],
    }),
  ],
}
