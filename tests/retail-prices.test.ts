import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the documentation has every finding of retail prices, with its severity', () => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  const made = ['retail.ts', 'retail-markup.ts'].flatMap((file) => [
    ...read(`packages/tariff/src/${file}`).matchAll(/code: '([a-z-]+)',\s+severity: '(\w+)'/g),
  ])
  const told = [...read('docs/retail-prices.md').matchAll(/^\| `(retail-[a-z-]+)` \| (error|warning|note) \|/gm)]
  const pairs = (found: RegExpMatchArray[]) => found.map(([, code, severity]) => `${code} ${severity}`).sort()
  expect(made.length).toBeGreaterThan(5)
  expect(pairs(told)).toEqual(pairs(made))
})
