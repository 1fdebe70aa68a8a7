// A company's backend on bare node:http: takes notifications, answers questions, verifies signatures by itself.

import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Delivered {
  readonly type: string
  readonly id: string
  readonly timestamp: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of every kind
  readonly data: any
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Reply {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
  /** Never answers. */
  readonly silent?: boolean
}

export class WebhookReceiver {
  readonly heard: Delivered[] = []
  /** What is answered; 204 where nothing is said. */
  answer: (delivered: Delivered) => Reply = () => ({ status: 204 })
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => this.take(Buffer.concat(chunks).toString('utf8'), request.headers, response))
  })
  private port = 0

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`
  }

  types = (): string[] => this.heard.map(({ type }) => type)

  /** On the port it had before, if it had one. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
    return this
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }

  private take(text: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
    const delivered: Delivered = { ...JSON.parse(text), headers, text }
    this.heard.push(delivered)
    const { status = 200, body, headers: more, silent } = this.answer(delivered)
    if (silent) return
    response.writeHead(status, { 'content-type': 'application/json', ...more })
    response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Standard Webhooks, "Signature scheme", written down again: `v1,` and the HMAC of `id.timestamp.body`. */
export function isSigned(secret: string, { headers, text }: Delivered): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  const age = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))
  return age < 300 && headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}
