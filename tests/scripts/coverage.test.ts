import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { coveragePage, quotes } from '../../scripts/coverage.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const id = ['R', 'UPD', '04'].join('-')

it('a test quotes a requirement in its title, in a row of its table, or in what it expects', () => {
  expect(quotes(`it('${id} of a PATCH', () => {})`)).toEqual([{ id, title: `${id} of a PATCH` }])
  expect(quotes(`it.each([['${id} a row', 1]])('%s', () => {})`)).toEqual([{ id, title: `${id} a row` }])
  expect(quotes(`it('is noted', () => expect(rules()).toContain('${id}'))`)).toEqual([{ id, title: 'is noted' }])
})

it('a comment, a skipped test and a test still to be written quote nothing', () => {
  expect(quotes(`// ${id}\nconst a = 1 /* ${id} */`)).toEqual([])
  expect(quotes(`it.skip('${id} of a PATCH', () => {})`)).toEqual([])
  expect(quotes(`it.todo('${id} of a PATCH')`)).toEqual([])
})

it('the page lists every requirement once and calls none tested that no test quotes', () => {
  const page: string = coveragePage(root)
  const requirements = JSON.parse(readFileSync(`${root}/scripts/requirements.json`, 'utf8')) as { id: string }[]
  for (const requirement of requirements) {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${requirement.id} |`))
    expect(rows, requirement.id).toHaveLength(1)
    expect(rows[0]).toMatch(/\]\(\.\.\/\.\.\/(packages|tests)\/|\| no test: |\| \*\*open\*\* /)
  }
})
