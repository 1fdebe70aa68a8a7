// The load: a process of its own, so that making requests does not slow what is measured down. Closed loop: each of the
// connections sends its next request when the one before was answered.

import { Pool } from 'undici'
import { headersInTurn } from './own-ids.ts'
import type { Load, LoadResult } from './shapes.ts'

/** In a body: the present time with milliseconds. */
const NOW = '@now'

async function run(load: Load): Promise<LoadResult> {
  const pool = new Pool(load.origin, { connections: load.connections, pipelining: 1 })
  const times: number[] = []
  const wrong: string[] = []
  let sent = 0
  const headersOf = headersInTurn(load.headers)
  const one = async () => {
    const turn = sent++
    const path = load.paths[turn % load.paths.length]!
    const text = load.bodies[turn % load.bodies.length]
    const started = performance.now()
    try {
      const { statusCode, body } = await pool.request({
        method: load.method,
        path,
        headers: headersOf(turn),
        body: text === undefined ? null : text.replaceAll(NOW, new Date().toISOString()),
      })
      const answer = await body.text()
      times.push(performance.now() - started)
      if (statusCode >= 300 || !answer.includes(load.expect)) wrong.push(`HTTP ${statusCode}: ${answer.slice(0, 200)}`)
    } catch (error) {
      wrong.push(String(error))
    }
  }
  const began = performance.now()
  const until = began + load.seconds * 1000
  await Promise.all(
    Array.from({ length: load.connections }, async () => {
      while (performance.now() < until && wrong.length === 0) await one()
    }),
  )
  const took = (performance.now() - began) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return {
    answered: times.length,
    perSecond: times.length / took,
    p50: at(0.5),
    p99: at(0.99),
    errors: wrong.length,
    ...(wrong[0] === undefined ? {} : { firstError: wrong[0] }),
  }
}

process.send!('ready')
process.on('message', (load: Load) => {
  void run(load).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
