import type { Transport } from '@interchange/ocpi/client/transport'
import { Webhook as Signer } from 'standardwebhooks'
import type { Webhook } from './webhook-store.ts'

export interface Posted {
  readonly status: number
  readonly body: string
}

const MAX_ANSWER_BYTES = 256 * 1024

/** Posts one signed message as Standard Webhooks has it. @throws TransportError */
export async function postSigned(
  transport: Transport,
  webhook: Pick<Webhook, 'url' | 'secret'>,
  message: { readonly id: string; readonly at: Date; readonly body: string },
  timeoutMs: number,
): Promise<Posted> {
  const signature = new Signer(webhook.secret).sign(message.id, message.at, message.body)
  const { status, body } = await transport({
    method: 'POST',
    url: webhook.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(message.at.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body: message.body,
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  })
  return { status, body }
}
