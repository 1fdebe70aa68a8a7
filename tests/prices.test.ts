// The example of docs/prices.md is what the code says.

import { readFileSync } from 'node:fs'
import { check, v230 } from '@interchange/ocpi'
import { price, type Usage } from '@interchange/tariff'
import { describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../docs/prices.md', import.meta.url), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!.trimEnd())

describe('docs/prices.md', () => {
  const [session, total] = blocks('json').map((text) => JSON.parse(text))
  const [explanation, finding] = blocks('text')
  const cost = price(session as Usage, {
    timeZone: 'Europe/Amsterdam',
    rounding: { per: 'total', digits: 2 },
  })

  it('has a tariff that is valid', () => expect(check(v230, 'Tariff', session.tariffs[0])).toEqual([]))

  it('shows the explanation that price() gives', () => {
    expect(explanation).toBe(cost.explanation.map(({ text }) => text).join('\n'))
  })

  it('shows the total and the finding', () => {
    expect(total).toEqual(cost.total)
    expect(finding).toBe(cost.findings.map(({ code, path, message }) => `${code} ${path}: ${message}`).join('\n'))
  })
})
