// The network as plain characters, CPOs on the left and eMSPs on the right of the hub.

import { keyOf, type Member } from './members.ts'

/** Lines of at most 100 characters, as long as names have at most 14. */
export function drawn(
  hub: Pick<Member, 'name' | 'party'>,
  operators: readonly Member[],
  providers: readonly Member[],
): string[] {
  const rows = Math.max(operators.length, providers.length) * 2 - 1
  const left = placed(operators, rows)
  const right = placed(providers, rows)
  const label = [hub.name, keyOf(hub.party)]
  const width = Math.max(...label.map(({ length }) => length)) + 4
  const first = Math.max(0, (rows - label.length) >> 1)
  const nameWidth = Math.max(...[...operators, ...providers].map(({ name }) => name.length))
  const leftText = (member: Member) =>
    `CPO   ${keyOf(member.party)}  ${member.name.padEnd(nameWidth)} --- ${member.version} ---`
  const empty = ' '.repeat(operators[0] ? leftText(operators[0]).length : 0)
  const edge = `  ${empty}+${'-'.repeat(width)}+`
  const lines = Array.from({ length: rows }, (_, row) => {
    const operator = left.get(row)
    const provider = right.get(row)
    const text = label[row - first] ?? ''
    const before = Math.floor((width - text.length) / 2)
    const box = `|${' '.repeat(before)}${text}${' '.repeat(width - text.length - before)}|`
    const after = provider
      ? `--- ${provider.version} --- ${provider.name.padEnd(nameWidth)}  ${keyOf(provider.party)}  eMSP`
      : ''
    return `  ${operator ? leftText(operator) : empty}${box}${after}`
  })
  return [edge, ...lines, edge]
}

/** Every other row, in the middle of all of them. */
function placed(members: readonly Member[], rows: number): ReadonlyMap<number, Member> {
  const from = (rows - (members.length * 2 - 1)) >> 1
  return new Map(members.map((member, at) => [from + at * 2, member]))
}
