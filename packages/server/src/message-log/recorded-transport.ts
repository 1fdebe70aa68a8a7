import { type Transport, TransportError } from '@interchange/ocpi/client/transport'
import { headerOf } from '@interchange/ocpi/wire/headers'
import type { Clock } from '../clock.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeLog } from './exchange-log.ts'
import { statusIn } from './status-in.ts'

/** What is known of a request before it is sent. */
export type About = Pick<
  Exchange,
  'partner' | 'ourParty' | 'theirParty' | 'version' | 'module' | 'endpoint' | 'params' | 'url' | 'query'
>

export interface RecordingNeeds {
  readonly transport: Transport
  readonly exchanges: Pick<ExchangeLog, 'record'>
  readonly clock: Clock
}

/** Every request that goes through, as it went, is an exchange of the log. `about` may look at the request. */
export function recordedTransport(
  { transport, exchanges, clock }: RecordingNeeds,
  about: About | ((request: Parameters<Transport>[0]) => About),
): Transport {
  return (request) => {
    const at = clock.now()
    const startedAt = performance.now()
    // Every field by name: this is made for each request, and a literal with a spread in it is made slowly.
    const tell = (
      http: number | undefined,
      statusCode: number | undefined,
      response: string | undefined,
      why?: string,
    ) => {
      const known = typeof about === 'function' ? about(request) : about
      exchanges.record({
        at,
        direction: 'out',
        partner: known.partner,
        ourParty: known.ourParty,
        theirParty: known.theirParty,
        version: known.version,
        module: known.module,
        endpoint: known.endpoint,
        params: known.params,
        url: known.url,
        query: known.query,
        method: request.method,
        http,
        statusCode,
        why,
        requestId: headerOf(request.headers, 'X-Request-ID'),
        correlationId: headerOf(request.headers, 'X-Correlation-ID'),
        ms: performance.now() - startedAt,
        request: request.body,
        response,
      })
    }
    return transport(request).then(
      (answer) => {
        tell(answer.status, statusIn(answer.body), answer.body)
        return answer
      },
      (error: unknown) => {
        const why = error instanceof TransportError ? error.message : 'the request could not be made'
        tell(undefined, undefined, undefined, why)
        throw error
      },
    )
  }
}
