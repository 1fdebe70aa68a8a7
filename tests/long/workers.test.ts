// `interchange serve --workers`: real processes of the build on one PostgreSQL, one port, one of them killed.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { freshSchema } from '../support/databases.ts'
import type {} from '../support/global-setup.ts'
import { PartnerSink } from '../support/partner-sink.ts'
import { query } from '../support/query.ts'
import { until } from '../support/until.ts'
import { WebhookReceiver } from '../support/webhook-receiver.ts'
import { tariff } from '../support/wire-objects.ts'

const program = fileURLToPath(new URL('../../packages/tools/bin/interchange.js', import.meta.url))
const databaseUrl = inject('databaseUrl')
const folder = mkdtempSync(join(tmpdir(), 'interchange-workers-'))
const running: ChildProcess[] = []
const schemas: string[] = []

interface Served {
  readonly process: ChildProcess
  output(): string
  readonly ended: Promise<number | null>
  says(what: RegExp): Promise<RegExpExecArray>
}

function serve(args: readonly string[], env: Record<string, string>): Served {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [program, 'serve', ...args], { env: { PATH, ...env }, cwd: folder })
  running.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const says = async (what: RegExp): Promise<RegExpExecArray> => {
    await until(() => what.test(output) || child.exitCode !== null)
    const found = what.exec(output)
    if (!found) throw new Error(`it ended without saying ${what}: ${output}`)
    return found
  }
  return {
    process: child,
    output: () => output,
    ended: new Promise((resolve) => child.once('close', resolve)),
    says,
  }
}

function settings(more: Record<string, string> = {}): Record<string, string> {
  const schema = freshSchema()
  schemas.push(schema)
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATABASE_SCHEMA: schema,
    DATA_DIR: folder,
    SECRET_KEY: 'a key for tests that is long enough',
    PARTIES: 'NL-ABC:CPO',
    ALLOW_PRIVATE_PARTNERS: 'true',
    ...more,
  }
}

/** On a connection of its own, so that any worker may answer. */
const fresh = (url: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false, headers: { connection: 'close' } }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    }).on('error', reject)
  })

/** Process ids of the supervisor's workers, by their number. */
function workersOf(output: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of output.split('\n')) {
    if (!line.includes('"event":"started"')) continue
    const { worker, pid } = JSON.parse(line) as { worker: string; pid: number }
    found.set(worker, pid)
  }
  return found
}

afterAll(async () => {
  if (databaseUrl !== '')
    for (const schema of schemas) await query(databaseUrl, `drop schema if exists "${schema}" cascade`)
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(databaseUrl === '')('interchange serve --workers (postgres)', () => {
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('close', resolve))
    }
  })
  it('three share the port and the partners; one that is killed is replaced, and nothing is lost or told twice', async () => {
    const sinks = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const sink = new PartnerSink()
        await sink.start()
        return sink
      }),
    )
    const receiver = new WebhookReceiver()
    await receiver.start()
    const env = settings()
    const { DATABASE_SCHEMA: schema } = env
    const served = serve(['--workers', '3'], env)
    const [, url = ''] = await served.says(/listens on (\S+), 3 workers/)
    const [, key = ''] = await served.says(/API key\s+(\S+)/)
    await until(() => workersOf(served.output()).size === 3)
    expect(served.output().match(/API key/g)).toHaveLength(1)
    const api = new ApiClient(url, key)

    // Requests go to all of them, and each knows the counters of all.
    const heardOf = new Set<string>()
    await until(async () => {
      const { status, text } = await fresh(`${url}/metrics`)
      expect(status).toBe(200)
      for (const [, worker = ''] of text.matchAll(/^process_resident_memory_bytes\{worker="(\d)"\}/gm))
        heardOf.add(worker)
      return heardOf.size === 3
    })
    for (let n = 0; n < 12; n++) expect((await fresh(`${url}/ocpi/versions`)).status).toBe(401)
    await until(() =>
      ['1', '2', '3'].every((worker) =>
        served
          .output()
          .split('\n')
          .some((line) => line.includes(`"worker":"${worker}"`) && line.includes('"exchange"')),
      ),
    )

    const webhook = await api.post('/webhooks', { url: receiver.url, events: ['tariff.changed'] })
    expect([webhook.status, webhook.text]).toEqual([201, expect.anything()])
    for (const [n, sink] of sinks.entries()) {
      const made = await api.post('/partners', {
        name: `Sink ${n}`,
        version: '2.3.0',
        token: `token-${n}`,
        settings: { initial_push_after: 'at_once' },
        endpoints: [{ identifier: 'tariffs', role: 'RECEIVER', url: `${sink.url}/tariffs` }],
        roles: [{ role: 'EMSP', country_code: 'NL', party_id: `E${n}0`, business_details: { name: `Sink ${n}` } }],
      })
      expect([made.status, made.text]).toEqual([201, expect.anything()])
    }
    const owners = async () =>
      await query<{ owner: string }>(
        databaseUrl,
        `select owner::text from "${schema}".delivery where owner is not null`,
      )
    await until(async () => new Set((await owners()).map(({ owner }) => owner)).size === 3)

    const all = (id: string) => sinks.every((sink) => sink.pushed.some(({ path }) => path.endsWith(`/${id}`)))
    expect((await api.put('/tariffs/NL/ABC/BEFORE', tariff({ id: 'BEFORE' }))).status).toBe(201)
    await until(() => all('BEFORE'))

    const before = workersOf(served.output())
    const [victim, pid] = [...before][1]!
    process.kill(pid, 'SIGKILL')
    const killedAt = performance.now()
    // The others go on at once.
    await until(
      async () =>
        (await api.put('/tariffs/NL/ABC/AFTER', tariff({ id: 'AFTER' })).catch(() => undefined))?.status === 201,
    )
    await until(() => all('AFTER'))
    expect(performance.now() - killedAt).toBeLessThan(40_000)
    await served.says(new RegExp(`worker ${victim} ended with SIGKILL`))
    await until(() => workersOf(served.output()).get(victim) !== pid)

    // Whoever is asked, the feed is the same.
    await until(() => receiver.heard.some(({ text }) => text.includes('AFTER')))
    await until(async () => {
      const { text } = await fresh(`${url}/metrics`)
      return ['1', '2', '3'].every((worker) => text.includes(`{worker="${worker}"}`))
    })
    for (let n = 0; n < 3; n++) {
      const stop = new AbortController()
      const seen = new Set<string>()
      const listening = (async () => {
        for await (const { data } of api.changes('?modules=tariffs&own=true&since=start', stop.signal)) {
          seen.add(String(data.id))
          if (seen.has('BEFORE') && seen.has('AFTER')) return
        }
      })()
      await listening.finally(() => stop.abort())
      expect([...seen].sort()).toEqual(['AFTER', 'BEFORE'])
    }

    served.process.kill('SIGTERM')
    expect(await served.ended).toBe(0)
    for (const worker of workersOf(served.output()).values()) expect(() => process.kill(worker, 0)).toThrow()
    expect(await owners()).toEqual([])
    await Promise.all([...sinks.map((sink) => sink.stop()), receiver.stop()])
  })

  it('two programs that start at once on a new database do not collide', async () => {
    const env = settings()
    const both = [serve(['--workers', '2'], env), serve(['--workers', '2'], env)]
    const urls = await Promise.all(both.map(async (one) => (await one.says(/listens on (\S+),/))[1]))
    expect(new Set(urls).size).toBe(2)
    expect(both.map((one) => one.output().match(/API key/g)?.length ?? 0).sort()).toEqual([0, 1])
    for (const one of both) one.process.kill('SIGTERM')
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0])
  })

  it('a platform that cannot start ends with its reason, not again and again', async () => {
    const served = serve(['--workers', '2'], settings({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }))
    expect(await served.ended).toBe(1)
    expect(served.output()).toMatch(/DATABASE_URL: the database is not usable/)
    expect(served.output().match(/worker \d ended/g)).toHaveLength(1)
  })

  it('workers that are killed again and again end the program', async () => {
    const served = serve(['--workers', '2'], settings())
    await served.says(/listens on/)
    const killed = new Set<number>()
    while (served.process.exitCode === null) {
      for (const pid of workersOf(served.output()).values()) {
        if (killed.has(pid)) continue
        killed.add(pid)
        process.kill(pid, 'SIGKILL')
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(served.process.exitCode).toBe(1)
    expect(served.output()).toMatch(/ended with SIGKILL, as workers did again and again/)
  })
})

describe('interchange serve --workers', () => {
  it.each([
    ['with the embedded database', ['--workers', '2'], /set DATABASE_URL/],
    ['no number', ['--workers', 'many'], /whole number from 1 to 64/],
  ])('%s is told', async (_, args, text) => {
    const served = serve(args, { DATA_DIR: folder, PORT: '0' })
    expect(await served.ended).toBe(2)
    expect(served.output()).toMatch(text)
  })
})
