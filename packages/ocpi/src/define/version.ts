import type { Endpoint, Module } from './endpoint.ts'
import {
  applyChange,
  applyEnumChange,
  type EnumChange,
  type EnumDefinition,
  type ObjectChange,
  type ObjectDefinition,
} from './object.ts'

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
 * Throws when a chapter refers to a name the version does not have, or changes what is not there.
 */
export function defineVersion(number: string, chapters: readonly Chapter[], base?: Version): Version {
  const objects: Record<string, ObjectDefinition> = { ...base?.objects }
  const enums: Record<string, EnumDefinition> = { ...base?.enums }
  const modules: Record<string, Module> = { ...base?.modules }
  for (const chapter of chapters) {
    for (const [name, stated] of Object.entries(chapter.objects ?? {})) {
      if (stated.kind === 'object') objects[name] = stated
      else objects[name] = applyChange(name, known(objects, name, number), stated)
    }
    for (const [name, stated] of Object.entries(chapter.enums ?? {})) {
      if (stated.kind === 'enum') enums[name] = stated
      else enums[name] = applyEnumChange(known(enums, name, number), stated)
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

function assertWhole(version: Version): void {
  const missing: string[] = []
  const see = (name: string, where: string) => {
    if (!(name in version.objects) && !(name in version.enums)) missing.push(`${where} refers to ${name}`)
  }
  for (const [name, definition] of Object.entries(version.objects)) {
    for (const [field, { type }] of Object.entries(definition.fields)) {
      if (type.kind === 'ref') see(type.name, `${name}.${field}`)
    }
  }
  for (const { module, endpoint } of endpointsOf(version)) {
    if (endpoint.body) see(endpoint.body.name, `${module.id}.${endpoint.name}`)
    if (endpoint.data) see(endpoint.data.name, `${module.id}.${endpoint.name}`)
  }
  if (missing.length > 0) throw new Error(`OCPI ${version.number}: ${missing.join('; ')}`)
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
