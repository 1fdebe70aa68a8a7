// Dumps of an empty database, which new embedded ones begin as. Part of `npm run build`: makes the one that the program
// ships with, unless it is there (packages/server/src/storage/pglite-template.ts reads it). Tests have one of their own.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8'))

/**
 * Path of the dump in the folder; made once per version of PGlite.
 * @param {string} folder
 * @param {'none' | 'gzip'} compression
 * @returns {Promise<string>}
 */
export async function pgliteTemplate(folder, compression) {
  const path = join(folder, `pglite-${version}.tar${compression === 'gzip' ? '.gz' : ''}`)
  if (existsSync(path)) return path
  const pglite = await PGlite.create('memory://')
  const dump = await pglite.dumpDataDir(compression)
  await pglite.close()
  mkdirSync(folder, { recursive: true })
  // Another run may be doing the same: each writes a file of its own, and the last rename wins.
  const own = `${path}.${process.pid}`
  writeFileSync(own, Buffer.from(await dump.arrayBuffer()))
  renameSync(own, path)
  return path
}

if (argv[1] === fileURLToPath(import.meta.url)) await pgliteTemplate(join(root, 'packages/server/dist'), 'gzip')
