import { expect, test } from 'vitest'
import { collector } from './findings.ts'

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
