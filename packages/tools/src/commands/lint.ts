import type { Tariff } from '@interchange/ocpi'
import { type Finding, lint } from '@interchange/tariff'
import type { Command } from 'commander'
import { eachFile } from '../each-file.ts'
import { CommandFailed, type Done } from '../failure.ts'
import { readJson } from '../json-file.ts'
import { givenVersion } from '../object-version.ts'
import { findingText } from '../price-text.ts'
import { type TariffInFile, tariffsInFile } from '../tariffs-in-file.ts'

interface LintCommandOptions {
  readonly version?: string
  readonly country?: string[]
  readonly timeZone?: string[]
  readonly json: boolean
}

interface Linted extends TariffInFile {
  readonly findings: readonly Finding[]
}

export function lintCommand(program: Command, done: Done): void {
  program
    .command('lint')
    .description('what is odd about tariffs: in a file by themselves, or in CDRs')
    .argument('<file...>', 'one tariff, an array, an OCPI answer, {items}, or CDRs; - reads from standard input')
    .option('--json', 'one line of JSON per file: {file, tariffs: [{path, id, findings}]}', false)
    .option('--version <number>', 'the version of OCPI; default: found out by the fields')
    .option('--country <code>', "of the locations, e.g. DE; may be repeated; default: the owner's", collect)
    .option('--time-zone <name>', 'of the locations, e.g. Europe/Berlin; may be repeated', collect)
    .addHelpText(
      'after',
      `
Paths of findings are those of the tariff in OCPI 2.3.0. docs/reference/tariff-lint.md explains every code.

Exit codes: 0 nothing worse than a warning, 1 a finding of severity error or a file without tariffs, 2 the command line
was wrong.`,
    )
    .action(async (files: string[], options: LintCommandOptions) => {
      const version = options.version === undefined ? undefined : givenVersion(options.version)
      const good = await eachFile(files, async (file) => {
        try {
          const linted = lintAll(tariffsInFile(file, await readJson(file), version), options)
          if (options.json) console.log(JSON.stringify({ file, tariffs: linted.map(asJson) }))
          else report(file, linted)
          return !linted.some(({ findings }) => findings.some(({ severity }) => severity === 'error'))
        } catch (error) {
          if (options.json && error instanceof CommandFailed) {
            console.log(JSON.stringify({ file, tariffs: [], error: error.message }))
          }
          throw error
        }
      })
      done(good ? 0 : 1)
    })
}

function lintAll(found: readonly TariffInFile[], { country, timeZone }: LintCommandOptions): Linted[] {
  const now = new Date()
  return found.map(({ path, tariff }) => ({
    path,
    tariff,
    findings: lint(tariff, {
      now,
      others: found.map((one) => one.tariff).filter((one) => one !== tariff && sameOwner(one, tariff)),
      ...(country ? { countries: country } : {}),
      ...(timeZone ? { timeZones: timeZone } : {}),
    }),
  }))
}

const collect = (value: string, before: string[] = []): string[] => [...before, value]

const sameOwner = (one: Tariff, other: Tariff): boolean =>
  one?.country_code === other?.country_code && one?.party_id === other?.party_id

const idOf = (tariff: unknown): string | undefined => {
  const id = (tariff as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : undefined
}

const asJson = ({ path, tariff, findings }: Linted) => ({ path, id: idOf(tariff), findings })

function report(file: string, linted: readonly Linted[]): void {
  for (const { path, tariff, findings } of linted) {
    const name = `tariff ${idOf(tariff) ?? 'without id'}${path === '' ? '' : ` at ${path}`}`
    console.log(`${file}: ${name}: ${findings.length === 0 ? 'nothing odd' : `${findings.length} findings`}`)
    for (const finding of findings) console.log(`  ${findingText(finding)}`)
  }
}
