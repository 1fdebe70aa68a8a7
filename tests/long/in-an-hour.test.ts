// The pages "CPO in an hour" and "eMSP in an hour", run as they stand: their blocks of shell in one shell, in order, with
// real processes; and what each prints held against the block of text below it.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What whoever runs the tests has done already. */
const INSTALL = 'npm install && npm run build'
const WITHIN_MS = 280_000

interface Step {
  readonly line: number
  readonly commands: string
  readonly shown: string | undefined
}

function stepsOf(page: string): Step[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8')
  const blocks = [...text.matchAll(/^```(sh|text)\n([\s\S]*?)^```/gm)]
  return blocks.flatMap((block, index) => {
    if (block[1] !== 'sh') return []
    const next = blocks[index + 1]
    const line = text.slice(0, block.index).split('\n').length
    return [{ line, commands: block[2]!, shown: next?.[1] === 'text' ? next[2]! : undefined }]
  })
}

/** `...` is any text; in a line of its own any lines. */
function pattern(shown: string): RegExp {
  const escaped = shown.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const lines = escaped.replace(/^\\\.\\\.\\\.\n/gm, '(?:.*\\n)*').replace(/\n\\\.\\\.\\\.$/, '(?:\\n.*)*')
  return new RegExp(`^${lines.replaceAll('\\.\\.\\.', '.*')}$`)
}

/** Ports that were free together a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

interface Ran {
  readonly outputs: readonly string[]
  readonly errors: string
  /** Exit code of the shell, or why it was ended. */
  readonly end: number | string | null
}

/** All steps in one shell, each with a mark before it. */
async function run(steps: readonly Step[], hour: string): Promise<Ran> {
  const [port, demoPort] = await freePorts(2)
  const script = steps.map(({ commands }, index) => `printf '\\n@@ ${index}\\n'\n${commands}`).join('\n')
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('bash', ['-c', script], {
    cwd: root,
    env: { PATH, HOME, HOUR: hour, PORT: String(port), DEMO_PORT: String(demoPort) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that nothing it left behind stays.
    detached: true,
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk
  })
  const endGroup = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // All have ended.
    }
  }
  const timer = setTimeout(endGroup, WITHIN_MS)
  const end = await new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
  clearTimeout(timer)
  const left = isThere(child.pid!)
  if (left) endGroup()
  const outputs = output.split(/^\n?@@ \d+\n/m).slice(1)
  return { outputs, errors, end: left ? 'processes were left behind' : end }
}

/** Whether a process of the group still runs. */
function isThere(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}

describe.each(['cpo-in-an-hour.md', 'emsp-in-an-hour.md'])('%s', (page) => {
  it(
    'prints what it shows, step by step',
    async () => {
      const [install, ...steps] = stepsOf(page)
      expect(install!.commands.trim()).toBe(INSTALL)
      expect(steps.length).toBeGreaterThan(9)
      const hour = mkdtempSync(join(tmpdir(), 'interchange-hour-'))
      try {
        const { outputs, errors, end } = await run(steps, hour)
        for (const [index, { line, shown }] of steps.entries()) {
          const printed = outputs[index]?.trim() ?? 'the shell ended before this step'
          if (shown !== undefined) expect(printed, `${page}:${line}\n${errors.slice(-3000)}`).toMatch(pattern(shown))
          else expect(printed, `${page}:${line}\n${errors.slice(-3000)}`).toBe('')
        }
        expect(end).toBe(0)
      } finally {
        rmSync(hour, { recursive: true, force: true })
      }
    },
    WITHIN_MS + 20_000,
  )
})
