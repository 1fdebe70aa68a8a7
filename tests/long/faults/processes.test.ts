// Processes that are killed, or stand still, while they serve partners. Source: docs/feed.md, "Several processes".

import { afterEach, describe, expect, inject, it } from 'vitest'
import type {} from '../../support/global-setup.ts'
import { query } from '../../support/query.ts'
import { until } from '../../support/until.ts'
import { FaultBed, TEST_MS } from './support/fault-bed.ts'

const databaseUrl = inject('databaseUrl')
const TARIFFS = 2000
/** At one partner: what was handed to the connection in the moment in which the process was stopped (docs/feed.md). */
const MOST_BACK = 8

describe.skipIf(databaseUrl === '')('processes that die or stand still (postgres)', () => {
  let bed: FaultBed
  afterEach(async () => {
    await bed.close()
    await query(databaseUrl, `drop schema if exists "${bed.schema}" cascade`)
  })

  const owners = async () =>
    await query<{ owner: string; partner: string }>(
      databaseUrl,
      `select owner::text, partner from "${bed.schema}".delivery where owner is not null and leased_until > now()`,
    )

  it(
    'one that is killed while 2,000 objects go to 20 partners: another takes over, nobody lacks a state or gets an older one',
    async () => {
      bed = await FaultBed.open({ DATABASE_URL: databaseUrl }, 20)
      const first = await bed.serve()
      await bed.connect(first)
      await until(async () => (await owners()).length === 20)
      await bed.write(TARIFFS, 1, () => first.api)
      await until(async () => (await bed.received()) > TARIFFS * 2)
      const second = await bed.serve()
      await until(async () => (await bed.received()) > TARIFFS * 4)
      first.child.kill('SIGKILL')
      const receivedThen = await bed.received()
      expect(receivedThen).toBeLessThan(TARIFFS * 20)
      await bed.write(TARIFFS, 2, () => second.api)
      await until(async () => new Set((await owners()).map(({ owner }) => owner)).size === 1)
      await bed.settled()
      await bed.quiet(second)
    },
    TEST_MS,
  )

  it(
    'what one that stood still beyond its lease sends when it wakes up is corrected by its successor',
    async () => {
      bed = await FaultBed.open({ DATABASE_URL: databaseUrl }, 6)
      const [first, second] = [await bed.serve(), await bed.serve()]
      await bed.connect(first)
      await until(async () => new Set((await owners()).map(({ owner }) => owner)).size === 2)
      for (let n = 1; n <= 6; n += 2) {
        const [sleeper, awake] = n % 4 === 1 ? [first, second] : [second, first]
        const before = await bed.received()
        await bed.write(300, n, () => sleeper.api)
        await until(async () => (await bed.received()) > before)
        sleeper.child.kill('SIGSTOP')
        await bed.write(300, n + 1, () => awake.api)
        await until(async () => new Set((await owners()).map(({ owner }) => owner)).size === 1)
        await until(async () => (await owners()).length === 6)
        await bed.settled(undefined, n * MOST_BACK)
        sleeper.child.kill('SIGCONT')
        await until(async () => new Set((await owners()).map(({ owner }) => owner)).size === 2)
        // What left too late is sent again by the process that serves the partner.
        await bed.settled(undefined, n * MOST_BACK)
      }
      await bed.quiet(second)
    },
    TEST_MS,
  )

  it(
    'two that fight for the same partners leave nobody without the newest state, and no lane behind',
    async () => {
      bed = await FaultBed.open({ DATABASE_URL: databaseUrl }, 4)
      const [first, second] = [await bed.serve(), await bed.serve()]
      await bed.connect(first)
      await until(async () => (await owners()).length === 4)
      for (let n = 1; n <= 12; n++) {
        await bed.write(200, n, () => (n % 2 ? first : second).api)
        // Whoever looks first takes the partner, while who has lost it does not know for a moment. Leases do not do that; what
        // is under way by then may come after what the other sends, as with a process that stood still.
        await query(
          databaseUrl,
          `update "${bed.schema}".delivery set owner = null, leased_until = null where partner in
        (select partner from "${bed.schema}".delivery order by random() limit 2)`,
        )
      }
      await until(async () => (await owners()).length === 4)
      await bed.settled(undefined, 12 * MOST_BACK)
      // What is under way is over, and so is what follows from it.
      const marked = `select count(*)::int as lanes from "${bed.schema}".lane where again_from is not null`
      await until(async () => (await query<{ lanes: number }>(databaseUrl, marked))[0]!.lanes === 0)
      await bed.settled(undefined, 12 * MOST_BACK)
      await bed.quiet(second)
      const newest = `select max(position) from "${bed.schema}".object where module = 'tariffs'`
      const behind = `select count(*)::int as lanes from "${bed.schema}".lane where module = 'tariffs' and cursor < (${newest})`
      await until(async () => (await query<{ lanes: number }>(databaseUrl, behind))[0]!.lanes === 0)
    },
    TEST_MS,
  )
})
