import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const script = new URL('../../scripts/check-lock.js', import.meta.url).pathname
const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

/** What the script says about a lock of these packages. */
function check(packages: Readonly<Record<string, object>>): { status: number | null; lines: string[] } {
  const tree = mkdtempSync(join(tmpdir(), 'lock-'))
  trees.push(tree)
  writeFileSync(join(tree, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  const { status, stderr } = spawnSync(process.execPath, [script, tree], { encoding: 'utf8' })
  return { status, lines: stderr.trim().split('\n').slice(0, -1) }
}

test('a lock with all that is needed passes, wherever Node would find it', () => {
  const packages = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/c': {},
    'node_modules/own': { resolved: 'packages/own', link: true },
    'packages/own': { dependencies: { d: '1', c: '1' } },
    'packages/own/node_modules/d': {},
  }
  expect(check(packages)).toEqual({ status: 0, lines: [] })
})

test("an optional package of another platform that is missing is named, and so is a neighbour's", () => {
  const packages = {
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1', '@tool/darwin': '1' } },
    'node_modules/@tool/linux': { dependencies: { deep: '1' } },
    'node_modules/tool/node_modules/deep': {},
  }
  expect(check(packages)).toEqual({
    status: 1,
    lines: [
      'node_modules/tool needs @tool/darwin, which is not in the lock',
      'node_modules/@tool/linux needs deep, which is not in the lock',
    ],
  })
})

test('the address of a registry is refused', () => {
  const packages = { 'node_modules/a': { resolved: 'https://registry.example/a-1.0.0.tgz' } }
  expect(check(packages)).toEqual({
    status: 1,
    lines: ['node_modules/a names an address; .npmrc has omit-lockfile-registry-resolved=true'],
  })
})
