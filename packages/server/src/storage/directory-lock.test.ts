import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild } from '../../../../tests/support/child-process.ts'
import type { ChildTask } from '../../../../tests/support/storage-child.ts'
import { sessionKey } from '../../../../tests/support/stored-objects.ts'
import { openDatabase } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { getRow } from './objects.ts'

const script = new URL('../../../../tests/support/storage-child.ts', import.meta.url)

let dataDir: string
let lock: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'interchange-lock-'))
  lock = join(dataDir, 'database.lock')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const task = (more: Partial<ChildTask>): ChildTask => ({
  settings: { dataDir },
  name: 'child',
  count: 1,
  concurrency: 1,
  ...more,
})

describe('the lock of the embedded database', { timeout: 180_000 }, () => {
  it('refuses a second process while the first one lives, and lets it in afterwards', async () => {
    const db = await openDatabase({ dataDir })
    const refused = startChild(script, task({}))
    expect(await refused.ended).toBe(1)
    expect(refused.errors()).toContain(`in use by process ${process.pid}`)
    expect(refused.errors()).toContain('DATABASE_URL')
    expect(refused.lines).toEqual([])
    await db.close()
    expect(existsSync(lock)).toBe(false)

    const admitted = startChild(script, task({}))
    expect(await admitted.ended, admitted.errors()).toBe(0)
    const again = await openDatabase({ dataDir })
    expect(await getRow(again, sessionKey('child-0'))).toBeDefined()
    await again.close()
  })

  it('takes over the lock of a process that was killed', async () => {
    const child = startChild(script, task({ count: 1_000_000 }))
    await child.line((line) => line.includes('"n":20'))
    await expect(openDatabase({ dataDir })).rejects.toThrow(`in use by process ${child.process.pid}`)
    child.kill('SIGKILL')
    await child.ended
    expect(existsSync(lock)).toBe(true)
    const db = await openDatabase({ dataDir })
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid })
    expect(await getRow(db, sessionKey('child-20'))).toBeDefined()
    await db.close()
  })

  it('gives a dead lock to one of several that want it', async () => {
    const stale = { pid: 2 ** 22 + 1, started: null, host: hostname(), token: 'stale' }
    for (let round = 0; round < 5; round++) {
      writeFileSync(lock, JSON.stringify(stale))
      const tries = await Promise.allSettled(Array.from({ length: 4 }, () => lockDirectory(lock)))
      const held = tries.filter((one) => one.status === 'fulfilled')
      expect(held).toHaveLength(1)
      held[0]!.value.release()
      expect(existsSync(lock)).toBe(false)
    }
  })

  it('knows a process id that was used again from the process that held the lock', async () => {
    const stale = { pid: process.pid, started: 'another boot 1', host: hostname(), token: 'stale' }
    writeFileSync(lock, JSON.stringify(stale))
    if (process.platform === 'linux') (await lockDirectory(lock)).release()
    else await expect(lockDirectory(lock)).rejects.toThrow('in use')
  })

  it('believes a lock of another host, or one it cannot read, while that shows signs of life', async () => {
    for (const text of [JSON.stringify({ pid: 1, started: null, host: 'another-host', token: 'x' }), 'not json']) {
      writeFileSync(lock, text)
      await expect(lockDirectory(lock)).rejects.toThrow('in use')
      const longAgo = new Date(Date.now() - 120_000)
      utimesSync(lock, longAgo, longAgo)
      ;(await lockDirectory(lock)).release()
    }
  })

  it('does not take away the lock of somebody else when it lets go', async () => {
    const held = await lockDirectory(lock)
    writeFileSync(lock, 'of somebody else')
    held.release()
    expect(readFileSync(lock, 'utf8')).toBe('of somebody else')
  })

  it('makes a database anew whose making was interrupted, and says when one does not open', async () => {
    mkdirSync(join(dataDir, 'database'))
    writeFileSync(join(dataDir, 'database', 'PG_VERSION'), 'half')
    await expect(openDatabase({ dataDir })).rejects.toThrow(/embedded database in .* does not open/)
    expect(existsSync(lock)).toBe(false)
    writeFileSync(join(dataDir, 'database.unfinished'), '')
    const db = await openDatabase({ dataDir })
    expect((await db.query(`select 1 as one`)).rows).toEqual([{ one: 1 }])
    expect(existsSync(join(dataDir, 'database.unfinished'))).toBe(false)
    await db.close()
  })
})
