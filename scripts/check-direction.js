// Checks who imports whom: the direction between folders and packages (ARCHITECTURE.md), that nobody imports a package
// its package.json does not name, and that a few packages are known to one place only. Prints every offence and ends
// with 1. `--root DIR` checks another tree.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const given = process.argv.indexOf('--root')
const root = given > 0 ? process.argv[given + 1] : join(dirname(fileURLToPath(import.meta.url)), '..')

/** Packages of ours each package may use. */
const packages = {
  ocpi: [],
  tariff: ['ocpi'],
  client: [],
  server: ['ocpi', 'tariff'],
  tools: ['ocpi', 'tariff', 'client', 'server'],
  console: ['ocpi', 'client'],
}

/** Folders (or files) below a package's src, and which of the others each may use. Where nothing is said, all. */
const folders = {
  ocpi: {
    define: [],
    versions: ['define'],
    wire: ['define'],
    convert: ['define', 'versions', 'wire'],
    derive: ['define', 'versions', 'convert'],
    client: ['define', 'versions', 'wire', 'generated'],
    generated: [],
  },
}

/** The same the other way round: folders each folder must not use. */
const never = {
  server: {
    storage: ['http', 'modules', 'hub', 'partners', 'feed', 'backend'],
    feed: ['http', 'hub'],
    partners: ['http', 'modules', 'hub'],
    modules: ['http', 'hub'],
    hub: ['http'],
    'events.ts': ['http', 'modules', 'hub', 'partners', 'feed', 'backend', 'storage'],
  },
}

/** Packages that only one place knows. */
const onlyIn = {
  fastify: 'packages/server/src/http/fastify.ts',
  pg: 'packages/server/src/storage/',
  '@electric-sql/pglite': 'packages/server/src/storage/',
  nodemailer: 'packages/server/src/alerts/mail.ts',
  '@noble/curves': 'packages/tariff/src/ocmf/',
  '@noble/hashes': 'packages/tariff/src/ocmf/',
}

/** These run in a browser. */
const withoutNode = ['ocpi', 'tariff', 'client']

const folderOf = (name, path) => {
  const first = path.split('/')[0]
  return name === 'ocpi' && /^(v\d|versions\.ts$|canonical\.ts$)/.test(first) ? 'versions' : first
}

const filesBelow = (folder) => {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'stranger-data'].includes(entry.name) || entry.name.startsWith('.')) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.(ts|tsx|js|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

// Comments are blanked, not removed, so that line numbers stay; an import starts a line or is a call.
const blanked = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '')

const IMPORT =
  /(?:^|\n)[ \t]*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*(['"])([^'"\n]+)\1|\b(?:import|require)\(\s*(['"])([^'"\n]+)\3\s*\)/g

const importsOf = (path) => {
  const text = blanked(readFileSync(path, 'utf8'))
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[4]
    return { specifier, line: text.slice(0, match.index + match[0].indexOf(specifier)).split('\n').length }
  })
}

const manifestOf = (folder) => {
  const path = join(root, folder, 'package.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

const rootManifest = manifestOf('.')
const offences = []
const checked = { files: 0, imports: 0 }

const packageName = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function checkFile(path, owner) {
  const file = relative(root, path).replaceAll('\\', '/')
  const isTest = owner === undefined || /\.test\.[jt]sx?$/.test(file) || /(^|\/)(tests?|stranger)\//.test(file)
  checked.files += 1
  for (const { specifier, line } of importsOf(path)) {
    checked.imports += 1
    const offend = (why) => offences.push(`${file}:${line}: ${why}`)
    if (specifier.startsWith('.')) checkRelative(path, specifier, owner, isTest, offend)
    else if (isBuiltin(specifier)) checkBuiltin(specifier, owner, isTest, offend)
    else checkPackage(file, specifier, owner, isTest, offend)
  }
}

function checkRelative(path, specifier, owner, isTest, offend) {
  const target = normalize(join(dirname(path), specifier))
  if (owner === undefined) return
  const source = join(root, 'packages', owner)
  const inside = relative(source, target).replaceAll('\\', '/')
  if (inside.startsWith('..')) {
    if (!isTest) offend(`imports ${specifier}, which is outside of packages/${owner}; other packages go by name`)
    return
  }
  const from = relative(join(source, 'src'), path).replaceAll('\\', '/')
  const to = relative(join(source, 'src'), target).replaceAll('\\', '/')
  if (isTest || from.startsWith('..') || to.startsWith('..')) return
  const [here, there] = [folderOf(owner, from), folderOf(owner, to)]
  if (here === there) return
  const allowed = folders[owner]?.[here]
  if (allowed && !allowed.includes(there)) {
    offend(`${here} must not import ${there} (${specifier}); it may import ${allowed.join(', ') || 'nothing else'}`)
  }
  if (never[owner]?.[here]?.includes(there)) offend(`${here} must never import ${there} (${specifier})`)
}

function checkBuiltin(specifier, owner, isTest, offend) {
  if (!specifier.startsWith('node:')) offend(`write node:${specifier}`)
  if (!isTest && withoutNode.includes(owner)) offend(`${specifier}: packages/${owner} also runs in a browser`)
}

function checkPackage(file, specifier, owner, isTest, offend) {
  const name = packageName(specifier)
  if (name.startsWith('@interchange/')) {
    const used = name.slice('@interchange/'.length)
    if (owner !== undefined && used !== owner && !isTest && !packages[owner]?.includes(used)) {
      offend(`packages/${owner} must not import ${name}`)
    }
  }
  const place = onlyIn[name]
  if (place && owner !== undefined && !isTest && !file.startsWith(place)) {
    offend(`only ${place} knows ${name}`)
  }
  if (!isDeclared(name, owner, isTest)) {
    const where = owner === undefined || isTest ? 'package.json' : `packages/${owner}/package.json`
    offend(`${name} is not in ${where}`)
  }
}

function isDeclared(name, owner, isTest) {
  const has = (manifest, kinds) => kinds.some((kind) => manifest[kind]?.[name] !== undefined)
  if (owner === undefined) {
    return (
      name.startsWith('@interchange/') || has(rootManifest, ['dependencies', 'devDependencies']) || anyPackageHas(name)
    )
  }
  const manifest = manifestOf(`packages/${owner}`)
  if (manifest.name === name) return true
  if (has(manifest, ['dependencies', 'peerDependencies', 'optionalDependencies'])) return true
  return (
    isTest &&
    (name.startsWith('@interchange/') || has(manifest, ['devDependencies']) || has(rootManifest, ['devDependencies']))
  )
}

/** Tests over several packages, the bench and the scripts use what the packages use. */
const anyPackageHas = (name) =>
  Object.keys(packages).some((one) => manifestOf(`packages/${one}`).dependencies?.[name] !== undefined)

for (const owner of Object.keys(packages)) {
  for (const folder of ['src', 'bin'])
    for (const path of filesBelow(join(root, 'packages', owner, folder))) checkFile(path, owner)
}
for (const folder of ['tests', 'bench', 'scripts'])
  for (const path of filesBelow(join(root, folder))) checkFile(path, undefined)

if (offences.length > 0) {
  for (const offence of offences) console.error(offence)
  console.error(`${offences.length} imports that must not be`)
  process.exit(1)
}
console.log(`${checked.imports} imports in ${checked.files} files point the right way`)
