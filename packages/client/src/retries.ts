import { ConnectionError, ProblemError } from './errors.ts'
import type { Method } from './types.ts'

/** A request and what it carries, as far as it matters for sending it again. */
export interface Sent {
  readonly method: Method
  readonly headers: Readonly<Record<string, string | undefined>>
}

const FIRST_MS = 200
const LONGEST_MS = 5_000

/**
 * Milliseconds to wait before the request is sent again; undefined: it is not. `tried` counts from 1.
 *
 * 429 and 503 say that nothing was carried out: any request may come again, when the answer says so. After a fault of the
 * connection nobody knows, and only what may be carried out twice is sent again.
 */
export function waitBefore(sent: Sent, error: unknown, tried: number): number | undefined {
  const growing = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tried - 1)) * (0.5 + Math.random() / 2)
  if (error instanceof ConnectionError) return mayComeTwice(sent) ? growing : undefined
  if (!(error instanceof ProblemError)) return undefined
  const asked = error.retryAfter === undefined ? undefined : error.retryAfter * 1000
  if (error.status === 429 || error.status === 503) return asked ?? growing
  // The first one with this Idempotency-Key is still being carried out.
  if (error.status === 409 && sent.headers['Idempotency-Key'] !== undefined) return asked
  // A proxy that did not reach the platform.
  if ((error.status === 502 || error.status === 504) && error.type === 'about:blank' && mayComeTwice(sent)) {
    return asked ?? growing
  }
  return undefined
}

/** With a condition the second one would find what the first one changed, and fail. */
function mayComeTwice({ method, headers }: Sent): boolean {
  if (method === 'get') return true
  if (headers['If-Match'] !== undefined || headers['If-None-Match'] !== undefined) return false
  if (method === 'post') return headers['Idempotency-Key'] !== undefined
  return method === 'put' || method === 'delete'
}
