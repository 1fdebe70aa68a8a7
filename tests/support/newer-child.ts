// What a newer version is to this one: the same program with one more migration. Its settings come as JSON, and whether
// that migration only expands.

import { silentLog } from '../../packages/server/src/log.ts'
import { createPlatform } from '../../packages/server/src/platform.ts'
import { readSettings } from '../../packages/server/src/settings.ts'
import { migrations } from '../../packages/server/src/storage/migrations/index.ts'

const { expands, settings } = JSON.parse(process.argv[2]!) as { expands: boolean; settings: Record<string, string> }
const next = {
  id: expands ? 9001 : 9002,
  name: expands ? 'expanding' : 'contracting',
  expands,
  sql: (schema: string) =>
    expands
      ? `create table ${schema}.newer (id text primary key);
         alter table ${schema}.object add column newer text;
         alter table ${schema}.partner add column newer boolean not null default false;
         create index object_newer on ${schema}.object (newer)`
      : `drop table ${schema}.newer`,
}
const platform = createPlatform(readSettings(settings), { log: silentLog(), migrations: [...migrations, next] })
process.once('SIGTERM', () => void platform.stop().then(() => process.exit(0)))
console.log(`listens on ${(await platform.start()).url}`)
