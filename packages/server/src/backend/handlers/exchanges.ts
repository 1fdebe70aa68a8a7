// The message log as the company reads it.

import { Readable } from 'node:stream'
import type { Clock } from '../../clock.ts'
import { timeOf } from '../../message-log/entry.ts'
import type { ExchangeLog } from '../../message-log/exchange-log.ts'
import type { After, ExchangeFilter, ExchangeStore, ExchangeView } from '../../message-log/exchange-store.ts'
import { marksOf } from '../../message-log/redaction.ts'
import { type ReplayNeeds, replay } from '../../message-log/replay.ts'
import type { Secrets } from '../../partners/secrets.ts'
import { conflict, malformed, notFound } from '../problem.ts'
import type { ApiHandlers, ApiRequest, QueryValue } from '../request.ts'

export interface ExchangeHandlersNeeds {
  readonly store: ExchangeStore
  readonly exchanges: Pick<ExchangeLog, 'flush'>
  readonly delivery: ReplayNeeds['delivery']
  readonly secrets: Pick<Secrets, 'digests'>
  readonly clock: Clock
}

const PAGE = 100
/** Read at once for an export. */
const EXPORT = 200

export function exchangeHandlers(needs: ExchangeHandlersNeeds): ApiHandlers {
  const { store, secrets } = needs

  async function find({ params, caller }: ApiRequest): Promise<ExchangeView> {
    const at = timeOf(params.id!)
    const found = at && (await store.find(params.id!, at, oursOf(caller)))
    if (!found) throw notFound('There is no such exchange; it may be too old')
    return found
  }

  return {
    async listExchanges(request) {
      const { query } = request
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const rows = await store.list(filterOf(request, secrets), { after: afterOf(query.next), limit: limit + 1 })
      const items = rows.slice(0, limit)
      return { status: 200, body: { items, next: rows.length > limit ? nextOf(items.at(-1)!) : null } }
    },

    async exportExchanges(request) {
      const lines = exported(store, filterOf(request, secrets))
      const headers = {
        'content-type': 'application/x-ndjson',
        'content-disposition': 'attachment; filename="exchanges.ndjson"',
      }
      return { status: 200, stream: Readable.from(lines, { objectMode: false }), headers }
    },

    async countExchanges({ query }) {
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const { partner, from, to } = query as Readonly<Record<string, string | undefined>>
      return { status: 200, body: { items: await store.counts({ partner, from, to, limit }), next: null } }
    },

    getExchange: async (request) => ({ status: 200, body: await find(request) }),

    async replayExchange(request) {
      const replayed = await replay(needs, await find(request))
      if (!replayed) {
        throw conflict(
          'Nothing of its object is parked at the partner, so there is nothing to send again; see GET /parked',
        )
      }
      return { status: replayed.state === 'pending' ? 202 : 200, body: replayed }
    },
  }
}

/** Page by page, each when the one before was taken: whoever reads slowly is waited for. */
async function* exported(store: ExchangeStore, filter: ExchangeFilter): AsyncGenerator<string> {
  let after: After | undefined
  for (;;) {
    const rows = await store.list(filter, { after, limit: EXPORT, bodies: true })
    for (const row of rows) yield `${JSON.stringify(row)}\n`
    if (rows.length < EXPORT) return
    after = rows.at(-1)!
  }
}

const oursOf = ({ parties }: ApiRequest['caller']): readonly string[] | undefined =>
  parties === '*' ? undefined : parties

function filterOf({ query, caller }: ApiRequest, secrets: Pick<Secrets, 'digests'>): ExchangeFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : undefined)
  const token = text('token')
  const object = text('object')
  return {
    partner: text('partner'),
    module: text('module'),
    object: object === undefined ? undefined : objectIn(object, secrets),
    drivers: token === undefined ? undefined : marksOf(secrets, token),
    status: typeof query.status === 'number' ? query.status : undefined,
    failed: typeof query.failed === 'boolean' ? query.failed : undefined,
    correlationId: text('correlation_id'),
    direction: text('direction'),
    from: text('from'),
    to: text('to'),
    ours: oursOf(caller),
  }
}

/** `LOC1`, or `NL/ABC/LOC1`. */
function objectIn(given: string, secrets: Pick<Secrets, 'digests'>): NonNullable<ExchangeFilter['object']> {
  const [countryCode, partyId, ...rest] = given.toUpperCase().split('/')
  const isWhole = rest.length > 0
  const id = isWhole ? rest.join('/') : given
  const ids = [id.toUpperCase(), id.toLowerCase(), ...marksOf(secrets, id)]
  return isWhole ? { countryCode: countryCode!, partyId: partyId!, ids } : { ids }
}

const nextOf = ({ at, id }: ExchangeView): string => Buffer.from(`before ${at} ${id}`).toString('base64url')

function afterOf(next: QueryValue): After | undefined {
  if (next === undefined) return undefined
  const [word, at = '', id = ''] = Buffer.from(String(next), 'base64url').toString('utf8').split(' ')
  if (word !== 'before' || timeOf(id)?.toISOString() !== at) {
    throw malformed('A parameter is malformed', [{ parameter: 'next', detail: 'is not the `next` of a page' }])
  }
  return { at, id }
}
