import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const hook = new URL('./typescript-hook.mjs', import.meta.url).href

export interface Child {
  readonly process: ChildProcess
  /** Every line it printed so far. */
  readonly lines: readonly string[]
  /** What it wrote to standard error. */
  errors(): string
  /** The first line, of those printed and those to come, that `wanted` accepts. Rejects when the process ends first. */
  line(wanted: (line: string) => boolean): Promise<string>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

/** Runs a TypeScript file as a process of its own, from the sources; `argument` is handed to it as JSON. */
export function startChild(script: URL, argument: unknown, env: Readonly<Record<string, string>> = {}): Child {
  const conditions = ['--conditions=@interchange/source', '--import', hook, '--no-warnings']
  const child = spawn(process.execPath, [...conditions, fileURLToPath(script), JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of [...waiting]) wake()
  }
  let errors = ''
  let over = false
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wakeAll()
  })
  const ended = once(child, 'close').then(([code, signal]) => {
    over = true
    wakeAll()
    return (signal ?? code) as number | string
  })
  return {
    process: child,
    lines,
    errors: () => errors,
    ended,
    kill: (signal) => {
      child.kill(signal)
    },
    async line(wanted) {
      for (;;) {
        const found = lines.find(wanted)
        if (found !== undefined) return found
        if (over) throw new Error(`the child process ended before that line:\n${errors}`)
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake)
            resolve()
          }
          waiting.add(wake)
        })
      }
    },
  }
}
