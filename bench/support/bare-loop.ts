// The least that telling partners something can cost here: undici sends bodies that are made already, with as many
// requests under way at each sink as a lane has.

import { Pool } from 'undici'
import { steadyMs } from './chain.ts'

export interface BareRound {
  readonly origins: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly paths: readonly string[]
  /** One for each path. */
  readonly bodies: readonly string[]
  readonly atOnce: number
}

export interface BareResult {
  readonly beganAt: number
  readonly errors: number
}

const pools = new Map<string, Pool>()

async function run({ origins, headers, paths, bodies, atOnce }: BareRound): Promise<BareResult> {
  for (const origin of origins) {
    if (!pools.has(origin)) pools.set(origin, new Pool(origin, { connections: atOnce, pipelining: 1 }))
  }
  let errors = 0
  const beganAt = steadyMs()
  await Promise.all(
    origins.flatMap((origin) => {
      const pool = pools.get(origin)!
      let next = 0
      return Array.from({ length: atOnce }, async () => {
        for (let at = next++; at < paths.length; at = next++) {
          const { statusCode, body } = await pool.request({
            method: 'POST',
            path: paths[at]!,
            headers,
            body: bodies[at]!,
          })
          if (statusCode !== 200 || !(await body.text()).includes('"status_code":1000')) errors++
        }
      })
    }),
  )
  return { beganAt, errors }
}

process.on('message', (round: BareRound) => {
  void run(round).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
