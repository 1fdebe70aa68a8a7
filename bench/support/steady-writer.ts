// Reports statuses at a steady rate, whether answers come or not (open loop), and says when each was sent.

import { Pool } from 'undici'
import { steadyMs } from './chain.ts'
import { type Report, statusLine } from './statuses.ts'

export interface SteadyRound {
  readonly origin: string
  readonly key: string
  readonly perSecond: number
  readonly seconds: number
  readonly evses: number
  /** Of the first; those that follow each have a time of their own, a millisecond later at least. */
  readonly fromMs: number
}

export interface SteadySent {
  /** In order; when each was due. */
  readonly sent: readonly (Report & { readonly dueAt: number })[]
  readonly errors: readonly string[]
}

const STATUSES = ['AVAILABLE', 'CHARGING', 'BLOCKED']
const MOST_UNDER_WAY = 1000

let pool: Pool | undefined

async function run({ origin, key, perSecond, seconds, evses, fromMs }: SteadyRound): Promise<SteadySent> {
  pool ??= new Pool(origin, { connections: 32, pipelining: 1 })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const sent: (Report & { dueAt: number })[] = []
  const errors: string[] = []
  const open = new Set<Promise<void>>()
  const beganAt = steadyMs()
  const total = Math.round(perSecond * seconds)
  for (let at = 0; at < total; at++) {
    const dueAt = beganAt + (at * 1000) / perSecond
    const wait = dueAt - steadyMs()
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait))
    if (open.size >= MOST_UNDER_WAY) {
      errors.push(`${MOST_UNDER_WAY} writes are not answered yet`)
      break
    }
    const report = {
      evse: at % evses,
      status: STATUSES[Math.floor(at / evses) % STATUSES.length]!,
      at: new Date(fromMs + at).toISOString(),
    }
    sent.push({ ...report, dueAt })
    const one: Promise<void> = pool
      .request({ method: 'POST', path: '/api/v1/evse-status', headers, body: statusLine(report) })
      .then(async ({ statusCode, body }) => {
        const answer = await body.text()
        if (statusCode !== 200 || !answer.includes('"outcome":"updated"')) errors.push(`HTTP ${statusCode}: ${answer}`)
      })
      .catch((error: unknown) => {
        errors.push(String(error))
      })
      .finally(() => open.delete(one))
    open.add(one)
  }
  await Promise.all(open)
  return { sent, errors }
}

process.on('message', (round: SteadyRound) => {
  void run(round).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
