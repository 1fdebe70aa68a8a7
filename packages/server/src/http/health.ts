// For machines: is the process alive, can it serve.

import type { Database } from '../storage/database.ts'
import type { HttpHandler } from './exchange.ts'

export function healthHandlers(database: Database): Readonly<Record<string, HttpHandler>> {
  const text = (status: number, body: string) => ({
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body,
  })
  return {
    '/healthz': async () => text(200, 'ok\n'),
    '/readyz': async () => {
      try {
        await database.query('select 1')
        return text(200, 'ready\n')
      } catch {
        return text(503, 'the database does not answer\n')
      }
    },
  }
}
