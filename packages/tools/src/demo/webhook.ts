// A backend's webhook: answers the platform's questions and hears its notifications.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Notification {
  readonly type: string
  readonly id: string
  readonly timestamp: string
  readonly data: Record<string, unknown>
}

export interface WebhookServer {
  readonly url: string
  /** Set once the platform has told the secret it signs with. */
  secret: string | undefined
  close(): Promise<void>
}

/** `answer` returns the response to a question, or undefined for a notification. */
export async function serveWebhook(answer: (heard: Notification) => unknown): Promise<WebhookServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      try {
        if (webhook.secret) new Webhook(webhook.secret).verify(body, request.headers as Record<string, string>)
        const reply = answer(JSON.parse(body) as Notification)
        response.writeHead(reply === undefined ? 204 : 200, { 'content-type': 'application/json' })
        response.end(reply === undefined ? undefined : JSON.stringify(reply))
      } catch {
        response.writeHead(400).end()
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const webhook: WebhookServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    secret: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return webhook
}
