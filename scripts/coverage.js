// docs/reference/coverage.md: every requirement of the core areas, and the tests that quote it. A test quotes a
// requirement where its title, or a row or an expectation of it, names the id; comments do not count.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasons } from './coverage-reasons.js'

const ID = /\bR-[A-Z]+-\d+\b/g
const TITLE = /\b(?:it|test|describe)(?:\.\w+)*\s*(?:<[^>()]*>\s*)?\($/
const SKIPPED = /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|todo|fails)\b[^;]*$/

/**
 * String literals of a source text, and the text before each on its own line. Comments are stepped over.
 * @param {string} source
 */
function literals(source) {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return [...source.matchAll(token)]
    .filter(([text]) => !text.startsWith('/'))
    .map((match) => ({ text: unquoted(match[0].slice(1, -1)), before: source.slice(0, match.index).trimEnd() }))
}

const unquoted = (text) => text.replace(/\\(['"`\\])/g, '$1')

/** A title directly after `it(`, or after the closing bracket of an `it.each` table or of a `skipIf(...)`. */
const isTitle = (before) =>
  TITLE.test(before.slice(-60)) || /\)\s*\($/.test(before.slice(-20)) || /`\s*\($/.test(before.slice(-20))

/**
 * Which tests quote which requirement.
 * @param {string} source
 * @returns {{ id: string, title: string }[]}
 */
export function quotes(source) {
  const found = []
  let title
  for (const { text, before } of literals(source)) {
    const titled = isTitle(before)
    if (titled) title = SKIPPED.test(before.slice(-300).split('\n').at(-1) ?? '') ? undefined : text
    const ids = text.match(ID) ?? []
    // A row of a table tells its own case; an expected rule belongs to the test around it.
    const ownSentence = /^R-[A-Z]+-\d+ /.test(text)
    const quotedBy = titled ? title : ownSentence ? text : title
    if (quotedBy === undefined) continue
    for (const id of ids) found.push({ id, title: quotedBy })
  }
  return found
}

/** Test files below a folder, in the same order on every machine. */
function testFiles(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory())
        return ['node_modules', 'dist', 'upgrade'].includes(entry.name) ? [] : testFiles(root, path)
      return entry.name.endsWith('.test.ts') ? [path] : []
    })
    .sort()
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const shown = (title) =>
  cell(
    title
      .replaceAll('`', '')
      .replace(/(?:\bR-[A-Z]+-\d+\b[\s,:]*)+/g, '')
      .trim() || title,
  )

export const requirementsOf = (root) => JSON.parse(readFileSync(join(root, 'scripts/requirements.json'), 'utf8'))

/**
 * The page as Markdown.
 * @param {string} root the project's root
 */
export function coveragePage(root) {
  const requirements = requirementsOf(root)
  const known = new Set(requirements.map(({ id }) => id))
  const unknown = Object.keys(reasons).filter((id) => !known.has(id))
  if (unknown.length > 0)
    throw new Error(`scripts/coverage-reasons.js names ${unknown.join(', ')}, which nothing requires`)
  const tests = new Map()
  for (const file of ['packages', 'tests'].flatMap((folder) => testFiles(root, folder))) {
    for (const { id, title } of quotes(readFileSync(join(root, file), 'utf8'))) {
      const lines = tests.get(id) ?? new Map()
      lines.set(file, new Set([...(lines.get(file) ?? []), shown(title)]))
      tests.set(id, lines)
    }
  }
  const areas = [...new Set(requirements.map(({ id }) => id.split('-')[1]))]
  const stateOf = ({ id }) => (tests.has(id) ? 'tested' : reasons[id] ? 'reason' : 'open')
  const count = (rows, state) => rows.filter((row) => stateOf(row) === state).length
  const inArea = (area) => requirements.filter(({ id }) => id.startsWith(`R-${area}-`))
  const summary = [...areas.map((area) => [area, inArea(area)]), ['all', requirements]].map(
    ([name, rows]) =>
      `| ${name} | ${rows.length} | ${count(rows, 'tested')} | ${count(rows, 'reason')} | ${count(rows, 'open')} |`,
  )
  const evidence = (row) => {
    if (tests.has(row.id)) {
      return [...tests.get(row.id)]
        .map(([file, titles]) => `[${file.split('/').at(-1)}](../../${file}): ${[...titles].join('; ')}`)
        .join('<br>')
    }
    return reasons[row.id] ? `no test: ${cell(reasons[row.id])}` : '**open**'
  }
  return `${[
    '# Requirements and their tests',
    '',
    'Made by `npm run generate` from `scripts/requirements.json`, `scripts/coverage-reasons.js` and the tests; not to be edited.',
    '',
    'The ids stand for single demands of the OCPI specification. Levels: M must, S should, Y may, I stated without such a word,',
    'G left open by the specification. Version: the one it appears in, or both 2.2.1 and 2.3.0. A requirement that no test',
    'quotes and that has no reason stands as **open**.',
    '',
    '| area | requirements | tested | with a reason | open |',
    '|---|---|---|---|---|',
    ...summary,
    ...areas.flatMap((area) => [
      '',
      `## ${area}`,
      '',
      '| id | level | version | chapter | tests |',
      '|---|---|---|---|---|',
      ...inArea(area).map((row) => `| ${row.id} | ${row.level} | ${row.version} | ${row.chapter} | ${evidence(row)} |`),
    ]),
  ].join('\n')}\n`
}
