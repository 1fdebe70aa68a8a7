// PostgreSQL ends, cleanly or not, while objects are written and delivered, and comes back.

import { afterEach, describe, expect, it } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres-server.ts'
import { until } from '../../support/until.ts'
import { FaultBed, TEST_MS } from './support/fault-bed.ts'

const folder = findPostgres()

describe.skipIf(folder === undefined)('a database that goes away and comes back (postgres)', () => {
  let bed: FaultBed
  let server: PostgresServer
  afterEach(async () => {
    await bed.close()
    await server.stop()
  })

  it.each([
    ['shut down', 'INT'],
    ['crashed', 'QUIT'],
  ] as const)(
    '%s in the middle: what was acknowledged is there, and is delivered',
    async (_, signal) => {
      server = await startPostgres(folder!)
      bed = await FaultBed.open({ DATABASE_URL: server.url }, 5)
      const [first, second] = [await bed.serve(), await bed.serve()]
      await bed.connect(first)
      await bed.write(1000, 1, () => first.api)
      await until(async () => (await bed.received()) > 500)
      const restarted = server.restart(signal, 3000)
      let turn = 0
      await bed.write(1000, 2, () => (turn++ % 2 ? first : second).api)
      await restarted
      await bed.settled()
      await bed.quiet(second)
      expect([first.child.process.exitCode, second.child.process.exitCode]).toEqual([null, null])
    },
    TEST_MS,
  )
})
