import { object } from '@interchange/ocpi/define/object'
import { one as field, int, many, maybe, number, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, page } from '../define.ts'
import { pageQuery, partyKey } from './common.ts'

/** What parties say to each other through this hub. */
export const hubPairShapes: Chapter = {
  objects: {
    HubPair: object(
      'What one party said to another one through this hub, and objects of the one pushed to the other.',
      {
        from: field(string(), {
          doc: 'Who said it, or whose objects they are, as `NL-ABC`; `other`: too many to be told apart.',
        }),
        to: field(string(), { doc: 'Who it was for.' }),
        window: field('DeliveryWindow'),
        messages: many('HubMessages', { doc: 'By module.' }),
      },
    ),
    HubMessages: object('Messages of one module within the window.', {
      module: field(string()),
      messages: field(int(0)),
      errors: field(int(0), { doc: 'Not answered, or with another HTTP status than 2xx, or another code than 1xxx.' }),
      error_share: field(number(0, 1), { doc: '`errors` of `messages`.' }),
      p50_ms: maybe(number(0), {
        unit: 'ms',
        doc: 'Half were answered, or given up, within this; right to a quarter.',
      }),
      p95_ms: maybe(number(0), { unit: 'ms', doc: 'The same of 95 in 100.' }),
    }),
  },
  enums: {},
}

export const hubPairCalls: readonly ApiCall[] = [
  call('delivery', 'listHubPairs', 'GET /hub/pairs', 'What parties say to each other through this hub.', {
    scope: 'read',
    query: {
      from: maybe(partyKey, { doc: 'Only what this party said, `NL-ABC`.' }),
      to: maybe(partyKey, { doc: 'Only what was for this party.' }),
      ...pageQuery,
    },
    answers: {
      200: { doc: 'Pairs that said something in the last minutes, in order of their names.', body: page('HubPair') },
    },
  }),
]
