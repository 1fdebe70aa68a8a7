// `npm run bench:hub [-- NAME...] [--quick]`: what forwarding through a hub costs, held against nginx in front of the same
// platform, and whether a slow partner keeps others waiting; on the built packages and PostgreSQL.

import { cpus, loadavg } from 'node:os'
import { disturbedPartners } from './questions/disturbed-partners.ts'
import { forwarding } from './questions/forwarding.ts'
import { type BenchHub, type Message, startBenchHub } from './support/hub.ts'
import { findNginx, startNginx } from './support/nginx.ts'

const quick = process.argv.includes('--quick')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))

const load = (): string => `load average ${loadavg()[0]!.toFixed(1)}`
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** What it found; `faults` make it void. */
interface Found {
  readonly lines: readonly string[]
  readonly faults: readonly string[]
}

/** Why it cannot be asked here. */
type Skipped = string

async function forwarded(hub: BenchHub, message: Message, name: string): Promise<Found | Skipped> {
  const program = findNginx()
  if (program === undefined) return 'nginx is not here'
  const nginx = await startNginx(program, hub.upstream.prompt, 64)
  try {
    const sizes = quick ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 5 }
    const {
      hub: ours,
      nginx: theirs,
      halfLoad,
      addedP50,
      addedP99,
      faults,
    } = await forwarding(hub, nginx, message, sizes)
    const share = median(ours.map((rate, at) => rate / theirs[at]!))
    return {
      lines: [
        `${name}: ${median(ours).toFixed(0)} in a second through the hub, ${median(theirs).toFixed(0)} through nginx; ` +
          `share ${share.toFixed(2)} (at least 0.35)`,
        `${name}, ${halfLoad} in a second: the hub adds p50 ${median(addedP50).toFixed(1)} ms (under 2), ` +
          `p99 ${median(addedP99).toFixed(1)} ms (under 15)`,
      ],
      faults,
    }
  } finally {
    await nginx.stop()
  }
}

async function disturbed(hub: BenchHub): Promise<Found> {
  const sizes = { perSecond: 200, ...(quick ? { rounds: 1, seconds: 2 } : { rounds: 5, seconds: 8 }) }
  const { alone, slow, silent, faults } = await disturbedPartners(hub, sizes)
  const times = (values: readonly number[]) => median(values.map((value, at) => value / alone[at]!)).toFixed(2)
  return {
    lines: [
      `p99 of ${sizes.perSecond} requests in a second: ${median(alone).toFixed(1)} ms; beside a platform that takes a second ` +
        `${times(slow)} times that, beside one that never answers ${times(silent)} times (at most 1.5)`,
    ],
    faults,
  }
}

const questions: Readonly<Record<string, (hub: BenchHub) => Promise<Found | Skipped>>> = {
  get: (hub) => forwarded(hub, 'get', 'GET of a location'),
  command: (hub) => forwarded(hub, 'command', 'START_SESSION'),
  disturbed,
}

function skipped(what: string, why: string): void {
  console.log(`skipped: ${what}: ${why}`)
  if (process.env.REQUIRE_ALL === '1') process.exitCode = 1
}

console.log(
  `Node ${process.versions.node}, ${cpus().length} cores, ${load()} before the start` +
    `${quick ? ' (--quick: an impression, no figure to quote)' : ''}`,
)
const unknown = named.find((name) => !Object.hasOwn(questions, name))
if (unknown !== undefined) {
  console.error(`there is no question ${unknown}; there are ${Object.keys(questions).join(', ')}`)
  process.exit(1)
}
for (const [name, ask] of Object.entries(questions)) {
  if (named.length > 0 && !named.includes(name)) continue
  const hub = await startBenchHub()
  if (!hub) {
    skipped('everything', 'neither PostgreSQL (initdb, postgres) nor BENCH_DATABASE_URL is here')
    break
  }
  try {
    const found = await ask(hub)
    if (typeof found === 'string') {
      skipped(name, found)
      continue
    }
    for (const line of found.lines) console.log(`${found.faults.length > 0 ? 'void: ' : ''}${line}; ${load()}`)
    for (const fault of found.faults) console.log(`  void  ${name}: ${fault}`)
    if (found.faults.length > 0) process.exitCode = 1
  } finally {
    await hub.stop()
  }
}
