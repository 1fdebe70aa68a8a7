import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { startChild } from './support/child-process.ts'
import type {} from './support/global-setup.ts'
import { type Kept, type KeptAnswer, keptSettings } from './support/upgrade.ts'
import { tariff } from './support/wire-objects.ts'

// Each folder holds the database of a released version, as `npm run dump:upgrade` wrote it. The present program has to
// start on it and serve everything that was in it.

const folder = new URL('./upgrade/', import.meta.url)
const versions = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d/.test(name)) : []
const databaseUrl = inject('databaseUrl')

interface Loaded {
  readonly settings: Readonly<Record<string, string>>
  remove(): Promise<void>
}

/** A database of its own: a dump names its schema. */
async function intoPostgres(dump: string): Promise<Loaded> {
  const name = `upgrade_${randomUUID().slice(0, 8)}`
  const run = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await run(databaseUrl, `create database ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  await run(url.href, dump)
  return { settings: { DATABASE_URL: url.href }, remove: () => run(databaseUrl, `drop database ${name} with (force)`) }
}

async function intoPglite(dump: string): Promise<Loaded> {
  const home = mkdtempSync(join(tmpdir(), 'interchange-upgrade-'))
  const database = new PGlite(join(home, 'database'))
  await database.exec(dump).finally(() => database.close())
  return { settings: { DATA_DIR: home }, remove: async () => rmSync(home, { recursive: true, force: true }) }
}

const engines = [
  { engine: 'pglite', load: intoPglite, available: true },
  { engine: 'postgres', load: intoPostgres, available: databaseUrl !== '' },
]

describe('upgrades', () => {
  it('there is a dump of the first version; npm run dump:upgrade makes one', () => {
    expect(versions).toContain('0.1.0')
  })

  for (const version of versions) {
    const read = (name: string) => readFileSync(new URL(`${version}/${name}`, folder), 'utf8')
    for (const { engine, load, available } of engines) {
      it.skipIf(!available)(
        `everything of a ${version} database is served (${engine})`,
        async () => {
          const { tokens, answers } = JSON.parse(read('answers.json')) as Kept
          const { settings, remove } = await load(read('dump.sql'))
          const platform = createPlatform(readSettings({ ...keptSettings, ...settings }))
          try {
            const { url } = await platform.start()
            const ask = async ({ over, path }: KeptAnswer): Promise<KeptAnswer> => {
              const authorization =
                over === 'api'
                  ? `Bearer ${keptSettings.API_KEY}`
                  : `Token ${Buffer.from(tokens[over]).toString('base64')}`
              const response = await fetch(`${url}${over === 'api' ? '/api/v1' : ''}${path}`, {
                headers: { authorization },
              })
              const body = (await response.json()) as { data?: unknown }
              return { over, path, answer: over === 'api' ? body : body.data }
            }
            expect(answers.length).toBeGreaterThan(0)
            for (const kept of answers) expect(await ask(kept)).toEqual(kept)
          } finally {
            await platform.stop()
            await remove()
          }
        },
        90_000,
      )
    }
  }

  it.skipIf(databaseUrl === '')(
    'a process of this version works on, and starts anew, beside one whose migrations only expand; others it refuses (postgres)',
    async () => {
      const dump = readFileSync(new URL('0.1.0/dump.sql', folder), 'utf8')
      const { settings: where, remove } = await intoPostgres(dump)
      const settings = { ...keptSettings, ...where, PORT: '0', HOST: '127.0.0.1' }
      const children: ReturnType<typeof startChild>[] = []
      const start = (script: string, argument: unknown) => {
        const child = startChild(new URL(script, import.meta.url), argument)
        children.push(child)
        return child
      }
      const client = async (child: ReturnType<typeof startChild>) =>
        new ApiClient(
          (await child.line((line) => line.startsWith('listens on '))).slice('listens on '.length),
          keptSettings.API_KEY,
        )
      const present = () => start('./long/support/platform-child.ts', settings)
      try {
        const first = present()
        const old = await client(first)
        const party = (await old.get('/parties')).body.items.find(({ roles }: { roles: string[] }) =>
          roles.includes('CPO'),
        )
        const path = (id: string) => `/tariffs/${party.country_code}/${party.party_id}/${id}`
        const tariffOf = (id: string) => {
          const { last_updated: _, ...fields } = tariff({
            country_code: party.country_code,
            party_id: party.party_id,
            id,
          })
          return fields
        }
        const newer = await client(start('./support/newer-child.ts', { expands: true, settings }))
        const again = await client(present())
        for (const [by, id] of [
          [old, 'OLD'],
          [newer, 'NEW'],
          [again, 'AGAIN'],
        ] as const) {
          expect((await by.put(path(id), tariffOf(id))).status).toBe(201)
          for (const one of [old, newer, again]) {
            expect((await one.get(path(id))).status).toBe(200)
            expect((await one.get('/partners')).status).toBe(200)
          }
        }
        await client(start('./support/newer-child.ts', { expands: false, settings }))
        const refused = present()
        expect(await refused.ended).not.toBe(0)
        expect(refused.errors()).toMatch(/newer version.*9002 "contracting"/)
        expect((await old.put(path('OLD'), { ...tariffOf('OLD'), currency: 'SEK' })).status).toBe(200)
      } finally {
        for (const child of children) child.kill('SIGTERM')
        await Promise.all(children.map(({ ended }) => ended))
        await remove()
      }
    },
    180_000,
  )
})
