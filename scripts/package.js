// `npm run package`: makes interchange-<version>.tgz in the project's root, which `npm install --global` takes. Everything
// of ours is in it, as one program; what others wrote is named in its package.json and comes from the registry. Reads the
// build.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const packages = readdirSync(join(root, 'packages')).map((name) => readJson(`packages/${name}/package.json`))
const tools = packages.find(({ name }) => name === '@interchange/tools')
const own = new Set(packages.map(({ name }) => name))
const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))

/** `@scope/name/part` and `name/part` are parts of packages; paths are not. */
const packageOf = (id) => /^(@[^/]+\/[^/]+|[^./@\\][^/\\]*)/.exec(id)?.[1]
const isForeign = (id) => {
  const name = /^[A-Za-z]:[\\/]/.test(id) ? undefined : packageOf(id)
  return name !== undefined && !own.has(name)
}

const stage = mkdtempSync(join(tmpdir(), 'interchange-package-'))
try {
  const bundle = await rolldown({
    input: join(root, 'packages/tools/dist/main.js'),
    platform: 'node',
    external: isForeign,
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  const { output } = await bundle.write({ dir: join(stage, 'dist'), format: 'esm', sourcemap: false })
  await bundle.close()

  const chunks = output.filter(({ type }) => type === 'chunk')
  const files = new Set(chunks.map(({ fileName }) => fileName))
  const imported = chunks
    .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    .filter((id) => !files.has(id) && !builtin.has(id))
    .map(packageOf)
  const dependencies = Object.fromEntries([...new Set(imported)].sort().map((name) => [name, versionOf(name)]))

  const built = join(root, 'packages/server/dist')
  for (const file of readdirSync(built).filter((name) => name.endsWith('.tar.gz'))) {
    copyFileSync(join(built, file), join(stage, 'dist', file))
  }
  cpSync(join(built, 'api-reference'), join(stage, 'dist/api-reference'), { recursive: true })
  mkdirSync(join(stage, 'bin'))
  copyFileSync(join(root, 'packages/tools/bin/interchange.js'), join(stage, 'bin/interchange.js'))
  chmodSync(join(stage, 'bin/interchange.js'), 0o755)
  for (const file of ['LICENSE', 'README.md']) copyFileSync(join(root, file), join(stage, file))
  const description = {
    name: 'interchange',
    version: tools.version,
    description: tools.description,
    license: tools.license,
    type: 'module',
    engines: tools.engines,
    bin: tools.bin,
    // The registry has an unrelated package of this name: never to be published by accident.
    private: true,
    dependencies,
  }
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(description, null, 2)}\n`)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', root], {
    cwd: stage,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  console.log(`interchange-${tools.version}.tgz needs ${Object.keys(dependencies).join(', ')}`)
} finally {
  rmSync(stage, { recursive: true, force: true })
}

/** As our packages state it. What is imported but stated nowhere only works here. */
function versionOf(name) {
  const stated = new Set(packages.map(({ dependencies }) => dependencies?.[name]).filter(Boolean))
  if (stated.size !== 1)
    throw new Error(`${name} is imported; ${stated.size} of our packages' versions of it are stated`)
  return [...stated][0]
}
