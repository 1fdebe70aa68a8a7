import { add, decimal, toNumber } from '../define/decimal.ts'
import { longerThan } from '../define/formats.ts'
import type { ObjectDefinition } from '../define/object.ts'
import type { Field, Type } from '../define/type.ts'
import { objectOf, type Version } from '../define/version.ts'
import { costs, sessionOnly } from '../v2.2.1/cdr-rules.ts'
import type { Random } from './random.ts'
import { sample } from './sample.ts'

export interface FakeOptions {
  /** Only required fields. */
  readonly minimal?: boolean
}

type Fake = Record<string, unknown>

/** Redraws before giving up on a rule; the hardest known rule needs about twenty. */
const MOST_TRIES = 400

/**
 * A made-up object without any fault, notes included; the same one for the same state of `random`. Optional fields are
 * there about half of the time. Throws when a definition's rules cannot be met by chance: then `amend` below has to
 * help.
 */
export function fake(version: Version, name: string, random: Random, options: FakeOptions = {}): Fake {
  return fakeObject(version, name, objectOf(version, name), random, options.minimal === true)
}

/** A made-up value of an object or enum. */
export function fakeValue(version: Version, name: string, random: Random, options: FakeOptions = {}): unknown {
  const enumeration = version.enums[name]
  return enumeration ? random.pick(enumeration.values) : fake(version, name, random, options)
}

function fakeObject(
  version: Version,
  name: string,
  definition: ObjectDefinition,
  random: Random,
  minimal: boolean,
): Fake {
  const object: Fake = {}
  /** `sparse`: without what may be absent. */
  const draw = (field: string, sparse: boolean) => {
    const stated = definition.fields[field]!
    const value = isLeftOut(stated, random, sparse) ? undefined : fakeField(version, stated, random, minimal)
    if (value === undefined) delete object[field]
    else object[field] = value
  }
  for (const field of Object.keys(definition.fields)) draw(field, minimal)
  amend[name]?.(object, random)
  for (let tries = 0; ; tries++) {
    const broken = definition.rules.filter((rule) => rule.check(object).length > 0)
    if (broken.length === 0) break
    if (tries === MOST_TRIES) {
      throw new Error(`OCPI ${version.number}: no ${name} found by chance that keeps ${broken.map(({ id }) => id)}`)
    }
    for (const rule of broken) for (const field of rule.fields) draw(field, false)
    amend[name]?.(object, random)
  }
  return inOrder(object, definition)
}

/** What chance would take too long to find. */
const amend: Readonly<Record<string, (object: Fake, random: Random) => void>> = {
  EnergyMix(mix) {
    const sources = mix.energy_sources as { percentage: number }[] | undefined
    if (!sources) return
    const share = Math.floor(100 / sources.length)
    sources.forEach((source, index) => {
      source.percentage = index === 0 ? 100 - share * (sources.length - 1) : share
    })
  },
  Location(location, random) {
    const places = (location.parking_places ?? []) as { id: string }[]
    for (const evse of (location.evses ?? []) as Fake[]) {
      if (evse.parking === undefined) continue
      if (places.length === 0) delete evse.parking
      else for (const parking of evse.parking as Fake[]) parking.parking_id = random.pick(places).id
    }
  },
  ChargingProfile(profile) {
    const periods = profile.charging_profile_period as { start_period: number }[] | undefined
    periods?.sort((a, b) => a.start_period - b.start_period)
    if (periods?.[0]) periods[0].start_period = 0
  },
  CDR(cdr, random) {
    const [start, end] = [cdr.start_date_time, cdr.end_date_time].sort() as string[]
    Object.assign(cdr, { start_date_time: start, end_date_time: end })
    const tariffs = (cdr.tariffs ?? []) as { id: string }[]
    const volumes = new Map<string, number>()
    for (const period of cdr.charging_periods as (Fake & { dimensions: { type: string; volume: number }[] })[]) {
      period.start_date_time = start
      if (tariffs.length === 0) delete period.tariff_id
      else if (period.tariff_id !== undefined) period.tariff_id = random.pick(tariffs).id
      for (const dimension of period.dimensions) {
        if (sessionOnly.has(dimension.type)) dimension.type = 'MAX_POWER'
        volumes.set(dimension.type, sum([volumes.get(dimension.type) ?? 0, dimension.volume]))
      }
    }
    cdr.total_energy = volumes.get('ENERGY') ?? cdr.total_energy
    const time = volumes.get('TIME')
    const parking = volumes.get('PARKING_TIME') ?? 0
    cdr.total_time = time === undefined ? cdr.total_time : sum([time, parking])
    if (Number(cdr.total_parking_time) > Number(cdr.total_time)) cdr.total_parking_time = cdr.total_time
    const total = cdr.total_cost as Record<string, number>
    const amount = 'before_taxes' in total ? 'before_taxes' : 'excl_vat'
    const parts = costs.map((name) => cdr[name] as typeof total | undefined).filter((price) => price !== undefined)
    if (parts.length > 0) total[amount] = sum(parts.map((price) => price[amount] ?? 0))
  },
}

const sum = (numbers: readonly number[]): number =>
  toNumber(numbers.reduce((all, one) => add(all, decimal(one)), decimal(0)))

function inOrder(object: Fake, definition: ObjectDefinition): Fake {
  const ordered: Fake = {}
  for (const field of Object.keys(definition.fields)) if (field in object) ordered[field] = object[field]
  return ordered
}

function isLeftOut({ card }: Field, random: Random, sparse: boolean): boolean {
  return (card === '?' || card === '*') && (sparse || random.chance(0.5))
}

function fakeField(version: Version, field: Field, random: Random, minimal: boolean): unknown {
  const value = () => fakeOf(version, field.type, random, minimal)
  if (field.card === '1' || field.card === '?') return value()
  return Array.from({ length: minimal ? 1 : random.int(1, 3) }, value)
}

function fakeOf(version: Version, type: Type, random: Random, minimal: boolean): unknown {
  switch (type.kind) {
    case 'ref': {
      const enumeration = version.enums[type.name]
      if (enumeration) return random.pick(enumeration.values)
      return fakeObject(version, type.name, objectOf(version, type.name), random, minimal)
    }
    case 'boolean':
      return random.chance(0.5)
    case 'dateTime':
      return fakeDateTime(random)
    case 'url':
      return `https://example.com/${word(random)}/${random.int(1, 999)}`
    case 'timeZone':
      return random.pick(['Europe/Amsterdam', 'Europe/London', 'America/St_Johns', 'Etc/UTC', 'Asia/Kathmandu'])
    case 'int':
      return random.int(type.min ?? 0, Math.min(type.max ?? 400, (type.min ?? 0) + 400))
    case 'number':
      return fakeNumber(type.min ?? 0, type.max ?? 100, random)
    case 'string':
    case 'ciString':
      return type.pattern ? fitting(type.pattern, type.max, random) : text(type.kind === 'string', type.max, random)
  }
}

function fakeDateTime(random: Random): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${random.int(2024, 2027)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`
  const time = `${two(random.int(0, 23))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}`
  const fraction = random.chance(0.2) ? `.${String(random.int(0, 999)).padStart(3, '0')}` : ''
  return `${day}T${time}${fraction}${random.chance(0.9) ? 'Z' : ''}`
}

/** At most four decimals, as OCPI's numbers have (types, "number"). */
function fakeNumber(min: number, max: number, random: Random): number {
  const digits = random.pick([0, 1, 2, 4])
  const drawn = Number((min + random.next() * (max - min)).toFixed(digits))
  return Math.min(max, Math.max(min, drawn))
}

function fitting(pattern: RegExp, max: number | undefined, random: Random): string {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const drawn = sample(pattern, random)
    if (pattern.test(drawn) && !(max !== undefined && longerThan(drawn, max))) return drawn
  }
  throw new Error(`no text found by chance for ${pattern}`)
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'

function word(random: Random): string {
  return Array.from({ length: random.int(4, 10) }, () => random.pick([...LETTERS])).join('')
}

const UNICODE = ['Malmö', '充电', 'Łódź', '⚡🚗', 'Αθήνα']

function text(unicode: boolean, max: number | undefined, random: Random): string {
  const wanted = Math.min(max ?? 40, random.chance(0.05) ? (max ?? 40) : 24)
  const characters: string[] = []
  while (characters.length < wanted) {
    if (characters.length > 0) characters.push(unicode ? ' ' : '-')
    characters.push(...(unicode && random.chance(0.1) ? random.pick(UNICODE) : word(random)))
    if (random.chance(0.5)) break
  }
  return characters.slice(0, wanted).join('').trimEnd()
}
