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
  return async (request) => {
    const at = clock.now()
    const startedAt = performance.now()
    const tell = (answer: Pick<Exchange, 'http' | 'statusCode' | 'response' | 'why'>) =>
      exchanges.record({
        ...(typeof about === 'function' ? about(request) : about),
        ...answer,
        at,
        direction: 'out',
        method: request.method,
        requestId: headerOf(request.headers, 'X-Request-ID'),
        correlationId: headerOf(request.headers, 'X-Correlation-ID'),
        ms: performance.now() - startedAt,
        request: request.body,
      })
    try {
      const answer = await transport(request)
      tell({ http: answer.status, statusCode: statusIn(answer.body), response: answer.body })
      return answer
    } catch (error) {
      const why = error instanceof TransportError ? error.message : 'the request could not be made'
      tell({ http: undefined, statusCode: undefined, response: undefined, why })
      throw error
    }
  }
}
