import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { severities } from '../packages/tariff/src/ocmf/findings.ts'

test('the documentation has every finding, with its severity', () => {
  const page = readFileSync(new URL('../docs/signed-meter-values.md', import.meta.url), 'utf8')
  const rows = page.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| (error|warning|note) \|/gm)
  const documented = [...rows].flatMap(([, codes = '', severity]) =>
    codes.split(', ').map((code) => [code.slice(1, -1), severity]),
  )
  expect(Object.fromEntries(documented)).toEqual(severities)
})
