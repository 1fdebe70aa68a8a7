import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// An empty database as this version of PGlite makes it. The build makes it once (scripts/pglite-template.js): unpacking
// it takes a new installation half the time of making its own.

/** From the bundled program, from the build, and from the sources. */
const PLACES = ['.', '..', '../../dist']

/** Path of the dump; undefined where the build has none, or one of another version. */
export function shippedTemplate(): string | undefined {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as { version: string }
  return PLACES.map((place) => fileURLToPath(new URL(`${place}/pglite-${version}.tar.gz`, import.meta.url))).find(
    existsSync,
  )
}
