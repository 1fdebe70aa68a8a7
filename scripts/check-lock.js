// Part of `npm run check`: package-lock.json serves every platform and every registry. npm leaves a platform's optional
// package out of the lock without a word when the registry lacks it, or when other platforms' packages are not installed
// at the time; `npm ci` then refuses the lock, or installs a tool without its program. The first argument may be another root.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..')
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

/** Where Node would find `name` from the package at `path`: in its own node_modules, else in those above. */
function isLocked(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true
    if (at === '') return false
  }
}

const problems = []
for (const [path, { dependencies, optionalDependencies, resolved, link }] of Object.entries(packages)) {
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (!isLocked(path, name)) problems.push(`${path || 'the project'} needs ${name}, which is not in the lock`)
  }
  if (resolved && !link) problems.push(`${path} names an address; .npmrc has omit-lockfile-registry-resolved=true`)
}
if (problems.length > 0) {
  const whole = '`rm -rf node_modules package-lock.json && npm install` makes a whole one'
  console.error(`${problems.join('\n')}\n${whole}, of versions whose packages the registry all has.`)
  process.exit(1)
}
