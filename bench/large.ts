// `npm run bench:large`: what a large company sends and asks, each once, on the built packages and PostgreSQL. Figures in
// seconds, with the load average: compare those of one machine.

import { cpus, loadavg } from 'node:os'
import { manyLocations, manyStatuses, manyTokens, nearSearches, STATUSES, type Streamed } from './questions/large.ts'
import { fillLocations, listDepth } from './questions/list-depth.ts'
import { heardBy } from './questions/listeners.ts'
import { type LargePlatform, withLargePlatform } from './support/large-platform.ts'

const load = (): string => `load average ${loadavg()[0]!.toFixed(1)}`

function say({ name, lines, seconds, platformCpu, databaseCpu, before, most, results }: Streamed): void {
  const rate = (lines / seconds).toFixed(0)
  console.log(
    `${name}: ${seconds.toFixed(1)} s (${rate} in a second), processor time ${platformCpu.toFixed(1)} s of ours and ` +
      `${databaseCpu.toFixed(1)} s of PostgreSQL's, memory ${before.toFixed(0)} MB before, ` +
      `${most.toFixed(0)} MB at most; results ${JSON.stringify(results)}; ${load()}`,
  )
}

console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${load()} before the start`)

/** Much at once, as a backend sends it, and searches among it. */
async function backend(platform: LargePlatform): Promise<void> {
  say(await manyLocations(platform))
  await platform.query('analyze SCHEMA.object')
  for (const query of [
    'limit=20',
    'limit=20&meta=true&prices=true',
    'limit=100&radius=50000',
    'limit=20&status=AVAILABLE',
  ]) {
    const { name, p50, p99, cpu } = await nearSearches(platform, query, 200)
    console.log(
      `near among 80,000 locations, ${name}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ` +
        `processor time ${cpu.toFixed(1)} ms; ${load()}`,
    )
  }
  const [index] = await platform.query(
    `select sum(idx_scan)::int as scans from pg_stat_user_indexes where indexrelname = 'object_near'`,
  )
  console.log(`the index of places was used ${index!.scans} times`)
  const statuses = await manyStatuses(platform)
  say(statuses)
  if (statuses.results[200] !== STATUSES) process.exitCode = 1
  say(await manyTokens(platform))
  // Code is compiled before anything counts.
  await heardBy(platform, 1)
  const alone = await heardBy(platform, 1)
  const many = await heardBy(platform, 1_000)
  for (const { listeners, perSecond, faulty } of [alone, many]) {
    console.log(
      `changes heard by ${listeners}: ${perSecond.toFixed(0)} in a second` +
        `${faulty === 0 ? '' : `; void: ${faulty} did not hear each of them once`}; ${load()}`,
    )
    if (faulty > 0) process.exitCode = 1
  }
  console.log(`share of one listener's with a thousand: ${(many.perSecond / alone.perSecond).toFixed(2)}`)
}

/** A partner reads a long list. */
async function lists(platform: LargePlatform): Promise<void> {
  await fillLocations(platform)
  for (const { name, cpu, ours, ms, bytes, objects } of await listDepth(platform)) {
    console.log(
      `${name}: processor time ${cpu.toFixed(1)} ms, ${ours.toFixed(1)} of it ours, p50 ${ms.toFixed(1)} ms, ` +
        `${objects} objects in ${bytes} bytes; ${load()}`,
    )
  }
}

/** `npm run bench:large -- lists`: only these. */
const parts: Readonly<Record<string, (platform: LargePlatform) => Promise<void>>> = { backend, lists }
const wanted = process.argv.slice(2)

for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  if (!(await withLargePlatform(part))) break
}
