// `npm run bench:delivery [-- NAME...] [--quick]`: what telling partners and reading partners costs, on the built packages
// and PostgreSQL. Each question has a platform of its own.

import { cpus, loadavg } from 'node:os'
import { fanOut } from './questions/fan-out.ts'
import { type LargePlatform, startLargePlatform } from './support/large-platform.ts'

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

const questions: Readonly<Record<string, (platform: LargePlatform) => Promise<Found>>> = {
  async 'fan-out'(platform) {
    const sizes = quick ? { partners: 10, evses: 200, rounds: 2 } : { partners: 50, evses: 800, rounds: 5 }
    const { bare, ours, bareCpu, ourCpu, databaseCpu, faults } = await fanOut(platform, sizes)
    const share = median(ours.map((rate, at) => rate / bare[at]!))
    return {
      lines: [
        `status changes to ${sizes.partners} partners: ${median(ours).toFixed(0)} deliveries in a second, a bare loop ` +
          `${median(bare).toFixed(0)}; share ${share.toFixed(2)} (at least 0.6)`,
        `processor time of a delivery: ${median(ourCpu).toFixed(0)} microseconds of ours, ${median(databaseCpu).toFixed(0)} of ` +
          `PostgreSQL, ${median(bareCpu).toFixed(0)} of the bare loop`,
      ],
      faults,
    }
  },
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
  const platform = await startLargePlatform()
  if (!platform) {
    console.log('skipped: neither PostgreSQL (initdb, postgres) nor BENCH_DATABASE_URL is here')
    if (process.env.REQUIRE_ALL === '1') process.exitCode = 1
    break
  }
  try {
    const { lines, faults } = await ask(platform)
    for (const line of lines) console.log(`${faults.length > 0 ? 'void: ' : ''}${line}; ${load()}`)
    for (const fault of faults) console.log(`  void  ${name}: ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    await platform.stop()
  }
}
