// A platform in a process of its own, with its defaults. Its settings come as JSON; it says where it listens.
// `CLOCK_AHEAD_MS` beside them: how far its clock is ahead of the right time.

import { systemClock } from '../../../packages/server/src/clock.ts'
import { silentLog } from '../../../packages/server/src/log.ts'
import { createPlatform } from '../../../packages/server/src/platform.ts'
import { readSettings } from '../../../packages/server/src/settings.ts'

const { CLOCK_AHEAD_MS = '0', ...settings } = JSON.parse(process.argv[2]!) as Record<string, string>
const ahead = Number(CLOCK_AHEAD_MS)
const clock = ahead === 0 ? systemClock : { now: () => new Date(Date.now() + ahead) }
const platform = createPlatform(readSettings(settings), { log: silentLog(), clock })
process.once('SIGTERM', () => void platform.stop().then(() => process.exit(0)))
const { url } = await platform.start()
console.log(`listens on ${url}`)
