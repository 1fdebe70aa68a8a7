import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collector, severities } from './findings.ts'

test('the documentation has every finding, with its severity', () => {
  const page = readFileSync(new URL('../../../../docs/signed-meter-values.md', import.meta.url), 'utf8')
  const rows = page.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| (error|warning|note) \|/gm)
  const documented = [...rows].flatMap(([, codes = '', severity]) =>
    codes.split(', ').map((code) => [code.slice(1, -1), severity]),
  )
  expect(Object.fromEntries(documented)).toEqual(severities)
})

test('of several findings of a kind at one place the first is kept', () => {
  const { findings, report } = collector()
  report('ocmf-exception', '/a', 'first')
  report('ocmf-exception', '/a', 'second')
  report('ocmf-exception', '/b', 'third')
  report('ocmf-unit-unknown', '/a', 'fourth')
  expect(findings.map(({ message, severity }) => `${message} ${severity}`)).toEqual([
    'first warning',
    'third warning',
    'fourth note',
  ])
})
