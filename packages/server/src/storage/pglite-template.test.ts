import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { openDatabase } from './database.ts'
import { shippedTemplate } from './pglite-template.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interchange-template-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What was warned of while a new database was opened, which then works and opens again. */
async function opened(template?: string): Promise<string[]> {
  const warned: string[] = []
  const log = {
    info: () => undefined,
    warn: (_: object, message: string) => warned.push(message),
    error: () => undefined,
  }
  const dataDir = join(folder, 'data')
  for (const value of [1, 2]) {
    const db = await openDatabase({ dataDir, log, ...(template ? { template } : {}) })
    if (value === 1) await db.query('create table public.kept (value int)')
    await db.query('insert into public.kept values ($1)', [value])
    if (value === 2) {
      expect((await db.query('select value from public.kept order by value')).rows).toEqual([
        { value: 1 },
        { value: 2 },
      ])
    }
    await db.close()
  }
  return warned
}

describe('a new embedded database', () => {
  // Nothing was built yet: where all has to be there, that is a failure.
  it.skipIf(shippedTemplate() === undefined && process.env.REQUIRE_ALL !== '1')(
    'begins as the one the build has made',
    async () => {
      expect(shippedTemplate()).toBeDefined()
      expect(await opened()).toEqual([])
    },
  )

  it('begins as any dump that is given', async () => {
    expect(await opened(inject('pgliteTemplate'))).toEqual([])
  })

  it('is made from nothing, and says so, where the dump cannot be used', async () => {
    const broken = join(folder, 'broken.tar.gz')
    writeFileSync(broken, 'no archive')
    expect(await opened(broken)).toEqual(['the database is made anew: the one shipped cannot be used'])
  })
})
