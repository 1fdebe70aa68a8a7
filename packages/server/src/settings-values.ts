import { type Rounding, readRounding } from '@interchange/tariff'
import { type AgreementDefault, type AgreementRule, agreedModules } from './hub/agreements.ts'
import { type LogLevel, logLevels } from './log.ts'
import type { OwnParty, Role } from './partners/partner.ts'
import { partyKey } from './party.ts'
import { isRole, roleNames } from './roles.ts'

// How a value of a setting is read: text from the environment; text, numbers, booleans or lists from YAML. A fault says
// what would be right and does not repeat the value, which may be a secret.

export type ReadResult<T> = { readonly value: T } | { readonly fault: string }
export type Read<T> = (given: unknown) => ReadResult<T>

/** An address alone, without a name. */
export const MAIL_ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}$/
const isMailAddress = (text: string): boolean => text.length <= 254 && MAIL_ADDRESS.test(text)

const value = <T>(held: T): ReadResult<T> => ({ value: held })
const fault = (what: string): ReadResult<never> => ({ fault: what })

/** A setting without a default. */
export const own =
  <T>(read: Read<T>): Read<T | undefined> =>
  (given) =>
    given === undefined ? value(undefined) : read(given)

const asText = (given: unknown): string | undefined =>
  typeof given === 'string'
    ? given.trim()
    : typeof given === 'number' || typeof given === 'boolean'
      ? `${given}`
      : undefined

function number(given: unknown, min: number, max: number, what: string): ReadResult<number> {
  const written = asText(given)
  const read = written !== undefined && /^\d+$/.test(written) ? Number(written) : Number.NaN
  return read >= min && read <= max ? value(read) : fault(`is not ${what}`)
}

const text: Read<string> = (given) => {
  const written = asText(given)
  return written ? value(written) : fault('is not a text')
}

const url: Read<string> = (given) => {
  const written = asText(given) ?? ''
  const right = 'is not an absolute URL without query, such as https://ocpi.example.com'
  if (!URL.canParse(written)) return fault(right)
  const { protocol, search, hash, username, password } = new URL(written)
  const fine = (protocol === 'http:' || protocol === 'https:') && !search && !hash && !username && !password
  return fine && written.length <= 150 ? value(written.replace(/\/+$/, '')) : fault(right)
}

const databaseUrl: Read<string> = (given) => {
  const written = asText(given) ?? ''
  return /^postgres(ql)?:\/\/\S+$/.test(written)
    ? value(written)
    : fault('is not a URL such as postgres://user@host/database')
}

const smtpUrl: Read<string> = (given) => {
  const written = asText(given) ?? ''
  return /^smtps?:\/\/[^\s/]+\/?$/.test(written) && URL.canParse(written)
    ? value(written)
    : fault('is not a URL such as smtp://user:password@mail.example.com:587')
}

const mailAddress: Read<string> = (given) => {
  const written = asText(given) ?? ''
  return isMailAddress(written) ? value(written) : fault('is not a mail address such as interchange@example.com')
}

const flag: Read<boolean> = (given) => {
  const written = asText(given)?.toLowerCase()
  if (['true', 'yes', 'on', '1'].includes(written ?? '')) return value(true)
  if (['false', 'no', 'off', '0'].includes(written ?? '')) return value(false)
  return fault('is neither true nor false')
}

const level: Read<LogLevel> = (given) => {
  const found = logLevels.find((name) => name === asText(given)?.toLowerCase())
  return found ? value(found) : fault(`is none of ${logLevels.join(', ')}`)
}

const schemaName: Read<string> = (given) => {
  const written = asText(given) ?? ''
  const right = 'is not 1 to 40 of a-z, 0-9 and _, beginning with no digit'
  return /^[a-z_][a-z0-9_]{0,39}$/.test(written) ? value(written) : fault(right)
}

const secret: Read<string> = (given) => {
  const written = asText(given) ?? ''
  return written.length >= 16 ? value(written) : fault('is shorter than 16 characters; 32 random ones would be right')
}

const key: Read<string> = (given) => {
  const written = asText(given) ?? ''
  return /^[\x21-\x7e]{1,200}$/.test(written)
    ? value(written)
    : fault('is not 1 to 200 printable characters without spaces')
}

const units: Readonly<Record<string, number>> = { '': 1, b: 1, kib: 1024, mib: 1024 ** 2, kb: 1e3, mb: 1e6 }

const bytes: Read<number> = (given) => {
  const match = /^(\d{1,12})\s*([a-z]*)$/i.exec(asText(given) ?? '')
  const size = match ? Number(match[1]) * (units[match[2]!.toLowerCase()] ?? Number.NaN) : Number.NaN
  const inRange = size >= 1024 && size <= 512 * 1024 ** 2
  return inRange ? value(size) : fault('is not a size from 1 KiB to 512 MiB, such as 4 MiB')
}

/** Seconds, read as milliseconds. */
const seconds =
  (min: number, max: number): Read<number> =>
  (given) => {
    const written = asText(given)?.replace(/\s*s$/, '')
    const read = number(written, min, max, `a time from ${min} to ${max} seconds, such as 10 s`)
    return 'value' in read ? value(read.value * 1000) : read
  }

const count =
  (min: number, max: number): Read<number> =>
  (given) =>
    number(given, min, max, `a number from ${min} to ${max}`)

/** OCPI's numbers have four digits after the point (2.3.0 Types, "number"). */
const rounding: Read<Rounding> = (given) => {
  const read = readRounding(asText(given) ?? '')
  return read && read.digits <= 4
    ? value(read)
    : fault('is not 0 to 4 digits, such as component:2 or total:2:half-even (half-up, up, down)')
}

const port: Read<number> = (given) => number(given, 0, 65535, 'a port from 0 to 65535')

/** `NL-ABC:CPO,NL-XYZ:CPO+EMSP`; in YAML also a list of these, or of `{party, roles, name, website}`. */
const parties: Read<readonly OwnParty[]> = (given) => {
  const items = Array.isArray(given) ? given : (asText(given) ?? '').split(',').filter((item) => item.trim() !== '')
  const found: OwnParty[] = []
  for (const item of items as unknown[]) {
    const party = readParty(item)
    if ('fault' in party) return party
    const known = partyKey(party.value)
    if (found.some((other) => partyKey(other) === known)) return fault(`names ${known} twice`)
    found.push(party.value)
  }
  return value(found)
}

function readParty(item: unknown): ReadResult<OwnParty> {
  const right = 'is not a list such as NL-ABC:CPO,NL-XYZ:CPO+EMSP'
  let written: unknown = item
  let rolesWritten: unknown
  let details: { name?: unknown; website?: unknown } = {}
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
    ;({ party: written, roles: rolesWritten, ...details } = item as Record<string, unknown>)
  } else {
    ;[written, rolesWritten] = (asText(item) ?? '').split(':')
  }
  const match = /^([A-Za-z]{2})-([\x21-\x7e]{1,3})$/.exec(asText(written) ?? '')
  if (!match) return fault(right)
  const roles = (Array.isArray(rolesWritten) ? rolesWritten.join('+') : (asText(rolesWritten) ?? ''))
    .split('+')
    .map((role) => role.trim().toUpperCase())
  if (!roles.every(isRole)) return fault(`gives ${match[0]} no role we know; ${roleNames.join(', ')} are`)
  const party = { countryCode: match[1]!.toUpperCase(), partyId: match[2]!.toUpperCase() }
  const { name = partyKey(party), website } = details
  if (typeof name !== 'string' || name === '' || name.length > 100)
    return fault(`gives ${match[0]} a name that is no text`)
  if (website !== undefined && !(typeof website === 'string' && URL.canParse(website))) {
    return fault(`gives ${match[0]} a website that is no URL`)
  }
  const businessDetails = website === undefined ? { name } : { name, website }
  return value({ ...party, roles: [...new Set(roles as Role[])], businessDetails })
}

const agreementDefault: Read<AgreementDefault> = (given) => {
  const written = asText(given)?.toLowerCase()
  return written === 'open' || written === 'closed' ? value(written) : fault('is neither open nor closed')
}

/** `allow:EMSP:NL-ABC:locations+tariffs,deny:DE-XYZ:*`: user, owner, modules; in YAML also a list of these. */
const agreements: Read<readonly AgreementRule[]> = (given) => {
  const items = Array.isArray(given) ? given : (asText(given) ?? '').split(',').filter((item) => item.trim() !== '')
  const rules: AgreementRule[] = []
  for (const [index, item] of (items as unknown[]).entries()) {
    const rule = readAgreement(asText(item) ?? '', `AGREEMENTS:${index + 1}`)
    if ('fault' in rule) return rule
    rules.push(rule.value)
  }
  return value(rules)
}

function readAgreement(written: string, name: string): ReadResult<AgreementRule> {
  const [effect = '', user = '', owner = '', modules = '*', ...more] = written.split(':').map((part) => part.trim())
  const right = 'is not a list such as allow:EMSP:NL-ABC:locations+tariffs,deny:DE-XYZ:* (user, owner, modules)'
  if ((effect !== 'allow' && effect !== 'deny') || more.length > 0) return fault(right)
  const [using, owning] = [readSide(user), readSide(owner)]
  if (!using || !owning) return fault(right)
  const named = modules === '*' ? undefined : modules.split('+').map((module) => module.trim().toLowerCase())
  const unknown = named?.find((module) => !agreedModules.includes(module))
  if (unknown !== undefined) return fault(`names a module that is none of ${agreedModules.join(', ')}`)
  return value({
    name,
    effect,
    ...(using.party && { user: using.party }),
    ...(using.role && { user_role: using.role }),
    ...(owning.party && { owner: owning.party }),
    ...(owning.role && { owner_role: owning.role }),
    ...(named && { modules: named }),
  })
}

/** `*`, a role or a party. */
function readSide(written: string): { party?: string; role?: Role } | undefined {
  const text = written.toUpperCase()
  if (text === '*') return {}
  if (isRole(text)) return { role: text }
  return /^[A-Z]{2}-[\x21-\x7e]{1,3}$/.test(text) ? { party: text } : undefined
}

export const readers = {
  agreementDefault,
  agreements,
  port,
  text,
  url,
  flag,
  parties,
  level,
  seconds,
  bytes,
  count,
  schemaName,
  databaseUrl,
  secret,
  key,
  rounding,
  smtpUrl,
  mailAddress,
}
