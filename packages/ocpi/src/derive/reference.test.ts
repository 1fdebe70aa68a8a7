import { describe, expect, test } from 'vitest'
import { conversions } from '../convert/chain.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { conversionsPage } from './conversions-page.ts'
import { section, table } from './markdown.ts'
import { referencePages } from './reference.ts'
import { walk } from './walk.ts'

const textOf = (pages: ReturnType<typeof referencePages>, file: string) =>
  pages.find((page) => page.file === file)!.text

/** The part of a page about one object or enum. */
const about = (text: string, name: string) => text.split(`\n### ${name}\n`)[1]!.split('\n### ')[0]!

describe('reference pages', () => {
  for (const version of versions) {
    const pages = referencePages(version)
    const { pageOf, definitions } = walk(version)

    test(`OCPI ${version.number}: every object, field, enum and value is told, once`, () => {
      for (const { kind, name, definition } of definitions) {
        const told = pages.filter(({ text }) => text.includes(`\n### ${name}\n`)).map(({ file }) => file)
        expect({ name, told }).toEqual({ name, told: [`${pageOf(name)}.md`] })
        const text = about(textOf(pages, told[0]!), name)
        if (kind === 'object')
          for (const field of Object.keys(definition.fields)) expect(text).toContain(`\n| \`${field}\` |`)
        else for (const value of definition.values) expect(text).toContain(`\`${value}\``)
      }
    })

    test(`OCPI ${version.number}: every endpoint is on its module's page and in the table of all`, () => {
      for (const { module, side, endpoint } of walk(version).endpoints) {
        for (const file of [`${module.id}.md`, 'endpoints.md']) {
          const rows = textOf(pages, file)
            .split('\n')
            .filter((line) => line.includes(`| \`${endpoint.name}\` |`))
          expect(rows.filter((line) => line.includes(` ${side} | ${endpoint.method} `)).length).toBeGreaterThan(0)
        }
      }
    })

    test(`OCPI ${version.number}: every link leads to a page and a heading`, () => {
      for (const { file, text } of pages) {
        for (const [, target, anchor] of text.matchAll(/\]\(([\w.-]*)#?([\w-]*)\)/g)) {
          if (target?.endsWith('.json')) continue
          const page = textOf(pages, target || file)
          expect({ file, target, found: page !== undefined }).toMatchObject({ found: true })
          const headings = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1]!.toLowerCase())
          if (anchor) expect(headings).toContain(anchor)
        }
      }
    })

    test(`OCPI ${version.number}: tables have as many cells as their head`, () => {
      const cells = (line: string) => line.replaceAll('\\|', '').split('|').length
      for (const { text } of pages) {
        for (const [block] of text.matchAll(/(?:^\|.*\n?)+/gm)) {
          const lines = block.trim().split('\n')
          for (const line of lines) expect(cells(line)).toBe(cells(lines[0]!))
        }
      }
    })
  }

  test('say what is new, changed or gone since the version before', () => {
    const pages = referencePages(v230, v221)
    expect(about(textOf(pages, 'tariffs.md'), 'Tariff')).toContain(
      '| `tax_included` | [TaxIncluded](#taxincluded) | 1 | **New.**',
    )
    expect(about(textOf(pages, 'tariffs.md'), 'Tariff')).toContain(
      '| `min_price` | [PriceLimit](#pricelimit) | ? | **Changed.**',
    )
    expect(about(textOf(pages, 'types.md'), 'Price')).toContain('`excl_vat`, `incl_vat` no longer exist')
    expect(about(textOf(pages, 'locations.md'), 'Parking')).toContain('**New in 2.3.0.**')
    expect(about(textOf(pages, 'types.md'), 'ConnectorType')).toContain('`MCS` (**new**)')
    expect(about(textOf(pages, 'types.md'), 'ConnectorType')).toContain('**Open since this version.**')
    expect(about(textOf(pages, 'types.md'), 'Role')).toContain('No longer: `HUB`.')
    expect(about(textOf(pages, 'sessions.md'), 'Session')).not.toContain('**')
  })

  test('say units, rules and what a PATCH carries', () => {
    const locations = textOf(referencePages(v221), 'locations.md')
    expect(about(locations, 'Connector')).toContain('Line to neutral for AC_3_PHASE: 230, not 400. In V.')
    expect(about(locations, 'Hours')).toContain('Rules over several fields: R-LOC-23.')
    expect(about(locations, 'EVSE')).toContain('A PATCH carries `last_updated`.')
    expect(about(locations, 'Location')).toContain('Absent: `true`.')
  })
})

describe('the page about conversions', () => {
  test('names all that is calculated, left out or replaced', () => {
    const text = conversionsPage(conversions)
    for (const { up, down } of conversions) {
      for (const { from, to, rules } of [up, down]) {
        expect(text).toContain(`## From ${from.number} to ${to.number}`)
        for (const [name, { drop = {} }] of Object.entries(rules.objects ?? {})) {
          for (const field of Object.keys(drop)) expect(text).toContain(`\`${name}.${field}\``)
        }
        for (const name of Object.keys(rules.enums ?? {})) expect(text).toContain(`| ${name} |`)
      }
    }
    expect(text).toContain('| Tariff | always | `tax_included` |')
    expect(text).toContain('`SAE_J3400`: `TESLA_S`, `MCS`: `IEC_62196_T2_COMBO`, others: `IEC_62196_T2`')
  })
})

test('Markdown: cells cannot break their table, blocks stand apart', () => {
  expect(table(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |')
  expect(section('a', '', 'b')).toBe('a\n\nb\n')
})
