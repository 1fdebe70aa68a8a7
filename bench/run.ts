// `npm run bench [-- --quick]`: figures as shares of what a bare server does in the same run, on the built packages.

import { cpus, loadavg } from 'node:os'
import { type AuditCosts, auditCdrs } from './questions/audit-cdrs.ts'
import { type LintCosts, lintTariffs } from './questions/lint-tariffs.ts'
import { locationsPage } from './questions/locations-page.ts'
import { type PriceCosts, priceSession } from './questions/price-session.ts'
import { sessionPut } from './questions/session-put.ts'
import { statusPatch } from './questions/status-patch.ts'
import { type Costs, validateLocation } from './questions/validate-location.ts'
import { startProcess } from './support/process.ts'
import type { Asked, Load, LoadResult, Question } from './support/shapes.ts'
import { type RunningWorld, startWorld } from './support/world.ts'

const questions: readonly Question[] = [statusPatch, sessionPut, locationsPage]
/** Asked once more of a platform whose message log is off: what the log costs. */
const withoutLog: readonly Question[] = [statusPatch, sessionPut]

const quick = process.argv.includes('--quick')
const ROUNDS = quick ? 1 : 3
const SECONDS = quick ? 1 : 4
const CONNECTIONS = 64
/** Whichever comes first. */
const WARM_REQUESTS = 20_000
const WARM_SECONDS = 12

interface Measured {
  readonly name: string
  readonly rounds: LoadResult[]
  /** Why the figure does not count. */
  readonly faults: string[]
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function measureHttp(world: RunningWorld, quiet: RunningWorld): Promise<boolean> {
  const constant = await startProcess<string>(new URL('./support/constant.ts', import.meta.url))
  const load = await startProcess(new URL('./support/load.ts', import.meta.url))
  const send = (asked: Asked, seconds: number) =>
    load.ask<LoadResult>({ ...asked, connections: CONNECTIONS, seconds } satisfies Load)
  const bare: Asked = {
    origin: constant.ready,
    method: 'PATCH',
    paths: ['/'],
    bodies: ['{"status":"AVAILABLE","last_updated":"@now"}'],
    headers: { 'content-type': 'application/json' },
    expect: '"status_code":1000',
  }
  const asked: { question: Question; load: Asked; world: RunningWorld }[] = []
  for (const question of questions) asked.push({ question, load: await question.prepare(world), world })
  for (const question of withoutLog) {
    const name = `${question.name}, message log off`
    asked.push({ question: { ...question, name }, load: await question.prepare(quiet), world: quiet })
  }
  const reference: Measured = { name: 'R: bare node:http, constant answer', rounds: [], faults: [] }
  const measured = asked.map(({ question }): Measured => ({ name: question.name, rounds: [], faults: [] }))
  // Caches fill and code is compiled before anything counts.
  for (const each of [bare, ...asked.map(({ load }) => load)]) await warmUp((seconds) => send(each, seconds))
  for (let round = 0; round < ROUNDS; round++) {
    take(reference, await send(bare, SECONDS))
    for (const [at, { question, load, world }] of asked.entries()) {
      const before = await world.position()
      const result = await send(load, SECONDS)
      take(measured[at]!, result)
      const moved = (await world.position()) - before
      if (question.writes && moved !== result.answered) {
        measured[at]!.faults.push(`${result.answered} were accepted, ${moved} committed`)
      }
    }
  }
  await load.stop()
  await constant.stop()
  const all = [reference, ...measured]
  print(all, median(reference.rounds.map(({ perSecond }) => perSecond)))
  return all.every(({ faults }) => faults.length === 0)
}

/** A profile shows that after two seconds most of a write still runs as it was first compiled. */
async function warmUp(send: (seconds: number) => Promise<LoadResult>): Promise<void> {
  if (quick) {
    await send(0.5)
    return
  }
  for (let answered = 0, seconds = 0; answered < WARM_REQUESTS && seconds < WARM_SECONDS; seconds += 2) {
    answered += (await send(2)).answered
  }
}

function take(measured: Measured, result: LoadResult): void {
  measured.rounds.push(result)
  if (result.errors > 0) measured.faults.push(`${result.errors} errors, the first: ${result.firstError}`)
}

function print(all: readonly Measured[], reference: number): void {
  const rows = all.map(({ name, rounds, faults }) => {
    if (faults.length > 0) return [name, 'void', '', '', '']
    const of = (what: 'perSecond' | 'p50' | 'p99') => median(rounds.map((round) => round[what]))
    return [
      name,
      of('perSecond').toFixed(0),
      (of('perSecond') / reference).toFixed(3),
      of('p50').toFixed(1),
      of('p99').toFixed(1),
    ]
  })
  table(['question', 'per second', 'share of R', 'p50 ms', 'p99 ms'], rows)
  for (const { name, faults } of all) for (const fault of faults) console.log(`  void  ${name}: ${fault}`)
}

function measureValidation(): void {
  const rounds: Costs[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(validateLocation(quick ? 0.2 : 1))
  const of = (who: keyof Costs) => median(rounds.map((round) => round[who]))
  const names: [keyof Costs, string][] = [
    ['parse', 'JSON.parse of its text'],
    ['ours', 'check() of @interchange/ocpi'],
    ['ajv', 'ajv on the derived JSON Schema'],
  ]
  table(
    ['location of 20 connectors', 'microseconds', 'share of JSON.parse'],
    names.map(([who, name]) => [name, of(who).toFixed(1), (of(who) / of('parse')).toFixed(2)]),
  )
}

function measureLint(): void {
  const rounds: LintCosts[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(lintTariffs(quick ? 2000 : 10_000))
  const of = (what: keyof LintCosts) => median(rounds.map((round) => round[what]))
  const names: [keyof LintCosts, string][] = [
    ['parse', 'JSON.parse of the text of one of three elements'],
    ['usual', 'lint() of it'],
    ['odd', 'lint() of one made up by chance, with findings'],
    ['hourly', 'lint() of one with a price for every hour of the week'],
  ]
  table(
    ['10,000 tariffs, each', 'microseconds', 'share of JSON.parse'],
    names.map(([what, name]) => [name, of(what).toFixed(1), (of(what) / of('parse')).toFixed(1)]),
  )
}

function measurePrice(): void {
  const rounds: PriceCosts[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(priceSession(quick ? 0.5 : 2))
  const of = (what: keyof PriceCosts) => median(rounds.map((round) => round[what])).toFixed(1)
  table(
    ['price of a session of 20 periods', 'microseconds, median'],
    [
      ['JSON.parse of its text', of('parse')],
      ['total and parts', of('totals')],
      ['with periods and explanation', of('everything')],
    ],
  )
}

function measureAudit(): void {
  const rounds: AuditCosts[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(auditCdrs(quick ? 2000 : 100_000))
  const of = (what: keyof AuditCosts) => median(rounds.map((round) => round[what]))
  const names: [keyof AuditCosts, string][] = [
    ['parse', 'JSON.parse of the text of one of five periods'],
    ['alone', 'audit() of it by its own tariff'],
    ['known', 'audit() of it with location, session, token and five other CDRs'],
    ['wrong', 'audit() of a wrong one with all that'],
  ]
  table(
    ['100,000 CDRs, each', 'microseconds', 'in a second'],
    names.map(([what, name]) => [name, of(what).toFixed(1), (1_000_000 / of(what)).toFixed(0)]),
  )
}

/** As Markdown, so that it can be pasted into docs/performance.md. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`
  console.log(
    ['', line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n'),
  )
}

console.log(
  `Node ${process.versions.node}, ${cpus().length} cores, load average ${loadavg()[0]!.toFixed(1)} before the start, ` +
    `${CONNECTIONS} connections, ${ROUNDS} x ${SECONDS} s${quick ? ' (--quick: an impression, no figure to quote)' : ''}`,
)
const world = await startWorld()
if (world) {
  const quiet = (await startWorld({ LOG_EXCHANGES_PER_SECOND: '0' }))!
  try {
    if (!(await measureHttp(world, quiet))) process.exitCode = 1
  } finally {
    await Promise.all([world.stop(), quiet.stop()])
  }
} else {
  console.log(
    '\nskipped: everything over HTTP, as neither PostgreSQL (initdb, postgres) nor BENCH_DATABASE_URL is here',
  )
  if (process.env.REQUIRE_ALL === '1') process.exitCode = 1
}
measureValidation()
measurePrice()
measureLint()
measureAudit()
