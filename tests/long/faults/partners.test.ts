// Partners that answer slowly, never, or with anything but an answer, and one that moves. Source: docs/errors.md.

import { afterEach, describe, inject, it } from 'vitest'
import type {} from '../../support/global-setup.ts'
import { query } from '../../support/query.ts'
import { until } from '../../support/until.ts'
import { type Behaviour, FaultBed, TEST_MS } from './support/fault-bed.ts'

const databaseUrl = inject('databaseUrl')
const TARIFFS = 300
const bad: readonly Behaviour[] = ['slow', 'silent', 'error', 'garbage', 'endless', 'half']

describe.skipIf(databaseUrl === '')('partners that misbehave (postgres)', () => {
  let bed: FaultBed
  afterEach(async () => {
    await bed.close()
    await query(databaseUrl, `drop schema if exists "${bed.schema}" cascade`)
  }, TEST_MS)

  it(
    `${bad.join(', ')}: others are served meanwhile; once it answers, each has the newest state`,
    async () => {
      bed = await FaultBed.open({ DATABASE_URL: databaseUrl }, bad.length + 2)
      const serving = await bed.serve()
      await bed.connect(serving)
      await bed.write(TARIFFS, 1, () => serving.api)
      await bed.settled()
      for (const [sink, behaviour] of bad.entries()) await bed.change(sink, { behaviour })
      const before = await bed.reports()
      await bed.write(TARIFFS, 2, () => serving.api)
      await bed.settled([bad.length, bad.length + 1])
      // Each was asked more than once, so what its answer leads to has happened.
      await until(async () => {
        const now = await bed.reports()
        return bad.every((_, sink) => now[sink]!.received >= before[sink]!.received + 3)
      })
      for (const sink of bad.keys()) await bed.change(sink, { behaviour: 'good' })
      await bed.write(TARIFFS, 3, () => serving.api)
      await bed.settled()
      await bed.quiet(serving)
    },
    TEST_MS,
  )

  it(
    'one that moves its modules without a word is found where its version details say',
    async () => {
      bed = await FaultBed.open({ DATABASE_URL: databaseUrl }, 2)
      const serving = await bed.serve()
      await bed.connect(serving)
      await bed.write(TARIFFS, 1, () => serving.api)
      await bed.settled()
      await bed.change(0, { module: 'second' })
      await bed.write(TARIFFS, 2, () => serving.api)
      await bed.settled()
      await bed.quiet(serving)
    },
    TEST_MS,
  )
})
