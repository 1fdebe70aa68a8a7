// HTTP as bare as Node has it: `fetch` would mend the URLs that are to be wrong.

import { Agent, request } from 'node:http'

export interface Call {
  readonly method: string
  /** Path and query, percent-encoded or deliberately not. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A stream of events stays open: it is read until nothing came for so long, or this much did. */
const QUIET_MS = 40
const MOST_MS = 400
const MOST_CHARACTERS = 300_000
const ANSWER_MS = 60_000

export class Http {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 })
  readonly #url: URL

  constructor(url: string) {
    this.#url = new URL(url)
  }

  send({ method, target, headers, body }: Call): Promise<Answer> {
    const { hostname, port } = this.#url
    return new Promise((resolve, reject) => {
      const length: Record<string, string> =
        body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body, 'utf8')) }
      const sent = request(
        { hostname, port, path: target, method, headers: { ...headers, ...length }, agent: this.#agent },
        (response) => {
          const { statusCode: status = 0 } = response
          const given = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
          )
          let text = ''
          response.setEncoding('utf8')
          const done = () => resolve({ status, headers: given, text })
          if (given['content-type']?.startsWith('text/event-stream')) {
            const finish = () => {
              clearTimeout(last)
              clearTimeout(quiet)
              response.destroy()
              done()
            }
            const last = setTimeout(finish, MOST_MS)
            let quiet = setTimeout(finish, QUIET_MS)
            response.on('data', (part: string) => {
              text += part
              clearTimeout(quiet)
              if (text.length > MOST_CHARACTERS) finish()
              else quiet = setTimeout(finish, QUIET_MS)
            })
            response.on('error', () => undefined)
            response.on('end', finish)
            return
          }
          response.on('data', (part: string) => {
            text += part
          })
          response.on('end', done)
          response.on('error', reject)
        },
      )
      sent.setTimeout(ANSWER_MS, () => sent.destroy(new Error(`no answer within ${ANSWER_MS} ms`)))
      sent.on('error', reject)
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
