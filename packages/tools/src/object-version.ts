// Which version of OCPI an object is in: said by the person at the terminal, or found out.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import { check } from '@interchange/ocpi/define/validate'
import type { Version } from '@interchange/ocpi/define/version'
import { versionOf, versions } from '@interchange/ocpi/versions'
import { CommandFailed } from './failure.ts'

/** The version somebody named; fails naming those there are. */
export function givenVersion(number: string): Version {
  const version = versionOf(number)
  if (version) return version
  const known = versions.map((one) => one.number).join(', ')
  throw new CommandFailed(`--version ${number} is not known; one of ${known} is expected`, 2)
}

/** The version in which the object has the fewest faults; the newest, where it is the same in several. */
export function versionByFaults(name: string, object: unknown): Version {
  const scored = versions
    .filter(({ objects }) => objects[name])
    .map((version) => ({
      version,
      faults: check(version, name, object).filter(({ severity }) => severity !== 'note').length,
    }))
  return scored.reduce((best, one) => (one.faults <= best.faults ? one : best)).version
}

/** The object in the terms of OCPI 2.3.0, as pricing and lint take it; what is no such object stays as it is. */
export function canonicalOf<T>(name: string, object: unknown, version: Version | undefined): T {
  const from = version ?? versionByFaults(name, object)
  const { object: converted } = convert(from, canonical, name, object)
  return (converted ?? object) as T
}
