// The company's own system behind our platform: it hears everything at its webhook and answers what a test wants.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from './objects.ts'

/** Everything else is news, and comes when it comes. */
const QUESTION = /^(command\.(?!result$)|token\.authorize$|session\.charging_preferences$)/

export class Backend {
  /** Questions, as they came. */
  readonly asked: { type: string; data: Json }[] = []
  /** By type; without one it takes notifications only. */
  replies: Record<string, unknown> = {}
  readonly #server: Server

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      let text = ''
      incoming.on('data', (chunk: Buffer) => {
        text += chunk
      })
      incoming.on('end', () => {
        const { type, data } = JSON.parse(text) as { type: string; data: Json }
        if (QUESTION.test(type)) this.asked.push({ type, data })
        const reply = this.replies[type]
        outgoing.writeHead(reply === undefined ? 204 : 200, { 'Content-Type': 'application/json' })
        outgoing.end(reply === undefined ? undefined : JSON.stringify(reply))
      })
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  questions(type: string): Json[] {
    return this.asked.filter((one) => one.type === type).map(({ data }) => data)
  }
}
