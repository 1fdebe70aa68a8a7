// A platform in a process of its own, with its defaults. Its settings come as JSON; it says where it listens.

import { silentLog } from '../../../packages/server/src/log.ts'
import { createPlatform } from '../../../packages/server/src/platform.ts'
import { readSettings } from '../../../packages/server/src/settings.ts'

const platform = createPlatform(readSettings(JSON.parse(process.argv[2]!)), { log: silentLog() })
process.once('SIGTERM', () => void platform.stop().then(() => process.exit(0)))
const { url } = await platform.start()
console.log(`listens on ${url}`)
