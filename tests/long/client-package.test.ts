// The client as others get it: packed, installed outside of the project, compiled against, run.

import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPlatform } from '../support/platforms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const consumer = fileURLToPath(new URL('./client-consumer.txt', import.meta.url))
let folder: string
/** What it prints, also where it fails. */
function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  expect(status, `${stdout}${stderr}`).toBe(0)
  return stdout
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interchange-client-'))
  execFileSync('npm', ['pack', '--silent', '-w', 'packages/client', '--pack-destination', folder], { cwd: root })
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))!
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module', private: true }))
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`])
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    // A browser's types alone: nothing of Node is needed.
    lib: ['es2023', 'dom', 'dom.asynciterable'],
    types: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  copyFileSync(consumer, join(folder, 'consumer.ts'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['7', 'node_modules/typescript/bin/tsc'],
  ['5', 'packages/client/node_modules/typescript/bin/tsc'],
])('compiles with TypeScript %s, and what must not compile does not', (major, compiler) => {
  const tsc = join(root, compiler)
  expect(run(process.execPath, [tsc, '--version'])).toContain(`Version ${major}.`)
  run(process.execPath, [tsc])
})

it('runs', async () => {
  const { url } = await startPlatform({ parties: 'NL-ABC:CPO', settings: { API_KEY: 'key-of-the-consumer' } })
  writeFileSync(
    join(folder, 'run.js'),
    `import { createClient } from '@interchange/client'
     const api = createClient({ url: process.argv[2], key: 'key-of-the-consumer' })
     for await (const { country_code, party_id } of api.all('/parties')) console.log(country_code + '-' + party_id)`,
  )
  // The platform answers from this process.
  const { stdout } = await promisify(execFile)(process.execPath, ['run.js', url], { cwd: folder })
  expect(stdout.trim()).toBe('NL-ABC')
})
