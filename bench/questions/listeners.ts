// Changes that are heard in a second: by a thousand listeners, as a share of what one alone hears in the same run.

import { type ClientRequest, get } from 'node:http'
import { tariff } from '../../tests/support/wire-objects.ts'
import type { LargePlatform } from '../support/large-platform.ts'

const CHANGES = 1_000
const AT_ONCE = 16

export interface Heard {
  readonly listeners: number
  /** Changes in a second, from the first that is written to the last that everybody has heard. */
  readonly perSecond: number
  /** Listeners that did not hear of each change once, at its newest state. */
  readonly faulty: number
}

export async function heardBy(platform: LargePlatform, count: number): Promise<Heard> {
  const listeners = await Promise.all(Array.from({ length: count }, () => listen(platform)))
  const began = performance.now()
  for (let n = 0; n < CHANGES; n += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, CHANGES - n) }, (_, more) => put(platform, n + more)))
  }
  // A listener that does not hear of the last ones is at fault, not waited for without end.
  while (listeners.some(({ heard }) => heard.size < CHANGES) && performance.now() - began < 120_000) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const seconds = (performance.now() - began) / 1000
  for (const { request } of listeners) request.destroy()
  const faulty = listeners.filter(({ heard, events }) => heard.size !== CHANGES || events() !== CHANGES).length
  return { listeners: count, perSecond: CHANGES / seconds, faulty }
}

async function put({ url, key }: LargePlatform, n: number): Promise<void> {
  const { last_updated: _, ...body } = tariff({ id: `HEARD${n}`, n: performance.now() })
  const response = await fetch(`${url}/api/v1/tariffs/NL/ABC/HEARD${n}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`PUT of a tariff was answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}

interface Listening {
  readonly request: ClientRequest
  readonly heard: Set<string>
  events(): number
}

/** Resolves when the stream has begun. */
function listen({ url, key }: LargePlatform): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const heard = new Set<string>()
    let events = 0
    let rest = ''
    const headers = { authorization: `Bearer ${key}` }
    const request = get(`${url}/api/v1/changes?modules=tariffs&own=true`, { agent: false, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`/changes was answered ${response.statusCode}`))
      response.on('error', () => undefined)
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n')
        rest = parts.pop()!
        for (const part of parts) {
          const id = /"id":"(HEARD\d+)"/.exec(part)?.[1]
          if (id === undefined) continue
          events++
          heard.add(id)
        }
      })
      resolve({ request, heard, events: () => events })
    })
    request.on('error', () => undefined)
  })
}
