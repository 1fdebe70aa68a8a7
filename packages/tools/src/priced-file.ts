// What `interchange price` finds in a file: a CDR, or a session or CDR with its tariffs and location around it.

import type { CDR, Session, Tariff } from '@interchange/ocpi'
import type { Version } from '@interchange/ocpi/define/version'
import { CommandFailed } from './failure.ts'
import { isObject, objectsOf } from './json-file.ts'
import { canonicalOf } from './object-version.ts'

/** Canonical objects. `tariffs` absent: those the usage brings. */
export interface PricedFile {
  readonly usage: CDR | Session
  readonly tariffs?: readonly Tariff[]
  readonly timeZone?: string
}

/** `file` is for messages. Without `version` each object is in the version that fits it best. */
export function pricedFile(file: string, parsed: unknown, version: Version | undefined): PricedFile {
  const found = objectsOf(parsed)
  if (found.length !== 1) {
    throw new CommandFailed(`${file} has ${found.length} objects; one CDR, or {tariffs, session or cdr}, is expected`)
  }
  const given = found[0]
  if (!isObject(given)) throw noSuchObject(file)
  const wrapped = isGiven(given.cdr) || isGiven(given.session)
  if (isGiven(given.cdr) && isGiven(given.session)) {
    throw new CommandFailed(`${file} has a session and a cdr; one of them is expected`)
  }
  const usage = wrapped ? (given.cdr ?? given.session) : given
  if (!isObject(usage) || !('charging_periods' in usage || 'start_date_time' in usage)) throw noSuchObject(file)
  const name = isGiven(given.session) || (!wrapped && looksLikeSession(usage)) ? 'Session' : 'CDR'
  return {
    usage: canonicalOf<CDR | Session>(name, usage, version),
    ...(wrapped && isGiven(given.tariffs) ? { tariffs: tariffsOf(file, given.tariffs, version) } : {}),
    ...(wrapped && isGiven(given.location) ? zoneOf(file, given.location) : {}),
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

/** A CDR has `total_energy` and no status. */
const looksLikeSession = (usage: Readonly<Record<string, unknown>>): boolean =>
  !('total_energy' in usage) && ('kwh' in usage || 'status' in usage)

function tariffsOf(file: string, given: unknown, version: Version | undefined): Tariff[] {
  if (!Array.isArray(given) || !given.every(isObject)) {
    throw new CommandFailed(`${file}: /tariffs is expected to be an array of tariffs`)
  }
  return given.map((tariff) => canonicalOf<Tariff>('Tariff', tariff, version))
}

function zoneOf(file: string, location: unknown): { readonly timeZone?: string } {
  if (!isObject(location)) throw new CommandFailed(`${file}: /location is expected to be a Location`)
  const { time_zone: zone } = location
  if (zone === undefined || zone === null) return {}
  if (typeof zone !== 'string') {
    throw new CommandFailed(`${file}: /location/time_zone is expected to be an IANA name such as Europe/Amsterdam`)
  }
  return { timeZone: zone }
}

const noSuchObject = (file: string): CommandFailed =>
  new CommandFailed(`${file} is no CDR and no {tariffs, session or cdr}: it has no charging_periods`)
