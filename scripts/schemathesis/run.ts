// `npm run fuzz:schemathesis [-- OPTIONS]`: a throw-away server with something of everything, and schemathesis with all its
// checks against it. What the server calls because of it goes nowhere but to this machine. Options go to schemathesis.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import { type Ask, furnish, PARTIES, partnerFurnishes, startSink } from '../../tests/long/fuzz/world.ts'

const SCHEMATHESIS = process.env.SCHEMATHESIS ?? 'schemathesis'
const KEY = 'key-of-the-fuzzing'
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

if (spawnSync(SCHEMATHESIS, ['--version'], { stdio: 'ignore' }).status !== 0) {
  process.stderr.write(
    'schemathesis is not installed. It is a program in Python:\n' +
      '  python3 -m venv ~/.venvs/schemathesis && ~/.venvs/schemathesis/bin/pip install schemathesis\n' +
      '  SCHEMATHESIS=~/.venvs/schemathesis/bin/schemathesis npm run fuzz:schemathesis\n',
  )
  process.exit(2)
}

stayHere()
const sink = await startSink()
const platform = createPlatform(
  readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: 'memory://',
    PARTIES,
    API_KEY: KEY,
    ALLOW_PRIVATE_PARTNERS: 'true',
    PARTNER_TIMEOUT: '2 s',
    CALLBACK_TIMEOUT: '2 s',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  }),
)
const { url } = await platform.start()
const ask: Ask = async (method, path, body) => {
  const lines = path === '/batch' && Array.isArray(body)
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      ...(body === undefined ? {} : { 'content-type': lines ? 'application/x-ndjson' : 'application/json' }),
    },
    ...(body === undefined
      ? {}
      : { body: lines ? body.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}
await furnish(ask, sink)
await partnerFurnishes(url, sink)

// What it stores goes where nobody looks for it.
const folder = mkdtempSync(join(tmpdir(), 'schemathesis-'))
const asked = ['run', `${url}/api/openapi.json`, '-H', `Authorization: Bearer ${KEY}`]
const run = spawn(
  SCHEMATHESIS,
  ['--config-file', beside('schemathesis.toml'), ...asked, '--generation-database', 'none', ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: folder, env: { ...process.env, SCHEMATHESIS_HOOKS: beside('hooks.py') } },
)
const code = await new Promise<number>((resolve) => run.on('exit', (status) => resolve(status ?? 1)))
await platform.stop()
await sink.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(code)

/** Webhooks and partners get URLs that nobody has thought about. */
function stayHere(): void {
  const { connect } = Socket.prototype
  Socket.prototype.connect = function (this: Socket, ...given: unknown[]) {
    const [first] = [given[0]].flat() as [{ host?: string; path?: string }]
    const host = first?.host ?? 'localhost'
    if (first?.path !== undefined || /^(127\.|localhost$|::1$|\[::1\]$)/.test(host)) {
      return Reflect.apply(connect, this, given)
    }
    process.nextTick(() => this.destroy(new Error('nothing leaves this machine')))
    return this
  } as typeof connect
}
