import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const script = new URL('../../scripts/check-direction.js', import.meta.url).pathname
const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

/** What the script says about a tree of these files. */
function check(files: Readonly<Record<string, string>>): { status: number | null; lines: string[] } {
  const tree = mkdtempSync(join(tmpdir(), 'direction-'))
  trees.push(tree)
  const manifest = (name: string, dependencies: object = {}) => JSON.stringify({ name, dependencies })
  const all = {
    'package.json': JSON.stringify({ devDependencies: { vitest: '4' } }),
    'packages/ocpi/package.json': manifest('@interchange/ocpi'),
    'packages/server/package.json': manifest('@interchange/server', {
      '@interchange/ocpi': '1',
      '@interchange/tools': '1',
      fastify: '5',
      pg: '8',
    }),
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', tree], { encoding: 'utf8' })
  return { status, lines: `${stdout}${stderr}`.trim().split('\n') }
}

const refused = (path: string, text: string, why: string) => {
  const { status, lines } = check({ [path]: text })
  expect(lines[0]).toBe(`${path}:${why}`)
  expect(status).toBe(1)
}

test('a tree in which everything points the right way passes', () => {
  const { status, lines } = check({
    'packages/ocpi/src/convert/chain.ts': "import { a } from '../v2.3.0/index.ts'\nimport b from '../define/b.ts'\n",
    'packages/ocpi/src/define/b.test.ts': "import { fake } from '../derive/fake.ts'\nimport { test } from 'vitest'\n",
    'packages/server/src/http/fastify.ts': "import fastify from 'fastify'\nimport { x } from '../modules/x.ts'\n",
    'packages/server/src/storage/postgres.ts':
      "import pg from 'pg'\nimport { check } from '@interchange/ocpi/define/validate'\n",
    'tests/roam.test.ts': "import '@interchange/server'\nimport { test } from 'vitest'\nimport pg from 'pg'\n",
    'packages/server/src/note.ts':
      "// import { x } from './http/x.ts'\n/* import 'left-pad' */\nexport const text = 'import'\n",
  })
  expect(lines).toEqual(['11 imports in 6 files point the right way'])
  expect(status).toBe(0)
})

test('a folder of the protocol package must not look up', () => {
  refused(
    'packages/ocpi/src/define/a.ts',
    "import type { B } from '../convert/b.ts'",
    '1: define must not import convert (../convert/b.ts); it may import nothing else',
  )
  refused(
    'packages/ocpi/src/v2.3.0/a.ts',
    "\nexport * from '../convert/b.ts'",
    '2: versions must not import convert (../convert/b.ts); it may import define',
  )
  refused(
    'packages/ocpi/src/versions.ts',
    "import {\n  b,\n} from './derive/b.ts'",
    '3: versions must not import derive (./derive/b.ts); it may import define',
  )
})

test('a module never imports http, storage imports nobody', () => {
  refused(
    'packages/server/src/modules/tokens/a.ts',
    "import { b } from '../../http/b.ts'",
    '1: modules must never import http (../../http/b.ts)',
  )
  refused(
    'packages/server/src/storage/a.ts',
    "const b = await import('../feed/b.ts')",
    '1: storage must never import feed (../feed/b.ts)',
  )
})

test('packages go one way and by name', () => {
  refused(
    'packages/server/src/a.ts',
    "import '@interchange/tools'",
    '1: packages/server must not import @interchange/tools',
  )
  refused(
    'packages/server/src/a.ts',
    "import { b } from '../../ocpi/src/b.ts'",
    '1: imports ../../ocpi/src/b.ts, which is outside of packages/server; other packages go by name',
  )
})

test('an import that package.json does not name is refused', () => {
  refused(
    'packages/server/src/a.ts',
    "import x from 'left-pad/y'",
    '1: left-pad is not in packages/server/package.json',
  )
  refused('tests/a.test.ts', "import x from '@scope/left-pad/y'", '1: @scope/left-pad is not in package.json')
})

test('what one place alone knows is refused elsewhere', () => {
  refused(
    'packages/server/src/http/a.ts',
    "import fastify from 'fastify'",
    '1: only packages/server/src/http/fastify.ts knows fastify',
  )
})

test('the protocol package does without Node, and built-in modules are named as such', () => {
  refused(
    'packages/ocpi/src/wire/a.ts',
    "import { readFileSync } from 'node:fs'",
    '1: node:fs: packages/ocpi also runs in a browser',
  )
  refused('packages/server/src/a.ts', "import { readFileSync } from 'fs'", '1: write node:fs')
})
