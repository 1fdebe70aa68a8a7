import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))

/** What a file loads: its imports and those of the files it imports, types left out. */
function loads(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^'"]*?from '([^']+)'|^import '([^']+)'/gm,
  )
  for (const [, from = '', bare = from] of imports) {
    if (bare.startsWith('.')) loads(join(dirname(file), bare), seen)
    else seen.add(bare)
  }
  return seen
}

const isCurves = (one: string) => one.startsWith('@noble/')

test('who wants a price loads no elliptic curves', () => {
  expect([...loads(join(here, '../index.ts'))].filter(isCurves)).toEqual([])
})

test('who verifies signatures does, and loads nothing of Node', () => {
  const loaded = [...loads(join(here, 'index.ts'))]
  expect(loaded.filter(isCurves)).toEqual(['@noble/curves/abstract/weierstrass.js', '@noble/hashes/sha2.js'])
  expect(loaded.filter((one) => one.startsWith('node:'))).toEqual([])
})
