// The pages under docs/ against what they speak of.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { statusCodes } from '@interchange/ocpi/wire/status-codes'
import { problemNames } from '@interchange/server/backend/problem'
import { answerTable } from '@interchange/server/feed/answers'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'README.md')),
].filter((path) => existsSync(join(root, path)))

describe('the documentation', () => {
  it('has no link within the project that leads nowhere', () => {
    const broken = pages.flatMap((page) => {
      const links = [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!)
      return links
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`)
    })
    expect(broken).toEqual([])
  })

  it('lists every page of docs/ and every decision in an index', () => {
    const linked = (page: string) =>
      new Set([...read(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => join(dirname(page), target!)))
    const index = linked('docs/README.md')
    const decisions = linked('docs/decisions/README.md')
    const own = pages.filter((page) => dirname(page) === 'docs' && page !== 'docs/README.md')
    expect(own.filter((page) => !index.has(page))).toEqual([])
    const decided = pages.filter((page) => dirname(page) === 'docs/decisions' && !page.endsWith('README.md'))
    expect(decided.filter((page) => !decisions.has(page))).toEqual([])
  })

  it('never calls the program in a way that would fetch another package of the same name', () => {
    expect(pages.filter((page) => /npx interchange/.test(read(page)))).toEqual([])
  })

  it('explains every status code, every problem and every verdict', () => {
    const errors = read('docs/errors.md')
    for (const { code } of statusCodes.filter(({ code }) => code < 4000)) expect(errors).toContain(`| ${code} |`)
    for (const name of problemNames) expect(errors).toContain(`\`${name}\``)
    for (const { verdict } of answerTable) expect(errors).toContain(`| ${verdict.replaceAll('_', ' ')} |`)
  })
})

describe('the guide to the backend API', () => {
  const guide = read('docs/backend-api.md')
  const { paths } = JSON.parse(read('docs/reference/backend-api.json')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const calls = [...guide.matchAll(/\bapi (?:-N )?(?:-X (\w+) )?(["']?)\$API(\/[^\s"'?]*)/g)].map(
    ([, method = 'GET', , path]) => ({ method, path: path! }),
  )

  it('shows only calls that the API has', () => {
    expect(calls.length).toBeGreaterThan(15)
    const offered = (method: string, path: string) =>
      Object.entries(paths).some(([template, operations]) => {
        const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`)
        return pattern.test(path) && method.toLowerCase() in operations
      })
    expect(calls.filter(({ method, path }) => !offered(method, path))).toEqual([])
  })

  it('shows only bodies that are JSON', () => {
    const bodies = [...guide.matchAll(/ -d '([^']*)'/g)].map(([, body]) => body!)
    expect(bodies.length).toBeGreaterThan(10)
    for (const body of bodies) expect(() => JSON.parse(body), body).not.toThrow()
  })
})

it('no page of the project names a place outside of it', () => {
  const outside = pages.filter((page) => /\/(?:work|home|tmp|root)\/\w/.test(read(page)))
  expect(outside.map((page) => relative(root, join(root, page)))).toEqual([])
})
