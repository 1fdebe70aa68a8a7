import type { Conversion } from '../convert/define.ts'
import type { EnumRule } from '../convert/rules.ts'
import { code, section, table } from './markdown.ts'

/** What happens between neighbouring versions beyond copying, and what is lost by it. */
export function conversionsPage(
  conversions: readonly { readonly up: Conversion; readonly down: Conversion }[],
): string {
  return section(
    '# Between versions',
    'Made by `npm run generate` from the conversion rules; not to be edited.',
    'Whatever is not named here is copied as it is, fields of the sender’s own included. `docs/versions.md` tells the whole story.',
    ...conversions.flatMap(({ up, down }) => [conversionText(up), conversionText(down)]),
  )
}

function conversionText({ from, to, rules }: Conversion): string {
  const objects = Object.entries(rules.objects ?? {})
  const made = objects.flatMap(([name, { make = [] }]) =>
    make.map((one) => [name, list(one.from) || 'always', list(one.to)]),
  )
  const dropped = objects.flatMap(([name, { drop = {} }]) =>
    Object.entries(drop).map(([field, why]) => [code(`${name}.${field}`), why]),
  )
  const gone = Object.entries(rules.gone ?? {}).map(([name, why]) => [code(name), why])
  const values = [
    ...Object.entries(rules.enums ?? {}).map(([name, rule]) => [name, valueText(rule), rule.why]),
    ...objects.flatMap(([name, { values: own = {} }]) =>
      Object.entries(own).map(([field, rule]) => [code(`${name}.${field}`), valueText(rule), rule.why]),
    ),
  ]
  return section(
    `## From ${from.number} to ${to.number}`,
    ...(made.length > 0 ? ['Calculated:', table(['Object', 'From', 'To'], made)] : []),
    ...(dropped.length + gone.length > 0 ? ['Left out:', table(['What', 'Why'], [...dropped, ...gone])] : []),
    ...(values.length > 0 ? [`Values ${to.number} does not have:`, table(['Enum', 'Becomes', 'Why'], values)] : []),
  ).trimEnd()
}

const list = (fields: readonly string[]): string => fields.map(code).join(', ')

function valueText({ map = {}, otherwise }: EnumRule): string {
  const stated = Object.entries(map).map(([value, standIn]) => `${code(value)}: ${code(standIn)}`)
  if (otherwise === undefined) return stated.join(', ')
  const rest = otherwise === null ? 'left out' : code(otherwise)
  return [...stated, stated.length > 0 ? `others: ${rest}` : rest].join(', ')
}
