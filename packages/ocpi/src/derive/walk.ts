import type { Module } from '../define/endpoint.ts'
import type { EnumDefinition, ObjectDefinition } from '../define/object.ts'
import type { Field } from '../define/type.ts'
import { endpointsOf, type PlacedEndpoint, type Version } from '../define/version.ts'

// The one walk over a version's definitions. What is derived from them reads this, not the definitions' own shape.

export interface FieldView {
  readonly name: string
  readonly field: Field
  readonly required: boolean
  readonly list: boolean
  /** What the field holds, where that is an object or enum of the version. */
  readonly refers: { readonly kind: 'object' | 'enum'; readonly name: string } | undefined
}

export interface ObjectView {
  readonly kind: 'object'
  readonly name: string
  readonly definition: ObjectDefinition
  readonly fields: readonly FieldView[]
}

export interface EnumView {
  readonly kind: 'enum'
  readonly name: string
  readonly definition: EnumDefinition
}

export type DefinitionView = ObjectView | EnumView

/** What is told together: a module with what only it uses, or what several share. */
export interface Page {
  /** `locations`, ... or `types` for what several modules share. */
  readonly name: string
  readonly module: Module | undefined
  readonly endpoints: readonly PlacedEndpoint[]
  readonly definitions: readonly DefinitionView[]
}

export interface Walked {
  readonly version: Version
  /** Objects, then enums, in the order of their definition. */
  readonly definitions: readonly DefinitionView[]
  readonly endpoints: readonly PlacedEndpoint[]
  readonly pages: readonly Page[]
  /** Name of the page that tells of an object or enum. */
  readonly pageOf: (name: string) => string
  /** Objects that travel in the body of a PATCH. */
  readonly patched: ReadonlySet<string>
}

const SHARED = 'types'

export function walk(version: Version): Walked {
  const definitions: DefinitionView[] = [
    ...Object.entries(version.objects).map(([name, definition]) => viewObject(version, name, definition)),
    ...Object.entries(version.enums).map(([name, definition]): EnumView => ({ kind: 'enum', name, definition })),
  ]
  const endpoints = endpointsOf(version)
  const homes = homesOf(definitions, endpoints)
  const pageOf = (name: string) => homes.get(name) ?? SHARED
  const page = (name: string, module?: Module): Page => ({
    name,
    module,
    endpoints: endpoints.filter((placed) => placed.module === module),
    definitions: definitions.filter((definition) => pageOf(definition.name) === name),
  })
  return {
    version,
    definitions,
    endpoints,
    pages: [...Object.values(version.modules).map((module) => page(module.id, module)), page(SHARED)],
    pageOf,
    patched: new Set(endpoints.flatMap(({ endpoint: { body } }) => (body?.shape === 'partial' ? [body.name] : []))),
  }
}

const viewObject = (version: Version, name: string, definition: ObjectDefinition): ObjectView => ({
  kind: 'object',
  name,
  definition,
  fields: Object.entries(definition.fields).map(([field, stated]) => viewField(version, field, stated)),
})

export function viewField(version: Version, name: string, field: Field): FieldView {
  const { type, card } = field
  return {
    name,
    field,
    required: card === '1' || card === '+',
    list: card === '*' || card === '+',
    refers: type.kind === 'ref' ? { kind: type.name in version.enums ? 'enum' : 'object', name: type.name } : undefined,
  }
}

/** What one module alone sends is at home there; so is what hangs on that and on nothing that is at home elsewhere. */
function homesOf(definitions: readonly DefinitionView[], endpoints: readonly PlacedEndpoint[]): Map<string, string> {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const sent = new Modules()
  for (const { module, endpoint } of endpoints) {
    for (const payload of [endpoint.body, endpoint.data]) if (payload) sent.note(payload.name, module.id)
  }
  const reached = new Modules()
  const reach = (name: string, module: string): void => {
    const home = sent.only(name)
    if ((home !== undefined && home !== module) || !reached.note(name, module)) return
    const definition = byName.get(name)
    if (definition?.kind !== 'object') return
    for (const { refers } of definition.fields) if (refers) reach(refers.name, module)
  }
  for (const { module, endpoint } of endpoints) {
    for (const payload of [endpoint.body, endpoint.data]) if (payload) reach(payload.name, module.id)
    for (const { type } of Object.values(endpoint.query)) if (type.kind === 'ref') reach(type.name, module.id)
  }
  return new Map(
    definitions.flatMap(({ name }) => {
      const home = sent.only(name) ?? reached.only(name)
      return home === undefined ? [] : [[name, home] as const]
    }),
  )
}

/** Which modules have to do with a name. */
class Modules {
  private readonly byName = new Map<string, Set<string>>()

  /** True when that is news. */
  note(name: string, module: string): boolean {
    const modules = this.byName.get(name) ?? new Set()
    this.byName.set(name, modules)
    return modules.size < modules.add(module).size
  }

  /** The module, when there is exactly one. */
  only(name: string): string | undefined {
    const modules = this.byName.get(name)
    return modules?.size === 1 ? [...modules][0] : undefined
  }
}
