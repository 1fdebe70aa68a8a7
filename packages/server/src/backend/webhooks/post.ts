import type { Transport, TransportAnswer } from '@interchange/ocpi/client/transport'
import { Webhook as Signer } from 'standardwebhooks'
import type { Webhook } from './store.ts'

/** One message as it stands in the body: `{type, id, timestamp, data}`. */
export interface Message {
  /** The same for every attempt, so that a receiver knows a repetition. */
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly data: unknown
}

const MAX_ANSWER_BYTES = 256 * 1024

/** Posts a message, signed as Standard Webhooks has it. @throws TransportError */
export async function postSigned(
  transport: Transport,
  webhook: Pick<Webhook, 'url'> & { readonly secret: string },
  { id, type, at, data }: Message,
  options: { readonly timeoutMs: number; readonly sentAt: Date; readonly signal?: AbortSignal },
): Promise<TransportAnswer> {
  const body = JSON.stringify({ type, id, timestamp: at.toISOString(), data })
  return await transport({
    method: 'POST',
    url: webhook.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(options.sentAt.getTime() / 1000)),
      'webhook-signature': new Signer(webhook.secret).sign(id, options.sentAt, body),
    },
    body,
    timeoutMs: options.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    ...(options.signal ? { signal: options.signal } : {}),
  })
}
