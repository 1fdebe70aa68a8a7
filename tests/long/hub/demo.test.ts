// `interchange demo --hub --once` as its user runs it: six platforms in a process, which take longer to start than
// anything they do.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../../../packages/tools/bin/interchange.js', import.meta.url))

test('two CPOs and three eMSPs roam through a hub alone, and each holds what it should', async () => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, 'demo', '--hub', '--once'], { env: { PATH, HOME } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect([code, output]).toEqual([0, expect.stringMatching(/all platforms hold what they should: ok/)])
  expect(output).toMatch(/^ +Zap Charge +Demo Drive +locations +30 +30 +30$/m)
  expect(output).toMatch(/^ +Demo Charge +Blue Card +cdrs +2 +2 +2$/m)
  expect(output).toMatch(/partners that are not the hub: 0$/m)
  expect(output).toMatch(/Zap Charge -> hub -> Alp Drive +POST +tokens \*\/authorize$/m)
  expect(output).toMatch(/Blue Card -> hub -> Demo Charge +POST +commands START_SESSION$/m)
  expect(output.match(/^.*refused: the eMSP answers BLOCKED$/gm)).toHaveLength(6)
}, 300_000)
