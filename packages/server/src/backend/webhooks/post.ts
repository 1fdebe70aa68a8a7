import { type Transport, type TransportAnswer, TransportError } from '@interchange/ocpi/client/transport'
import { Webhook as Signer } from 'standardwebhooks'
import type { Clock } from '../../clock.ts'
import type { Attempt, Webhook } from './store.ts'

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

/** The company's systems may be on private addresses, unless a key for some parties alone named them. */
export interface Transports {
  readonly own: Transport
  readonly guarded: Transport
}

export interface Attempted {
  readonly attempt: Attempt
  /** What the receiver asked for. */
  readonly retryAfterMs?: number
}

/** One attempt, whatever becomes of it. */
export async function attemptAt(
  webhook: Pick<Webhook, 'url' | 'secret' | 'allowPrivate'>,
  message: Message,
  options: {
    readonly transports: Transports
    readonly clock: Clock
    readonly timeoutMs: number
    readonly signal?: AbortSignal
  },
): Promise<Attempted> {
  const { transports, clock, ...rest } = options
  const sentAt = clock.now()
  const done = (http: number | null, error: string | null): Attempt => ({
    message: message.id,
    type: message.type,
    position: null,
    at: sentAt.toISOString(),
    duration_ms: Math.max(0, clock.now().getTime() - sentAt.getTime()),
    http,
    error,
  })
  const { url, secret, allowPrivate } = webhook
  if (secret === undefined) {
    return { attempt: done(null, 'its secret cannot be read; SECRET_KEY is not the one it was stored with') }
  }
  try {
    const transport = allowPrivate ? transports.own : transports.guarded
    const { status, headers } = await postSigned(transport, { url, secret }, message, { ...rest, sentAt })
    if (status >= 200 && status < 300) return { attempt: done(status, null) }
    const seconds = Number(headers['retry-after'])
    return {
      attempt: done(status, `it answered HTTP ${status}`),
      ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
    }
  } catch (error) {
    return { attempt: done(null, error instanceof TransportError ? error.message : 'it could not be called') }
  }
}
