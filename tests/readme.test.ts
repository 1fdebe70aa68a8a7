// What the README shows is run as it stands there.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run } from '@interchange/tools/main'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startChild } from './support/child-process.ts'
import { codeBlocks, inOneLine, printed } from './support/examples.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')
// Ignored by git, formatter and compiler, and below the project, so that its packages are found.
const folder = `${root}dist/readme-${process.pid}`

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

describe('the README', () => {
  it('has examples of the library, and each prints what it says', async () => {
    const examples = codeBlocks(readme, 'ts')
    expect(examples.length).toBeGreaterThan(0)
    mkdirSync(folder, { recursive: true })
    for (const [index, example] of examples.entries()) {
      const file = `${folder}/example-${index}.ts`
      writeFileSync(file, example)
      const child = startChild(pathToFileURL(file), null)
      expect(await child.ended, child.errors()).toBe(0)
      expect(inOneLine(child.lines.join('\n'))).toMatch(printed(example))
    }
  })

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> }
    const named = [...readme.matchAll(/\bnpm (?:run ([\w:]+)|(test))\b/g)].map(([, script, test]) => script ?? test!)
    expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'build']))
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
  })

  it('names only commands and options that the program has', async () => {
    const lines = readme.match(/npx --no-install interchange .*/g) ?? []
    const used = lines.map((line) =>
      line
        .replace(/\s+#.*/, '')
        .split(' ')
        .slice(3),
    )
    expect(used.map(([command]) => command)).toEqual(expect.arrayContaining(['serve', 'invite', 'register', 'pull']))
    for (const [command, ...rest] of used) {
      const { code, text } = await help(command!)
      expect(code, command).toBe(0)
      expect(text).toContain(`Usage: interchange ${command}`)
      for (const option of rest.filter((word) => word.startsWith('--'))) expect(text, command).toContain(option)
    }
    const demo = await help('demo')
    for (const option of ['--once', '--hub', '--feed', '--side']) expect(demo.text).toContain(option)
  })

  it('never calls the program in a way that would fetch another package of the same name', () => {
    expect(readme).not.toMatch(/npx interchange/)
  })
})

async function help(command: string): Promise<{ code: number; text: string }> {
  let text = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  const code = await run(['node', 'interchange', command, '--help'])
  vi.restoreAllMocks()
  return { code, text }
}
