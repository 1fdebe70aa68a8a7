// `npm run dump:upgrade`: writes tests/upgrade/<version>/, which later versions have to start on (tests/upgrade.test.ts):
// a dump of a small platform of this version, and what it answered. Run once for a release, before the schema moves on.
// Needs the build, PostgreSQL and pg_dump.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import * as theirs from '../tests/stranger/objects.ts'
import { Stranger } from '../tests/stranger/stranger.ts'
import { findPostgres, startPostgres } from '../tests/support/postgres-server.ts'
import { type Kept, type KeptAnswer, keptSettings } from '../tests/support/upgrade.ts'
import * as ours from '../tests/support/wire-objects.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const folder = join(root, 'tests/upgrade', version)
const programs = findPostgres()
if (!programs) throw new Error('initdb and postgres are neither in PATH nor in /usr/lib/postgresql/*/bin')

const server = await startPostgres(programs)
const settings = readSettings({ ...keptSettings, DATABASE_URL: server.url })
const platform = createPlatform(settings)
const strangers: Stranger[] = []
try {
  const { url } = await platform.start()

  const api = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keptSettings.API_KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const joined = async (role: 'CPO' | 'EMSP', number: theirs.StrangerVersion): Promise<Stranger> => {
    const stranger = await Stranger.start({ role, version: number })
    strangers.push(stranger)
    const { versions_url, token } = (await api('POST', '/partners', { name: `Stranger ${role}` })) as {
      versions_url: string
      token: string
    }
    const said = await stranger.register(versions_url, token)
    if (said.envelope.status_code !== 1000) throw new Error(`the registration was answered ${said.text}`)
    return stranger
  }
  const push = async (stranger: Stranger, method: string, module: string, path: string, body: unknown) => {
    const said = await stranger.send(method, `${stranger.theirs.get(`${module}.RECEIVER`)}${path}`, { body })
    if (said.envelope.status_code !== 1000) throw new Error(`${method} ${module}${path} was answered ${said.text}`)
  }

  // What the company wrote.
  await api('PUT', '/tariffs/NL/ABC/T1', ours.tariff())
  await api('PUT', '/locations/NL/ABC/LOC1', ours.location({ evses: [ours.evse()] }))
  await api('PUT', '/locations/NL/ABC/LOC2', ours.location({ id: 'LOC2' }))
  await api('PATCH', '/locations/NL/ABC/LOC1/3256', { status: 'CHARGING' })
  await api('PUT', '/tokens/NL/ABC/04AABBCC', ours.token({ country_code: 'NL', party_id: 'ABC', uid: '04AABBCC' }))

  // What partners of both versions pushed.
  const us = { country_code: 'NL', party_id: 'ABC' }
  const cpo = await joined('CPO', '2.2.1')
  const emsp = await joined('EMSP', '2.3.0')
  await push(cpo, 'PUT', 'tariffs', '/BE/BEC/11', theirs.tariff('11', '2.2.1'))
  await push(cpo, 'PUT', 'locations', '/BE/BEC/LOC1', theirs.location('LOC1', '2.2.1'))
  await push(cpo, 'PATCH', 'locations', '/BE/BEC/LOC1/3257', {
    status: 'AVAILABLE',
    last_updated: '2026-07-01T08:00:00Z',
  })
  await push(cpo, 'PUT', 'sessions', '/BE/BEC/101', theirs.session('101', us, '2.2.1'))
  await push(cpo, 'POST', 'cdrs', '', theirs.cdr('C1', us, '2.2.1'))
  await push(emsp, 'PUT', 'tokens', '/BE/BEM/012345678', theirs.token('012345678'))

  const answers: KeptAnswer[] = []
  for (const path of [
    '/parties',
    '/tariffs/NL/ABC/T1',
    '/locations/NL/ABC/LOC1',
    '/locations/NL/ABC/LOC2',
    '/tokens/NL/ABC/04AABBCC?type=RFID',
    '/tariffs/BE/BEC/11',
    '/locations/BE/BEC/LOC1',
    '/sessions/BE/BEC/101',
    '/cdrs/BE/BEC/C1',
    '/tokens/BE/BEM/012345678?type=RFID',
  ]) {
    answers.push({ over: 'api', path, answer: await api('GET', path) })
  }
  for (const [partner, stranger, lists] of [
    ['cpo', cpo, ['tokens']],
    ['emsp', emsp, ['locations', 'tariffs']],
  ] as const) {
    for (const module of lists) {
      const address = stranger.theirs.get(`${module}.SENDER`)!
      const { envelope } = await stranger.send('GET', address)
      if (!Array.isArray(envelope.data) || envelope.data.length === 0) throw new Error(`${module}: nothing is listed`)
      answers.push({ over: partner, path: new URL(address).pathname, answer: envelope.data })
    }
  }
  const kept: Kept = { tokens: { cpo: cpo.outbound, emsp: emsp.outbound }, answers }

  // Stopped first, so that cursors are written down.
  await platform.stop()
  const dump = execFileSync(
    'pg_dump',
    ['--inserts', '--no-owner', '--no-privileges', `--schema=${settings.databaseSchema}`, server.url],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  mkdirSync(folder, { recursive: true })
  // Lines with a backslash are for psql, comments for people.
  const lines = dump.split('\n').filter((line) => !line.startsWith('\\') && !line.startsWith('--'))
  writeFileSync(
    join(folder, 'dump.sql'),
    `${lines
      .join('\n')
      .replace(/\n{2,}/g, '\n\n')
      .trim()}\n`,
  )
  writeFileSync(join(folder, 'answers.json'), `${JSON.stringify(kept, null, 2)}\n`)
  console.log(`tests/upgrade/${version}: ${answers.length} answers`)
} finally {
  await platform.stop()
  await Promise.all(strangers.map((stranger) => stranger.stop()))
  await server.stop()
}
