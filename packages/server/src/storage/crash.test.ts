import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startChild } from '../../../../tests/support/child-process.ts'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import type { ChildTask } from '../../../../tests/support/storage-child.ts'
import { Follower, sessionKey } from '../../../../tests/support/stored-objects.ts'
import { type DatabaseSettings, openDatabase } from './database.ts'
import { getRows } from './objects.ts'

const script = new URL('../../../../tests/support/storage-child.ts', import.meta.url)

onEachEngine('a process that is killed', (engine) => {
  it('loses nothing that it had acknowledged', { timeout: 180_000 }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'interchange-crash-'))
    const settings: DatabaseSettings = { ...engine.settings(), ...(engine.name === 'pglite' && { dataDir }) }
    try {
      for (const round of [1, 2]) {
        const task: ChildTask = { settings, name: `round${round}`, count: 1_000_000, concurrency: 32 }
        const child = startChild(script, task)
        // Numbers are given out as the child goes, so this one is acknowledged in the thick of it.
        await child.line((line) => line.includes(`"n":${round * 400},`))
        child.kill('SIGKILL')
        expect(await child.ended).toBe('SIGKILL')
        const acknowledged = child.lines
          .filter((line) => line.startsWith('{') && line.endsWith('}'))
          .map((line) => JSON.parse(line) as { id: string; n: number; position: number })
        expect(acknowledged.length).toBeGreaterThan(300)

        const db = await openDatabase(settings)
        const rows = await getRows(
          db,
          acknowledged.map(({ id }) => sessionKey(id)),
        )
        const positions = new Map(rows.map((row) => [row.key.id, row.position]))
        const lost = acknowledged.filter(({ id, position }) => positions.get(id.toUpperCase()) !== position)
        expect(lost).toEqual([])
        const follower = new Follower(db)
        await follower.toEnd()
        expect(await follower.missed(['sessions'])).toEqual([])
        await db.close()
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
      if (engine.name === 'postgres') await engine.open(settings.schema)
    }
  })
})
