// The Grafana dashboard against what is served: every metric and every label in it is there.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describedMetrics } from '../packages/server/src/observability/reference.ts'
import { startPlatform } from './support/platforms.ts'

interface Panel {
  readonly type: string
  readonly title: string
  readonly targets?: readonly { readonly expr: string }[]
}

const file = fileURLToPath(new URL('../docs/grafana/interchange.json', import.meta.url))
const { panels, templating } = JSON.parse(readFileSync(file, 'utf8')) as {
  panels: Panel[]
  templating: { list: { name: string; query: string | { query: string } }[] }
}
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
const metricsIn = (expr: string): string[] => expr.match(/\b(interchange|process|nodejs)_[a-z0-9_]+/g) ?? []

describe('the dashboard', () => {
  it("has a row each for partners' health, lanes, intake, outgoing and the process", () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title)
    expect(rows).toEqual(["Partners' health", 'Lanes', 'Intake', 'Outgoing', 'Process'])
    expect(expressions.length).toBeGreaterThan(25)
    for (const expr of expressions) expect(metricsIn(expr).length, expr).toBeGreaterThan(0)
  })

  it('asks for metrics that a platform serves', async () => {
    const { url, stop } = await startPlatform({ parties: 'NL-ABC:CPO' })
    const text = await (await fetch(`${url}/metrics`)).text()
    await stop()
    const served = new Set<string>()
    for (const [, name, kind] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      for (const suffix of kind === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) served.add(`${name}${suffix}`)
    }
    const variables = templating.list.map(({ query }) => (typeof query === 'string' ? query : query.query))
    const asked = [...expressions, ...variables].flatMap(metricsIn)
    expect([...new Set(asked)].filter((name) => !served.has(name))).toEqual([])
  })

  it('asks for labels that these metrics have', () => {
    const labelsOf = new Map(describedMetrics().map(({ name, labelNames = [] }) => [name, new Set(labelNames)]))
    const wrong = expressions.flatMap((expr) => {
      const known = new Set<string>(['le', 'instance'])
      for (const name of metricsIn(expr)) {
        for (const label of labelsOf.get(name.replace(/_(bucket|sum|count)$/, '')) ?? labelsOf.get(name) ?? [])
          known.add(label)
      }
      const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names]) =>
        names!.split(',').map((one) => one.trim()),
      )
      const filtered = [...expr.matchAll(/[{,](\w+)(?:=|!=|=~|!~)"/g)].map(([, name]) => name!)
      return [...grouped, ...filtered].filter((label) => !known.has(label)).map((label) => `${label} in ${expr}`)
    })
    expect(wrong).toEqual([])
  })
})
