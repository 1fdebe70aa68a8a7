// The pages under docs/ against what they speak of.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from '@interchange/ocpi/define/validate'
import { statusCodes } from '@interchange/ocpi/wire/status-codes'
import { api } from '@interchange/server/backend/api/table'
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
    // A page may warn of it in its text; what is there to be copied may not contain it.
    const copied = (page: string) => [...read(page).matchAll(/^```[\s\S]*?^```/gm)].join('\n')
    expect(pages.filter((page) => /npx interchange/.test(copied(page)))).toEqual([])
  })

  it('explains every status code, every problem and every verdict', () => {
    const errors = read('docs/errors.md')
    for (const { code } of statusCodes.filter(({ code }) => code < 4000)) expect(errors).toContain(`| ${code} |`)
    for (const name of problemNames) expect(errors).toContain(`\`${name}\``)
    for (const { verdict } of answerTable) expect(errors).toContain(`| ${verdict.replaceAll('_', ' ')} |`)
  })
})

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } }
  }
}

describe('the guide to the backend API', () => {
  const { paths } = JSON.parse(read('docs/reference/backend-api.json')) as {
    paths: Record<string, Record<string, Operation>>
  }
  const guides = ['backend-api', 'charging', 'driver-app', 'cpo-in-an-hour', 'emsp-in-an-hour']
    .map((page) => read(`docs/${page}.md`))
    .join('\n')
  const calls = [...guides.matchAll(/^api ([\s\S]*?)(?=^api |^```)/gm)].map(([, command]) => ({
    method: /-X (\w+)/.exec(command!)?.[1] ?? 'GET',
    path: /\$API(\/[^\s"'?]*)/.exec(command!)![1]!,
    body: /-d '([^']*)'/.exec(command!)?.[1],
  }))

  const operationOf = (method: string, path: string): Operation | undefined => {
    const fitting = Object.entries(paths).filter(([template]) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )
    return fitting
      .map(([, operations]) => operations[method.toLowerCase()])
      .find((operation) => operation !== undefined)
  }

  it('shows only calls that the API has', () => {
    expect(calls.length).toBeGreaterThan(20)
    expect(calls.filter(({ method, path }) => !operationOf(method, path))).toEqual([])
  })

  it('shows only bodies that the API takes', () => {
    const shown = calls.filter(({ body }) => body !== undefined)
    expect(shown.length).toBeGreaterThan(10)
    for (const { method, path, body } of shown) {
      const name = operationOf(method, path)?.requestBody?.content['application/json'].schema.$ref.split('/').at(-1)
      expect(api.objects[name!], `${method} ${path}`).toBeDefined()
      const faults = check(api, name!, JSON.parse(body!)).filter(({ severity }) => severity !== 'note')
      // The last example shows what a fault looks like.
      if (body!.includes('"euro"')) expect(faults).not.toEqual([])
      else expect(faults, `${method} ${path}`).toEqual([])
    }
  })
})

it('no page of the project names a place outside of it', () => {
  const outside = pages.filter((page) => /\/(?:work|home|tmp|root)\/\w/.test(read(page)))
  expect(outside.map((page) => relative(root, join(root, page)))).toEqual([])
})
