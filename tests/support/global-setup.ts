import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { pgliteTemplate } from '../../scripts/pglite-template.js'
import { findPostgres, startPostgres } from './postgres-server.ts'

/** Beside the installed packages, where it outlives a build. Not packed: it is unpacked for every test file. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/interchange', import.meta.url))

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty when there is no PostgreSQL here; its tests are then skipped, visibly. */
    databaseUrl: string
    /** A new PGlite directory, dumped: a test file that begins with it saves the seconds of making one. */
    pgliteTemplate: string
  }
}

/**
 * One PostgreSQL for the whole run: the one TEST_DATABASE_URL names, else a throw-away server where the programs are
 * found. With REQUIRE_ALL=1 their absence is a failure.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('pgliteTemplate', await pgliteTemplate(cache, 'none'))
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    project.provide('databaseUrl', given)
    return undefined
  }
  const folder = findPostgres()
  if (folder) {
    const server = await startPostgres(folder)
    project.provide('databaseUrl', server.url)
    return server.stop
  }
  if (process.env.REQUIRE_ALL === '1') {
    throw new Error('REQUIRE_ALL=1, but initdb and postgres are neither in PATH nor in /usr/lib/postgresql/*/bin')
  }
  process.stdout.write('PostgreSQL not found (initdb, postgres): its tests are skipped\n')
  project.provide('databaseUrl', '')
  return undefined
}
