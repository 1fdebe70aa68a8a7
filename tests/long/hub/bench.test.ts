// That the hub's bench can be run and counts what it should; its figures are for an idle machine.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findNginx } from '../../../bench/support/nginx.ts'
import { findPostgres } from '../../support/postgres-server.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const isHere = findNginx() !== undefined && findPostgres() !== undefined

test.skipIf(!isHere && process.env.REQUIRE_ALL !== '1')(
  'bench:hub --quick asks each question without a fault',
  async () => {
    const hook = './tests/support/typescript-hook.mjs'
    const { PATH = '', HOME = '', REQUIRE_ALL = '' } = process.env
    const child = spawn(process.execPath, ['--import', hook, '--no-warnings', 'bench/hub.ts', '--quick'], {
      cwd: root,
      env: { PATH, HOME, REQUIRE_ALL },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    expect(output).not.toMatch(/void|skipped/)
    for (const name of ['GET of a location', 'START_SESSION'] as const) {
      expect(output).toMatch(
        new RegExp(`^${name}: \\d+ in a second through the hub, \\d+ through nginx; share \\d`, 'm'),
      )
      expect(output).toMatch(new RegExp(`^${name}, \\d+ in a second: the hub adds p50 -?\\d+\\.\\d ms`, 'm'))
    }
    expect(output).toMatch(/^p99 of 200 requests in a second: \d+\.\d ms/m)
    expect(code).toBe(0)
  },
  300_000,
)
