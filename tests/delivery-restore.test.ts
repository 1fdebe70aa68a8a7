// A database is taken back to an earlier state while partners are ahead of it: by a dump that is restored elsewhere, and
// by a copy of the embedded database's folder. Lanes send what is stored, instead of going on as if nothing had happened.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { type Database, type DatabaseSettings, openDatabase } from '../packages/server/src/storage/database.ts'
import { feedState } from '../packages/server/src/storage/objects.ts'
import { type Engine, freshSchema, onEachEngine } from './support/databases.ts'
import { DeliveryBed } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus } from './support/wire-objects.ts'

/** A database, and what makes another one of the state it has now, closed. */
interface Original {
  readonly settings: DatabaseSettings
  snapshot(): Promise<void>
  readonly copy: DatabaseSettings
  clear(): Promise<void>
}

/** Where Debian puts programs that are not in the PATH. */
const debian = (): string =>
  existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql')
        .map((version) => `/usr/lib/postgresql/${version}/bin`)
        .join(':')
    : ''

function folder(): Original {
  const home = mkdtempSync(join(tmpdir(), 'interchange-copy-'))
  const [from, to] = [join(home, 'one'), join(home, 'two')]
  return {
    settings: { dataDir: from },
    snapshot: async () => cpSync(from, to, { recursive: true }),
    copy: { dataDir: to },
    clear: async () => rmSync(home, { recursive: true, force: true }),
  }
}

function server(url: string): Original {
  const schema = freshSchema()
  const other = new URL(url)
  const name = `restored_${schema}`
  other.pathname = `/${name}`
  const env = { ...process.env, PATH: `${debian()}:${process.env.PATH}` }
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  return {
    settings: { databaseUrl: url, schema },
    async snapshot() {
      const dump = execFileSync('pg_dump', ['--format=custom', `--schema=${schema}`, url], { env, maxBuffer: 1e9 })
      await admin(`create database ${name}`)
      execFileSync('pg_restore', ['--dbname', other.href], { env, input: dump })
    },
    copy: { databaseUrl: other.href, schema },
    async clear() {
      await admin(`drop database if exists ${name}`)
      await admin(`drop schema if exists "${schema}" cascade`)
    },
  }
}

const place = { countryCode: 'NL', partyId: 'ABC' }

onEachEngine('a partner that is ahead of a restored state', (engine) => {
  it('is sent what is stored, once, and goes on from there', async () => {
    const { databaseUrl } = engine.settings()
    const original = databaseUrl ? server(databaseUrl) : folder()
    const opened: Database[] = []
    const open = (settings: DatabaseSettings): Engine => ({
      ...engine,
      async open() {
        const database = await openDatabase(settings)
        opened.push(database)
        return database
      },
    })
    const closeAll = async () => {
      for (const database of opened.splice(0)) await database.close()
    }
    const beds: DeliveryBed[] = []
    const bedOn = async (settings: DatabaseSettings, own: string[] = []) => {
      const bed = await DeliveryBed.open(open(settings), own)
      beds.push(bed)
      return { bed, process: await bed.process() }
    }
    try {
      const first = await bedOn(original.settings, ['NL-ABC:CPO'])
      const { sink } = await first.bed.partner('p1', { settings: { initialPushAfter: 'at_once' } })
      await until(() => first.process.delivery.lanes().length === 4)
      for (const id of ['L1', 'L2', 'L3']) await first.bed.whole('locations', location({ id, evses: [evse()] }))
      await first.process.settled('p1')
      const { epoch } = await feedState(first.bed.database)
      await first.process.stop()
      await closeAll()
      await original.snapshot()

      // The same database again: nothing is new to anybody. Then the partner gets ahead of the copy.
      const again = await bedOn(original.settings)
      expect((await feedState(again.bed.database)).epoch).toBe(epoch)
      await until(() => again.process.delivery.lanes().length === 4)
      const before = sink.pushed.length
      await again.bed.whole(
        'locations',
        location({ id: 'L1', name: 'later', evses: [evse()], last_updated: noonPlus(5) }),
      )
      await again.bed.whole('locations', location({ id: 'L4', evses: [evse()] }))
      await again.process.settled('p1')
      expect(sink.calls.slice(before)).toEqual(['PUT /locations/NL/ABC/L1', 'PUT /locations/NL/ABC/L4'])
      await again.process.stop()
      await closeAll()

      const { bed, process } = await bedOn(original.copy)
      expect((await feedState(bed.database)).epoch).not.toBe(epoch)
      const back = sink.pushed.length
      await until(() => sink.pushed.length >= back + 3)
      await process.settled('p1')
      expect(sink.calls.slice(back).sort()).toEqual(['L1', 'L2', 'L3'].map((id) => `PUT /locations/NL/ABC/${id}`))
      const latest = sink.pushed.slice(back).find(({ path }) => path.endsWith('/L1'))!
      expect(latest.body).not.toHaveProperty('name')
      await bed.patch(
        'locations',
        { ...place, id: 'L1', evseUid: '3256' },
        { status: 'CHARGING', last_updated: noonPlus(9) },
      )
      await process.settled('p1')
      expect(sink.calls.slice(back + 3)).toEqual(['PATCH /locations/NL/ABC/L1/3256'])
      await process.stop()

      // It is at home there from now on.
      const after = await feedState(bed.database)
      await closeAll()
      const { bed: twice } = await bedOn(original.copy)
      expect(await feedState(twice.database)).toEqual(after)
    } finally {
      for (const bed of beds) await bed.close().catch(() => undefined)
      await closeAll()
      await original.clear()
    }
  }, 120_000)
})
