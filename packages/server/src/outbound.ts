import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import type { Partner } from './partners/partner.ts'
import type { Party } from './party.ts'

/** One request to a partner. Bodies are in the partner's version already. */
export interface OutboundRequest {
  readonly module: string
  readonly side: Side
  readonly endpoint: string
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly body?: unknown
  /** JSON text that goes out as it is; instead of `body`. */
  readonly bodyText?: string | undefined
  /** A whole URL the partner gave us (response_url, Link, Location); instead of endpoint URL and params. */
  readonly url?: string | undefined
  readonly from?: Party | undefined
  readonly to?: Party | undefined
  readonly correlationId?: string | undefined
  /** Default 30 s. */
  readonly timeoutMs?: number | undefined
}

/**
 * The only way anything leaves for a partner: address guard, deadline, token, message ids, routing headers, log and
 * metrics. What a partner does wrong comes back as a value; nothing is thrown for it.
 */
export interface Outbound {
  call(partner: Partner, request: OutboundRequest): Promise<Answer>
}
