import type { Endpoint, Module } from './endpoint.ts'
import {
  applyChange,
  applyEnumChange,
  type EnumChange,
  type EnumDefinition,
  type ObjectChange,
  type ObjectDefinition,
} from './object.ts'
import type { Field } from './type.ts'

/** One chapter of the specification: its objects, its enums, its module's endpoints. */
export interface Chapter {
  readonly objects?: Readonly<Record<string, ObjectDefinition | ObjectChange>>
  readonly enums?: Readonly<Record<string, EnumDefinition | EnumChange>>
  readonly modules?: readonly Module[]
}

/** A version of OCPI as data. */
export interface Version {
  /** As it stands in URLs and in the versions list: `2.2.1`. */
  readonly number: string
  readonly objects: Readonly<Record<string, ObjectDefinition>>
  readonly enums: Readonly<Record<string, EnumDefinition>>
  readonly modules: Readonly<Record<string, Module>>
}

/**
 * Assembles a version from its chapters, as a delta on an older one where `base` is given.
 * Throws when a chapter refers to a name the version does not have, changes what is not there or states again what is.
 */
export function defineVersion(number: string, chapters: readonly Chapter[], base?: Version): Version {
  const objects: Record<string, ObjectDefinition> = { ...base?.objects }
  const enums: Record<string, EnumDefinition> = { ...base?.enums }
  const modules: Record<string, Module> = { ...base?.modules }
  for (const chapter of chapters) {
    for (const [name, stated] of Object.entries(chapter.objects ?? {})) {
      if (stated.kind === 'object') objects[name] = fresh(objects, name, number, stated)
      else objects[name] = applyChange(name, known(objects, name, number), stated)
    }
    for (const [name, stated] of Object.entries(chapter.enums ?? {})) {
      if (stated.kind === 'enum') enums[name] = fresh(enums, name, number, stated)
      else enums[name] = applyEnumChange(name, known(enums, name, number), stated)
    }
    for (const module of chapter.modules ?? []) modules[module.id] = module
  }
  const version: Version = { number, objects, enums, modules }
  assertWhole(version)
  return version
}

function known<T>(registry: Record<string, T>, name: string, number: string): T {
  const found = registry[name]
  if (!found) throw new Error(`OCPI ${number}: ${name} is changed but the older version does not have it`)
  return found
}

/** Restating a whole object in a newer version is how fields get forgotten. */
function fresh<T>(registry: Record<string, T>, name: string, number: string, stated: T): T {
  if (Object.hasOwn(registry, name))
    throw new Error(`OCPI ${number}: ${name} is stated twice; state the change instead`)
  return stated
}

function assertWhole(version: Version): void {
  const wrong: string[] = []
  const see = (name: string, where: string) => {
    if (!(name in version.objects) && !(name in version.enums)) wrong.push(`${where} refers to ${name}`)
  }
  const seeFields = (fields: Readonly<Record<string, Field>>, where: string) => {
    for (const [field, { type }] of Object.entries(fields)) if (type.kind === 'ref') see(type.name, `${where}.${field}`)
  }
  for (const [name, { fields, rules, patchRequires }] of Object.entries(version.objects)) {
    seeFields(fields, name)
    for (const rule of rules) {
      for (const field of rule.fields)
        if (!(field in fields)) wrong.push(`${name} has a rule ${rule.id} about ${field}`)
    }
    for (const field of patchRequires) if (!(field in fields)) wrong.push(`a PATCH of ${name} requires ${field}`)
  }
  const handlers = new Set<string>()
  for (const { module, side, endpoint } of endpointsOf(version)) {
    const where = `${module.id} ${side} ${endpoint.name}`
    if (handlers.has(where)) wrong.push(`${where} stands there twice`)
    handlers.add(where)
    seeFields(endpoint.query, where)
    if (endpoint.body) see(endpoint.body.name, where)
    if (endpoint.data) see(endpoint.data.name, where)
  }
  if (wrong.length > 0) throw new Error(`OCPI ${version.number}: ${wrong.join('; ')}`)
}

export interface PlacedEndpoint {
  readonly module: Module
  readonly side: 'SENDER' | 'RECEIVER'
  readonly endpoint: Endpoint
}

/** Every endpoint of a version, in table order. */
export function endpointsOf(version: Version): PlacedEndpoint[] {
  return Object.values(version.modules).flatMap((module) =>
    (['SENDER', 'RECEIVER'] as const).flatMap((side) => module[side].map((endpoint) => ({ module, side, endpoint }))),
  )
}

export const objectOf = (version: Version, name: string): ObjectDefinition => {
  const found = version.objects[name]
  if (!found) throw new Error(`OCPI ${version.number} has no object ${name}`)
  return found
}
