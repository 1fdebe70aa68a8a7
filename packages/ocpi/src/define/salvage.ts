// One bad field must not block a page (transport, GET: "process at least the valid ones"). What can be left out without
// making the rest wrong is left out, smallest part first: optional field, array item, and so outward to the object.

import type { Field } from './type.ts'
import { check, type Fault } from './validate.ts'
import { objectOf, type Version } from './version.ts'

export interface LeftOut {
  /** JSON pointer into the object as it came; `''` when the whole object had to go. */
  readonly path: string
  readonly faults: readonly Fault[]
}

export interface Salvaged {
  /** The object without its bad parts; undefined when nothing usable is left. */
  readonly object: Record<string, unknown> | undefined
  readonly leftOut: readonly LeftOut[]
  readonly notes: readonly Fault[]
}

/** `lenient`: a partner whose `value` faults are accepted as notes. */
export function salvage(version: Version, name: string, value: unknown, options: { lenient?: boolean } = {}): Salvaged {
  const refused = (faults: readonly Fault[]) =>
    faults.filter((fault) => fault.severity === 'identity' || (fault.severity === 'value' && !options.lenient))
  let faults = check(version, name, value)
  let bad = refused(faults)
  if (bad.length === 0) return { object: value as Record<string, unknown>, leftOut: [], notes: faults }

  const leftOut: LeftOut[] = []
  const object = structuredClone(value)
  const origin = new Map<unknown, string>()
  rememberOrigins(object, '', origin)
  while (bad.length > 0) {
    const { path, severity } = bad[0]!
    const part = removablePart(version, name, object, path, severity === 'identity' && path.split('/').length <= 2)
    if (!part) return { object: undefined, leftOut: [...leftOut, { path: '', faults: bad }], notes: [] }
    const below = bad.filter(
      (fault) => fault.path === part.path || fault.path.startsWith(`${part.path}/`) || fault.path === path,
    )
    leftOut.push({ path: pathAsItCame(part, origin), faults: below })
    part.remove()
    faults = check(version, name, object)
    bad = refused(faults)
  }
  return { object: object as Record<string, unknown>, leftOut, notes: faults }
}

interface Part {
  readonly path: string
  readonly parent: unknown
  readonly key: string
  readonly item: unknown
  readonly remove: () => void
}

/** The deepest part on the way to the fault that may be absent. A wrong id or `last_updated` takes its whole object with it. */
function removablePart(version: Version, name: string, root: unknown, path: string, ofRoot: boolean): Part | undefined {
  if (ofRoot && isIdentity(version, name, path)) return undefined
  const segments = path.split('/').slice(1)
  let found: Part | undefined
  let at: unknown = root
  let here = ''
  let definition = version.objects[name]
  for (let index = 0; index < segments.length && definition; index++) {
    const key = segments[index]!
    const field: Field | undefined = definition.fields[key]
    if (!field || !isRecord(at)) break
    const holder: Record<string, unknown> = at
    const held: unknown = holder[key]
    here = `${here}/${key}`
    if ((field.card === '?' || field.card === '*') && held !== undefined) {
      found = { path: here, parent: holder, key, item: held, remove: () => delete holder[key] }
    }
    at = held
    if (Array.isArray(held) && segments[index + 1] !== undefined) {
      const position = Number(segments[++index])
      here = `${here}/${position}`
      if (field.card === '*' || held.length > 1) {
        found = {
          path: here,
          parent: held,
          key: String(position),
          item: held[position],
          remove: () => held.splice(position, 1),
        }
      }
      at = held[position]
    }
    definition = field.type.kind === 'ref' ? version.objects[field.type.name] : undefined
  }
  return found
}

function isIdentity(version: Version, name: string, path: string): boolean {
  const field = objectOf(version, name).fields[path.slice(1)]
  return path === '' || field?.severity === 'identity'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Array positions shift while parts are taken out; the report speaks of the object as it came.
function rememberOrigins(value: unknown, path: string, origin: Map<unknown, string>): void {
  if (typeof value !== 'object' || value === null) return
  origin.set(value, path)
  for (const [key, held] of Object.entries(value)) rememberOrigins(held, `${path}/${key}`, origin)
}

function pathAsItCame(part: Part, origin: Map<unknown, string>): string {
  if (typeof part.item === 'object' && part.item !== null) return origin.get(part.item) ?? part.path
  const parent = origin.get(part.parent)
  return parent === undefined ? part.path : `${parent}/${part.key}`
}
