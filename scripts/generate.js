// Writes what is made from the definitions: `npm run generate`. With --check it writes nothing, names the files that are
// out of date and ends with 1. Reads the build, so it runs after `tsc -b`.
//
// To add something that is generated: one line in `generators`.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conversions } from '../packages/ocpi/dist/convert/chain.js'
import { conversionsPage } from '../packages/ocpi/dist/derive/conversions-page.js'
import { jsonSchema } from '../packages/ocpi/dist/derive/json-schema.js'
import { openApi } from '../packages/ocpi/dist/derive/openapi.js'
import { referencePages } from '../packages/ocpi/dist/derive/reference.js'
import { typesText } from '../packages/ocpi/dist/derive/types.js'
import { versions } from '../packages/ocpi/dist/versions.js'
import { openApiDocument } from '../packages/server/dist/backend/openapi.js'
import { metricsPage } from '../packages/server/dist/observability/reference.js'
import { settingsReference } from '../packages/server/dist/settings.js'
import { auditPage } from '../packages/tariff/dist/audit/page.js'
import { lintPage } from '../packages/tariff/dist/lint/page.js'
import { clientTypes } from './client-types.js'
import { coveragePage } from './coverage.js'
import { dashboard } from './dashboard.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const json = (value) => `${JSON.stringify(value, null, 2)}\n`

const backendApi = openApiDocument('http://localhost:3000')

/** `{ path, content() }` each; `path` is below the project's root. */
const generators = [
  ...versions.flatMap((version, place) => [
    { path: `packages/ocpi/src/generated/v${version.number}.ts`, content: () => typesText(version) },
    { path: `docs/reference/${version.number}/openapi.json`, content: () => json(openApi(version)) },
    { path: `docs/reference/${version.number}/schema.json`, content: () => json(jsonSchema(version)) },
    ...referencePages(version, versions[place - 1]).map(({ file, text }) => ({
      path: `docs/reference/${version.number}/${file}`,
      content: () => text,
    })),
  ]),
  { path: 'docs/reference/conversions.md', content: () => conversionsPage(conversions) },
  { path: 'docs/reference/settings.md', content: settingsPage },
  { path: 'docs/reference/metrics.md', content: metricsPage },
  { path: 'docs/grafana/interchange.json', content: () => json(dashboard()) },
  { path: 'docs/reference/tariff-lint.md', content: lintPage },
  { path: 'docs/reference/audit-rules.md', content: auditPage },
  { path: 'docs/reference/coverage.md', content: () => coveragePage(root) },
  { path: 'docs/reference/backend-api.json', content: () => json(backendApi) },
  { path: 'packages/client/src/generated/api.ts', content: () => clientTypes(backendApi) },
]

function settingsPage() {
  return [
    '# Settings',
    '',
    'Made by `npm run generate` from `packages/server/src/settings.ts`; not to be edited.',
    '',
    'Each is read from the environment, else from `interchange.yaml` in the working directory (`--config FILE` names',
    'another). A wrong setting stops the start; the message names it and says what would be right.',
    '',
    settingsReference(),
  ].join('\n')
}

/** Folders in which nothing else may lie: a page that is no longer made is deleted. */
const owned = [
  'packages/ocpi/src/generated',
  'packages/client/src/generated',
  ...versions.map(({ number }) => `docs/reference/${number}`),
]

const contentOf = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

const filesIn = (folder) => {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

const made = new Map()
for (const { path, content } of generators) made.set(path, await content())
const changed = [...made].filter(([path, text]) => contentOf(path) !== text)
const left = owned.flatMap(filesIn).filter((path) => !made.has(path))

if (process.argv.includes('--check')) {
  for (const [path] of changed) console.error(`${path} is out of date`)
  for (const path of left) console.error(`${path} is no longer generated`)
  if (changed.length + left.length > 0) {
    console.error('Run `npm run generate` and commit what it writes.')
    process.exit(1)
  }
  console.log(`${made.size} generated files are up to date`)
} else {
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
  for (const path of left) {
    rmSync(join(root, path))
    console.log(`deleted ${path}`)
  }
  if (changed.length + left.length === 0) console.log(`${made.size} generated files were up to date`)
}
