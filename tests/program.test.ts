// The program as its user runs it: a process of the build, its output, its exit code.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../packages/tools/bin/interchange.js', import.meta.url))
const feed = fileURLToPath(new URL('../../shared/feeds/afir-ludwigsburg-50.json', import.meta.url))
const KEY = 'key-of-the-program-test'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interchange-program-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Running {
  readonly process: ChildProcess
  readonly output: () => string
  readonly ended: Promise<number | null>
}

function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, ...args], { env: { PATH, HOME, ...env }, cwd: folder })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  return { process: child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) }
}

async function run(
  args: readonly string[],
  env?: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const running = start(args, env)
  const code = await running.ended
  return { code, output: running.output() }
}

/** Waits until the output says something; gives what was found. */
async function says(running: Running, what: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = what.exec(running.output())
    if (found) return found
    if (running.process.exitCode !== null) throw new Error(`it ended without saying ${what}: ${running.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const settings = (name: string) => ({
  PORT: '0',
  HOST: '127.0.0.1',
  DATA_DIR: join(folder, name),
  PARTIES: name === 'cpo' ? 'NL-ABC:CPO' : 'DE-XYZ:EMSP',
  ALLOW_PRIVATE_PARTNERS: 'true',
})

describe('interchange serve', () => {
  it('prints where it listens and its key the first time, logs JSON, ends on SIGTERM, and keeps the key to itself later', async () => {
    const first = start(['serve'], settings('cpo'))
    const url = (await says(first, /listens on (\S+)/))[1]!
    const key = (await says(first, /API key\s+(\S+)/))[1]!
    const answer = await fetch(`${url}/api/v1/parties`, { headers: { authorization: `Bearer ${key}` } })
    const { items } = (await answer.json()) as { items: { party_id: string }[] }
    expect([answer.status, items[0]?.party_id]).toEqual([200, 'ABC'])
    for (const path of ['/healthz', '/readyz']) expect((await fetch(url + path)).status).toBe(200)
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^process_resident_memory_bytes \d+/m)
    expect((await fetch(`${url}/ocpi/versions`)).status).toBe(401)
    await says(first, /"module":/)
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const lines = first
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.map((line) => JSON.parse(line).event)).toContain('exchange')

    const second = start(['serve'], settings('cpo'))
    await says(second, /listens on/)
    expect(second.output()).not.toContain('API key')
    second.process.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  it('names every setting that is wrong', async () => {
    const { code, output } = await run(['serve'], { ...settings('wrong'), PORT: 'abc', PARTIES: 'NL' })
    expect(code).toBe(1)
    expect(output).toMatch(/PORT/)
    expect(output).toMatch(/PARTIES/)
  })
})

describe('interchange invite, register and pull', () => {
  it('connect two running platforms and crawl', async () => {
    const cpo = start(['serve'], { ...settings('left'), PARTIES: 'NL-ABC:CPO', API_KEY: KEY })
    const emsp = start(['serve'], { ...settings('right'), API_KEY: KEY })
    try {
      const [left, right] = [(await says(cpo, /listens on (\S+)/))[1]!, (await says(emsp, /listens on (\S+)/))[1]!]
      const at = (server: string) => ['--server', server, '--key', KEY]
      const invited = await run(['invite', '--name', 'Provider', ...at(left)])
      const [, url] = /versions URL\s+(\S+)/.exec(invited.output)!
      const [, token] = /token\s{2,}(\S+)/.exec(invited.output)!
      const registered = await run(['register', url!, token!, '--name', 'Operator', ...at(right)])
      expect([registered.code, registered.output]).toEqual([0, expect.stringMatching(/on OCPI 2\.3\.0/)])
      const pulled = await run(['pull', 'operator', '--full', ...at(right)])
      expect([pulled.code, pulled.output]).toEqual([0, expect.stringMatching(/^locations\s+0 received/m)])
      const unknown = await run(['pull', 'nobody', ...at(right)])
      expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('Operator')])
      const wrong = await run(['register', url!, 'spent', '--name', 'Again', ...at(right)])
      expect([wrong.code, wrong.output]).toEqual([1, expect.stringMatching(/401/)])
    } finally {
      for (const running of [cpo, emsp]) running.process.kill('SIGTERM')
      await Promise.all([cpo.ended, emsp.ended])
    }
  })

  it('say what to do when nothing answers, or the key is missing', async () => {
    const nothing = await run(['invite', '--name', 'X', '--server', 'http://127.0.0.1:1', '--key', KEY])
    expect([nothing.code, nothing.output]).toEqual([1, expect.stringContaining('interchange serve')])
    const noKey = await run(['invite', '--name', 'X'])
    expect([noKey.code, noKey.output]).toEqual([2, expect.stringContaining('API_KEY')])
  })
})

describe('interchange validate', () => {
  const file = async (name: string, content: string) => {
    await writeFile(join(folder, name), content)
    return name
  }
  const token = {
    country_code: 'NL',
    party_id: 'ABC',
    uid: '1',
    type: 'RFID',
    contract_id: 'C',
    issuer: 'I',
    valid: true,
    whitelist: 'ALWAYS',
    last_updated: '2026-01-01T00:00:00Z',
  }

  it('finds out what an object is and says it is valid', async () => {
    const { code, output } = await run(['validate', await file('token.json', JSON.stringify([token]))])
    expect([code, output]).toEqual([0, '1 object checked against OCPI 2.2.1: valid\n'])
  })

  it('names each fault with its path, and ends with 1', async () => {
    const bad = JSON.stringify({ ...token, type: 'EMAID', valid: 'yes' })
    const { code, output } = await run(['validate', await file('bad.json', bad)])
    expect(code).toBe(1)
    expect(output).toMatch(/Token \/type: /)
    expect(output).toMatch(/Token \/valid: /)
  })

  it.each([
    ['no JSON', ['validate', 'broken.json'], 1, /not JSON/],
    ['no file', ['validate', 'nowhere.json'], 1, /cannot be read/],
    ['an unknown version', ['validate', 'broken.json', '--version', '9'], 2, /2\.2\.1, 2\.3\.0/],
    ['an unknown command', ['frobnicate'], 2, /--help/],
  ])('%s is told, with the exit code for it', async (_, args, exit, text) => {
    await file('broken.json', '{')
    const { code, output } = await run(args as string[])
    expect([code, output]).toEqual([exit, expect.stringMatching(text as RegExp)])
  })
})

describe('interchange demo --once', () => {
  const equal = /both sides hold the same: ok/

  it('two platforms register, roam and hold the same in the end', async () => {
    const { code, output } = await run(['demo', '--once'])
    expect([code, output]).toEqual([0, expect.stringMatching(equal)])
    expect(output).toMatch(/^ +locations +60 +60 +60$/m)
    expect(output).toMatch(/the eMSP answers BLOCKED/)
    expect(output).toMatch(/has the CDR of session/)
  })

  it.skipIf(!existsSync(feed))('does the same with a real feed, and tells its repairs', async () => {
    const { code, output } = await run(['demo', '--once', '--feed', feed])
    expect([code, output]).toEqual([0, expect.stringMatching(equal)])
    expect(output).toMatch(/repaired \d+ times: HH:MM:SS shortened/)
  })

  it('a feed that is none ends with what would be one', async () => {
    await writeFile(join(folder, 'feed.json'), '{}')
    expect(await run(['demo', '--once', '--feed', 'feed.json'])).toEqual({
      code: 1,
      output: expect.stringMatching(/array of Locations/),
    })
  })
})

describe('interchange demo --side', () => {
  it('is a partner to register with, and ends on SIGTERM', async () => {
    const alone = start(['demo', '--side', 'cpo'])
    const mine = start(['serve'], { ...settings('mine'), API_KEY: KEY })
    try {
      const [, versionsUrl] = await says(alone, /versions URL\s+(\S+)/)
      const [, token] = await says(alone, /token\s{2,}(\S+)/)
      const [, url] = await says(mine, /listens on (\S+)/)
      const at = ['--server', url!, '--key', KEY]
      const registered = await run(['register', versionsUrl!, token!, '--name', 'Demo Charge', ...at])
      expect([registered.code, registered.output]).toEqual([0, expect.stringMatching(/on OCPI 2\.3\.0/)])
      await says(alone, /your platform is registered/)
    } finally {
      for (const running of [alone, mine]) running.process.kill('SIGTERM')
    }
    expect(await Promise.all([alone.ended, mine.ended])).toEqual([0, 0])
  })

  it.each([
    ['another side', ['--side', 'hub'], /cpo or emsp is expected/],
    ['what compares two sides', ['--side', 'cpo', '--once'], /--once compares two sides/],
    ['all of them and one', ['--side', 'cpo', '--hub'], /--hub starts all platforms/],
    ['a feed for two CPOs', ['--hub', '--feed', 'x.json'], /with --hub there are two/],
    ['a feed for a side without locations', ['--side', 'emsp', '--feed', 'x.json'], /--feed is for the CPO/],
  ])('%s is told', async (_, args, text) => {
    const { code, output } = await run(['demo', ...(args as string[])])
    expect([code, output]).toEqual([2, expect.stringMatching(text as RegExp)])
  })
})
