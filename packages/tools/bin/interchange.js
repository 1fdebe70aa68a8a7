#!/usr/bin/env node
// Loads the build. Checked in, so that `npx --no-install interchange` finds it right after `npm install`.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(fileURLToPath(main))) {
  const { run } = await import(main.href)
  process.exitCode = await run(process.argv)
} else {
  console.error('interchange is not built yet. Run this in the project root first:\n\n  npm install && npm run build\n')
  process.exitCode = 1
}
