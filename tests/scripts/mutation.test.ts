import { expect, it } from 'vitest'
import { type Mutant, mutatedFiles, scores, unnoticed } from '../../scripts/mutation.js'

const mutants = (...statuses: string[]): Mutant[] =>
  statuses.map((status) => ({
    status,
    location: { start: { line: 2, column: 5 }, end: { line: 2, column: 9 } },
    replacement: 'false',
  }))
const source = 'a\nif (true) b\n'
const report = {
  files: {
    'wire/a.ts': { source, mutants: mutants('Killed', 'Timeout', 'Survived') },
    'wire/deep/b.ts': { source, mutants: mutants('NoCoverage', 'Ignored', 'CompileError') },
    'wired/c.ts': { source, mutants: mutants('Survived') },
  },
}

it('each folder has a score of its own: what was noticed, of what was tried', () => {
  const folders = [
    { folder: 'wire', least: 75 },
    { folder: 'wired', least: 80 },
    { folder: 'other', least: 75 },
  ]
  expect(scores(report, folders)).toEqual([
    { folder: 'wire', least: 75, killed: 1, timeout: 1, survived: 1, noCoverage: 1, score: 50 },
    { folder: 'wired', least: 80, killed: 0, timeout: 0, survived: 1, noCoverage: 0, score: 0 },
    { folder: 'other', least: 75, killed: 0, timeout: 0, survived: 0, noCoverage: 0, score: undefined },
  ])
})

it('what was not noticed is told with its place and both texts', () => {
  expect(unnoticed(report, [{ folder: 'wire', least: 75 }])).toEqual([
    'wire/a.ts:2:5  true -> false',
    'wire/deep/b.ts:2:5  true -> false',
  ])
})

it('of a folder all files are changed but its tests, and those it leaves out', () => {
  const folders = [
    { folder: 'wire', least: 75 },
    { folder: 'tariff', least: 80, except: ['tests/**/*.ts', 'page.ts'] },
  ]
  expect(mutatedFiles(folders)).toEqual([
    'wire/**/*.ts',
    'tariff/**/*.ts',
    '!**/*.test.ts',
    '!tariff/tests/**/*.ts',
    '!tariff/page.ts',
  ])
})
