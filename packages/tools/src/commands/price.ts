import { type Cost, type Finding, price, type Rounding, readRounding } from '@interchange/tariff'
import { zone } from '@interchange/tariff/local-time'
import type { Command } from 'commander'
import { eachFile } from '../each-file.ts'
import { CommandFailed, type Done } from '../failure.ts'
import { readJson } from '../json-file.ts'
import { givenVersion } from '../object-version.ts'
import { priceText } from '../price-text.ts'
import { pricedFile } from '../priced-file.ts'

interface PriceCommandOptions {
  readonly version?: string
  readonly timeZone?: string
  readonly uncut: boolean
  readonly round?: string
  readonly json: boolean
}

export function priceCommand(program: Command, done: Done): void {
  program
    .command('price')
    .description('what a CDR or session costs by its tariffs, and why')
    .argument('<file...>', 'a CDR, or {tariffs, session or cdr, location}; - reads from standard input')
    .option('--json', 'one line of JSON per file, amounts as exact decimals', false)
    .option('--version <number>', 'the version of OCPI; default: found out by the fields')
    .option('--time-zone <name>', 'of the location, e.g. Europe/Amsterdam; default: time_zone of location')
    .option('--uncut', 'the price at the start of a charging period holds for all of it', false)
    .option('--round <how>', 'digits, e.g. 2; component:2 rounds each part; total:2:half-even, or up, or down')
    .addHelpText(
      'after',
      `
Without tariffs in the file, those of the CDR count. A CDR does not say its time zone: with prices by time of day either
the file has {cdr, location: {time_zone}} or --time-zone says it.

Exit codes: 0 priced, 1 a finding of severity error or a file that is none, 2 the command line was wrong.`,
    )
    .action(async (files: string[], options: PriceCommandOptions) => {
      const version = options.version === undefined ? undefined : givenVersion(options.version)
      const rounding = options.round === undefined ? undefined : givenRounding(options.round)
      if (options.timeZone !== undefined && !zone(options.timeZone)) {
        throw new CommandFailed(
          `--time-zone ${options.timeZone} is not known; an IANA name such as Europe/Amsterdam is expected`,
          2,
        )
      }
      const priceOf = async (file: string): Promise<Cost> => {
        const { usage, tariffs, timeZone } = pricedFile(file, await readJson(file), version)
        const where = options.timeZone ?? timeZone
        return price(usage, {
          cut: !options.uncut,
          ...(tariffs ? { tariffs } : {}),
          ...(where === undefined ? {} : { timeZone: where }),
          ...(rounding ? { rounding } : {}),
        })
      }
      const good = await eachFile(files, async (file) => {
        try {
          const cost = await priceOf(file)
          if (options.json) console.log(JSON.stringify(cost))
          else for (const line of headed(file, files, priceText(cost))) console.log(line)
          return !cost.findings.some(({ severity }) => severity === 'error')
        } catch (error) {
          if (options.json && error instanceof CommandFailed) console.log(JSON.stringify(unpriced(error)))
          throw error
        }
      })
      done(good ? 0 : 1)
    })
}

const headed = (file: string, files: readonly string[], lines: readonly string[]): readonly string[] =>
  files.length === 1 ? lines : [`${file}:`, ...lines.map((line) => `  ${line}`)]

/** Programs count lines: a file that cannot be priced at all has one as well. */
function unpriced({ message }: CommandFailed): { findings: Finding[] } & Pick<Cost, 'periods' | 'explanation'> {
  return {
    periods: [],
    explanation: [],
    findings: [{ code: 'file-unreadable', severity: 'error', path: '', message }],
  }
}

function givenRounding(text: string): Rounding {
  const rounding = readRounding(text)
  if (rounding) return rounding
  throw new CommandFailed(
    `--round ${text} cannot be read; 2, component:2 or total:2:half-even (half-up, up, down) is expected`,
    2,
  )
}
