import { check, type Fault } from '@interchange/ocpi/define/validate'
import type { Version } from '@interchange/ocpi/define/version'
import type { Command } from 'commander'
import { CommandFailed, type Done } from '../failure.ts'
import { objectsOf, readJson } from '../json-file.ts'
import { givenVersion } from '../object-version.ts'

export function validateCommand(program: Command, done: Done): void {
  program
    .command('validate')
    .description('check objects in a JSON file: one object, an array, an OCPI answer, or {items}')
    .argument('<file>', 'the file; - reads from standard input')
    .option('--version <number>', 'the version of OCPI', '2.2.1')
    .option('--object <name>', 'what they are, e.g. Location; default: found out by their fields')
    .option('--partial', 'they are PATCH bodies', false)
    .action(async (file: string, options: { version: string; object?: string; partial: boolean }) => {
      const version = givenVersion(options.version)
      if (options.object !== undefined && !version.objects[options.object]) {
        const known = Object.keys(version.objects).join(', ')
        throw new CommandFailed(`OCPI ${version.number} has no object ${options.object}; it has ${known}`, 2)
      }
      const objects = objectsOf(await readJson(file))
      let faulty = 0
      for (const [index, object] of objects.entries()) {
        const name = options.object ?? guess(version, object, options.partial)
        const faults = check(version, name, object, { partial: options.partial })
        const bad = faults.filter(({ severity }) => severity !== 'note')
        if (bad.length > 0) faulty++
        report(objects.length > 1 ? `${name} ${index}` : name, faults)
      }
      const what = `${objects.length} ${objects.length === 1 ? 'object' : 'objects'} checked against OCPI ${version.number}`
      console.log(faulty === 0 ? `${what}: valid` : `${what}: ${faulty} with faults`)
      done(faulty === 0 ? 0 : 1)
    })
}

function report(name: string, faults: readonly Fault[]): void {
  for (const { path, message, severity, rule } of faults) {
    const mark = severity === 'note' ? 'note ' : 'fault'
    console.log(`${mark}  ${name} ${path === '' ? '/' : path}: ${message}${rule ? ` (${rule})` : ''}`)
  }
}

/** The object whose required fields fit best: most of them present, fewest faults. */
function guess(version: Version, object: unknown, partial: boolean): string {
  if (typeof object !== 'object' || object === null) return 'Location'
  const scored = Object.entries(version.objects).map(([name, { fields }]) => {
    const names = Object.keys(fields)
    const known = Object.keys(object).filter((key) => key in fields).length
    return { name, known, missing: names.length - known, faults: check(version, name, object, { partial }).length }
  })
  scored.sort((a, b) => b.known - a.known || a.faults - b.faults || a.missing - b.missing)
  return scored[0]!.name
}
