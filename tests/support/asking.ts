// Requests to platforms that are written by hand, and servers that answer by hand.

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { RunningPlatform } from './platforms.ts'

export const base64 = (token: string) => `Token ${Buffer.from(token).toString('base64')}`

export interface Said {
  readonly http: number
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of every kind
  readonly data: any
  readonly message: string
}

export async function ask(method: string, url: string, token: string, body?: unknown): Promise<Said> {
  const response = await fetch(url, {
    method,
    headers: { Authorization: base64(token), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const envelope = (await response.json()) as { status_code: number; data?: unknown; status_message?: string }
  const { status_code: status, data, status_message: message = '' } = envelope
  return { http: response.status, status, data, message }
}

export const versionsOf = (platform: RunningPlatform, token: string) =>
  ask('GET', `${platform.url}/ocpi/versions`, token)

/** A server that answers by hand. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let count = 0
/** A party nobody else has. */
export const party = (): string => {
  count += 1
  return `DE-${count.toString(36).padStart(3, '0').toUpperCase()}`
}
