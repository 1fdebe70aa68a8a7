// `npm run mutate`: Stryker over the folders of mutation.js, then the score of each; fails where one is below its least.
// `-- packages/ocpi/src/wire` takes only that folder; whatever begins with a dash is for Stryker.

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutatedFiles, mutationFolders, scores, unnoticed } from './mutation.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const report = join(root, 'reports/mutation.json')
const dash = process.argv.slice(2).findIndex((argument) => argument.startsWith('-'))
const named = process.argv.slice(2, dash < 0 ? undefined : dash + 2)
const forStryker = dash < 0 ? [] : process.argv.slice(dash + 2)
const unknown = named.filter((name) => !mutationFolders.some(({ folder }) => folder === name))
if (unknown.length > 0) {
  const known = mutationFolders.map(({ folder }) => folder).join(', ')
  console.error(`${unknown.join(', ')} is not a folder of scripts/mutation.js; ${known} are`)
  process.exit(1)
}
const folders = mutationFolders.filter(({ folder }) => named.length === 0 || named.includes(folder))

rmSync(report, { force: true })
const mutate = named.length > 0 ? ['--mutate', mutatedFiles(folders).join()] : []
const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const started = performance.now()
const { status, signal } = spawnSync(process.execPath, [stryker, 'run', ...mutate, ...forStryker], {
  cwd: root,
  stdio: 'inherit',
})
if (signal) console.error(`Stryker was ended by ${signal}: there is no score`)
if (status !== 0) process.exit(status ?? 1)

const result = JSON.parse(readFileSync(report, 'utf8'))
for (const line of unnoticed(result, folders)) console.log(line)
const minutes = Math.round((performance.now() - started) / 60_000)
console.log(`${minutes} min; what no test noticed stands above, and in reports/mutation.html`)
const judged = scores(result, folders)
for (const { folder, least, killed, timeout, survived, noCoverage, score } of judged) {
  const outcome = score === undefined ? 'nothing was changed' : `${score.toFixed(1)} % (at least ${least} %)`
  console.log(`${folder}: ${outcome}; noticed ${killed + timeout}, not noticed ${survived}, never run ${noCoverage}`)
}
// Given a part by hand (`--mutate`), folders without any of it are not judged.
const isPart = forStryker.some((argument) => argument.startsWith('--mutate') || argument === '-m')
if (judged.some(({ score, least }) => (score === undefined ? !isPart : score < least))) process.exit(1)
