// What the client's README shows is run as it stands there, one example after the other, against one platform.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { startChild } from '../support/child-process.ts'
import { codeBlocks, inOneLine, printed } from '../support/examples.ts'
import { startPlatform } from '../support/platforms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Ignored by git, formatter and compiler, and below the project, so that its packages are found.
const folder = `${root}dist/client-readme-${process.pid}`
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("the client's README has examples, and each prints what it says", async () => {
  const { url } = await startPlatform({ parties: 'NL-ABC:CPO', settings: { API_KEY: 'key-of-the-examples' } })
  const examples = codeBlocks(readFileSync(`${root}packages/client/README.md`, 'utf8'), 'ts')
  expect(examples.length).toBeGreaterThan(3)
  mkdirSync(folder, { recursive: true })
  for (const [index, example] of examples.entries()) {
    const file = `${folder}/example-${index}.ts`
    writeFileSync(file, example)
    const child = startChild(pathToFileURL(file), null, { PLATFORM: url, API_KEY: 'key-of-the-examples' })
    expect(await child.ended, child.errors()).toBe(0)
    expect(inOneLine(child.lines.join('\n'))).toMatch(printed(example))
  }
})
