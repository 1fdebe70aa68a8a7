// What the person in front of the demo sees.

const colors = { cpo: 36, emsp: 35, hub: 33, good: 32, bad: 31, dim: 2 } as const
const speakers = { cpo: 'CPO ', emsp: 'eMSP', hub: 'hub ', demo: '    ' } as const

export type Speaker = keyof typeof speakers

export interface Terminal {
  /** One line of the story, told by one side. */
  say(who: Speaker, text: string): void
  /** A line that is replaced by the next one on a terminal and printed rarely elsewhere. */
  progress(text: string): void
  table(rows: readonly (readonly string[])[]): void
  line(text?: string): void
}

export function createTerminal(out: NodeJS.WriteStream, startedAt = Date.now()): Terminal {
  const tty = out.isTTY === true
  const paint = (color: keyof typeof colors, text: string) => (tty ? `\u001b[${colors[color]}m${text}\u001b[0m` : text)
  let open = false
  let lastProgress = 0
  const write = (text: string) => {
    if (open) out.write('\r\u001b[K')
    open = false
    out.write(`${text}\n`)
  }
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`
  return {
    say(who, text) {
      const name = who === 'demo' ? speakers.demo : paint(who, speakers[who])
      write(`${paint('dim', seconds())}  ${name}  ${text}`)
    },
    progress(text) {
      if (tty) {
        out.write(`\r\u001b[K${paint('dim', seconds())}        ${text}`)
        open = true
      } else if (Date.now() - lastProgress > 2000) {
        lastProgress = Date.now()
        write(`${seconds()}        ${text}`)
      }
    },
    table(rows) {
      const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
      for (const [index, row] of rows.entries()) {
        write(
          `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`,
        )
        if (index === 0) write(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`)
      }
    },
    line(text = '') {
      write(text.replace(/\b(ok|failed)$/, (word) => paint(word === 'ok' ? 'good' : 'bad', word)))
    },
  }
}

/** One of them as the only speaker; `name`: where there are several of a kind. */
export const teller =
  (terminal: Terminal, who: Speaker, name?: string) =>
  (text: string): void =>
    terminal.say(who, name === undefined ? text : `${name}: ${text}`)
