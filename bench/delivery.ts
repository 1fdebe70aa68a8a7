// `npm run bench:delivery [-- NAME...] [--quick]`: what telling partners and reading partners costs, on the built packages
// and PostgreSQL. Each question has a platform of its own.

import { cpus, loadavg } from 'node:os'
import { deliveryLatency } from './questions/delivery-latency.ts'
import { fanOut } from './questions/fan-out.ts'
import { importFeed } from './questions/import-feed.ts'
import { type WriteCosts, writeBesidePartners } from './questions/write-beside-partners.ts'
import { type LargePlatform, startLargePlatform, withLargePlatform } from './support/large-platform.ts'

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

  async writes(platform) {
    const sizes = quick ? { partners: 100, rounds: 1, seconds: 2 } : { partners: 500, rounds: 5, seconds: 4 }
    const other = (await startLargePlatform())!
    try {
      const { alone, among, faults } = await writeBesidePartners(other, platform, sizes)
      const ratio = (what: keyof WriteCosts) =>
        median(among[what].map((cost, at) => cost / alone[what][at]!)).toFixed(2)
      const shown = (costs: WriteCosts) =>
        `p50 ${median(costs.p50).toFixed(1)} ms, p99 ${median(costs.p99).toFixed(1)} ms, processor time ` +
        `${median(costs.cpu).toFixed(0)} microseconds of ours, ${median(costs.databaseCpu).toFixed(0)} of PostgreSQL`
      return {
        lines: [
          `a status written with one partner: ${shown(alone)}`,
          `a status written with ${sizes.partners} partners that cannot be reached: ${shown(among)}`,
          `times what it is with one: p50 ${ratio('p50')}, p99 ${ratio('p99')}, processor time ${ratio('cpu')} and ` +
            `${ratio('databaseCpu')} (at most 1.1)`,
        ],
        faults,
      }
    } finally {
      await other.stop()
    }
  },

  async latency(platform) {
    const sizes = { partners: 20, perSecond: 100, warmSeconds: quick ? 3 : 15, seconds: quick ? 3 : 30 }
    const { deliveries, p50, p99, most, faults } = await deliveryLatency(platform, sizes)
    return {
      lines: [
        `from the write until a partner has it, ${sizes.perSecond} changes in a second to ${sizes.partners} partners ` +
          `(${deliveries} deliveries): p50 ${p50.toFixed(1)} ms (under 25), p99 ${p99.toFixed(1)} ms (under 150), ` +
          `at most ${most.toFixed(0)} ms`,
      ],
      faults,
    }
  },

  async import(platform) {
    const imported = await importFeed(platform, quick ? 4_000 : 80_000)
    const { locations, megabytes, seconds, platformCpu, databaseCpu, most, before, planted, faults } = imported
    return {
      lines: [
        `${locations} Locations of a partner read, ${megabytes.toFixed(0)} MB: ${seconds.toFixed(1)} s (under 120), processor ` +
          `time ${platformCpu.toFixed(1)} s of ours and ${databaseCpu.toFixed(1)} s of PostgreSQL's, memory ` +
          `${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most (under 400); ${planted} faults planted`,
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
  const isHere = await withLargePlatform(async (platform) => {
    const { lines, faults } = await ask(platform)
    for (const line of lines) console.log(`${faults.length > 0 ? 'void: ' : ''}${line}; ${load()}`)
    for (const fault of faults) console.log(`  void  ${name}: ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  })
  if (!isHere) break
}
