// Requests at a steady rate, whether answers come or not (open loop): how long each took from when it was due.

import { Pool } from 'undici'
import { steadyMs } from './chain.ts'
import { headersInTurn } from './own-ids.ts'
import type { Asked, LoadResult } from './shapes.ts'

export interface SteadyLoad extends Asked {
  readonly perSecond: number
  readonly seconds: number
  /** At most so many are under way; when they are, the next one waits, and its time with it. */
  readonly connections: number
  /** What is under way at the end is given up, and no answer is an error: load that disturbs others. */
  readonly disturbs?: boolean
}

async function run(load: SteadyLoad): Promise<LoadResult> {
  const { method, expect, perSecond, seconds, disturbs = false } = load
  const pool = new Pool(load.origin, { connections: load.connections, pipelining: 1 })
  const headersOf = headersInTurn(load.headers)
  const times: number[] = []
  const wrong: string[] = []
  const open = new Set<Promise<void>>()
  const beganAt = steadyMs()
  const one = async (turn: number, dueAt: number) => {
    try {
      const path = load.paths[turn % load.paths.length]!
      const text = load.bodies[turn % load.bodies.length] ?? null
      const { statusCode, body } = await pool.request({ method, path, headers: headersOf(turn), body: text })
      const answer = await body.text()
      times.push(steadyMs() - dueAt)
      if (statusCode >= 300 || !answer.includes(expect)) wrong.push(`HTTP ${statusCode}: ${answer.slice(0, 200)}`)
    } catch (error) {
      wrong.push(String(error))
    }
  }
  const total = Math.round(perSecond * seconds)
  for (let at = 0; at < total; at++) {
    const dueAt = beganAt + (at * 1000) / perSecond
    const wait = dueAt - steadyMs()
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait))
    const sent: Promise<void> = one(at, dueAt).finally(() => open.delete(sent))
    open.add(sent)
  }
  if (disturbs) await pool.destroy()
  await Promise.all(open)
  const took = (steadyMs() - beganAt) / 1000
  if (!disturbs) await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  const errors = disturbs ? [] : wrong
  return {
    answered: times.length,
    perSecond: times.length / took,
    p50: at(0.5),
    p99: at(0.99),
    errors: errors.length,
    ...(errors[0] === undefined ? {} : { firstError: errors[0] }),
  }
}

process.send!('ready')
process.on('message', (load: SteadyLoad) => {
  void run(load).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
