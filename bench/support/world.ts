import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Stranger } from '../../tests/stranger/stranger.ts'
import { findPostgres, startPostgres } from '../../tests/support/postgres-server.ts'
import { location } from '../../tests/support/wire-objects.ts'
import { evse } from './evse.ts'
import { addPartners, lanesAreThere } from './partners.ts'
import type { Invitation } from './platform.ts'
import { startProcess } from './process.ts'
import type { World } from './shapes.ts'

export interface RunningWorld extends World {
  /** The feed's end: it moves by one with each object that is committed. */
  position(): Promise<number>
  stop(): Promise<void>
}

const KEY = 'key-of-the-bench-0123456789'
export const OWN_LOCATIONS = 300
/** Beside the two that take part: each has lanes that hear of every write. */
const LISTENING_PARTNERS = 20
const LISTENED = ['locations', 'sessions']

/** Undefined when there is no PostgreSQL here. `settings`: beside the defaults. */
export async function startWorld(settings: Readonly<Record<string, string>> = {}): Promise<RunningWorld | undefined> {
  const given = process.env.BENCH_DATABASE_URL
  const folder = given ? undefined : findPostgres()
  if (!given && !folder) return undefined
  const server = folder ? await startPostgres(folder, { durable: true }) : undefined
  const databaseUrl = given ?? server!.url
  const schema = `bench_${randomUUID().slice(0, 8)}`
  const platform = await startProcess<string>(new URL('./platform.ts', import.meta.url), {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATABASE_SCHEMA: schema,
    SECRET_KEY: 'secret-of-the-bench-0123456789',
    API_KEY: KEY,
    PARTIES: 'NL-ABC:CPO,NL-XYZ:EMSP',
    ALLOW_PRIVATE_PARTNERS: 'true',
    ...settings,
  })
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  await loadOwnLocations(platform.ready)
  const register = async (role: 'CPO' | 'EMSP') => {
    const stranger = await Stranger.start({ role, version: '2.2.1' })
    const { versionsUrl, token } = await platform.ask<Invitation>(`bench ${role}`)
    const said = await stranger.register(versionsUrl, token)
    if (said.envelope.status_code !== 1000) throw new Error(`registration was answered ${said.text}`)
    return stranger
  }
  const cpo = await register('CPO')
  const emsp = await register('EMSP')
  // Nobody answers at their address; what is written in the bench is not for them, so nothing is sent there.
  const nowhere = Array.from({ length: LISTENING_PARTNERS }, () => 'http://127.0.0.1:9')
  await addPartners({ url: platform.ready, key: KEY }, nowhere, {}, LISTENED)
  const query = async (text: string) => (await database.query(text.replaceAll('SCHEMA.', `${schema}.`))).rows
  await lanesAreThere({ query }, LISTENING_PARTNERS * LISTENED.length)
  return {
    cpo,
    emsp,
    async position() {
      const { rows } = await database.query(`select position from ${schema}.feed`)
      return Number(rows[0].position)
    },
    async stop() {
      await platform.stop()
      await Promise.all([cpo.stop(), emsp.stop()])
      if (given) await database.query(`drop schema ${schema} cascade`)
      await database.end()
      await server?.stop()
    },
  }
}

/** Through the company's API, as a backend does it. */
async function loadOwnLocations(url: string): Promise<void> {
  for (let at = 0; at < OWN_LOCATIONS; at++) {
    const id = `OWN${at}`
    const body = location({ id, evses: [0, 1].map((place) => evse(`${id}-${place}`)) })
    const response = await fetch(`${url}/api/v1/locations/NL/ABC/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`PUT of ${id} was answered ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
  }
}

/** Headers of a request from a registered partner. */
export const headersOf = (partner: { readonly outbound: string }, body: boolean): Record<string, string> => ({
  authorization: `Token ${Buffer.from(partner.outbound).toString('base64')}`,
  'x-request-id': 'bench',
  'x-correlation-id': 'bench',
  ...(body ? { 'content-type': 'application/json' } : {}),
})
