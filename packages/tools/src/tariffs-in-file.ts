// The tariffs in a file: by themselves, in CDRs, and in what `interchange price` takes.

import type { Tariff } from '@interchange/ocpi'
import type { Version } from '@interchange/ocpi/define/version'
import { CommandFailed } from './failure.ts'
import { isObject } from './json-file.ts'
import { canonicalOf } from './object-version.ts'

export interface TariffInFile {
  /** JSON pointer into the file; '' where the file is the tariff. */
  readonly path: string
  readonly tariff: Tariff
}

/** Canonical. Without `version` each tariff is in the version that fits it best. */
export function tariffsInFile(file: string, parsed: unknown, version: Version | undefined): TariffInFile[] {
  const found = tariffsIn(parsed, '', false)
  if (found.length === 0) throw new CommandFailed(`${file} has no tariffs, and no CDRs with tariffs in them`)
  return found.map(({ path, object }) => ({ path, tariff: canonicalOf<Tariff>('Tariff', object, version) }))
}

/** Where tariffs stand in what is none: an OCPI answer, {items}, a CDR, {tariffs, cdr}. */
const AROUND = ['data', 'items', 'tariffs', 'cdr']

interface Found {
  readonly path: string
  readonly object: unknown
}

/** Whatever else stands in a list is a tariff with something missing, which lint then says. */
function tariffsIn(value: unknown, path: string, inList: boolean): Found[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => tariffsIn(one, `${path}/${index}`, true))
  if (!isObject(value)) return inList ? [{ path, object: value }] : []
  if ('elements' in value) return [{ path, object: value }]
  const around = AROUND.filter((name) => name in value)
  if (around.length === 0) return inList && !('charging_periods' in value) ? [{ path, object: value }] : []
  return around.flatMap((name) => tariffsIn(value[name], `${path}/${name}`, false))
}
