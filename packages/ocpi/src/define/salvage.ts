// One bad field must not block a page (transport, GET: "process at least the valid ones"). What can be left out without
// making the rest say something else is left out, smallest part first: optional field, array item, and so outward to
// the object.

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

/** Enough for any page; a larger number of faults only takes more rounds. */
const FAULTS_A_ROUND = 10_000

/** `lenient`: a partner whose `value` faults are accepted as notes. The value itself is never changed. */
export function salvage(version: Version, name: string, value: unknown, options: { lenient?: boolean } = {}): Salvaged {
  const refused = (faults: readonly Fault[]) =>
    faults.filter((fault) => fault.severity === 'identity' || (fault.severity === 'value' && !options.lenient))
  let faults = check(version, name, value)
  let bad = refused(faults)
  if (bad.length === 0) return { object: value as Record<string, unknown>, leftOut: [], notes: faults }

  const leftOut: LeftOut[] = []
  const object = structuredClone(value)
  const positions = new Positions()
  faults = check(version, name, object, { most: FAULTS_A_ROUND })
  for (bad = refused(faults); bad.length > 0; bad = refused(faults)) {
    const parts = partsToGo(version, name, object, bad, positions)
    if (!parts) return { object: undefined, leftOut: [...leftOut, { path: '', faults: bad }], notes: [] }
    for (const part of parts) leftOut.push({ path: part.came, faults: part.faults })
    // Later items first, so that the earlier ones keep their places.
    for (const part of [...parts].sort((a, b) => place(b) - place(a))) positions.remove(part)
    faults = check(version, name, object, { most: FAULTS_A_ROUND })
  }
  return { object: object as Record<string, unknown>, leftOut, notes: faults }
}

type Holder = Record<string, unknown> | unknown[]

interface Part {
  /** Where it is now; where it was when the object came. */
  readonly path: string
  readonly came: string
  readonly holder: Holder
  readonly key: string | number
}

/** One round: the outermost of the parts that the faults ask for; undefined when the whole object has to go. */
function partsToGo(
  version: Version,
  name: string,
  object: unknown,
  bad: readonly Fault[],
  positions: Positions,
): (Part & { readonly faults: Fault[] })[] | undefined {
  const parts = new Map<string, Part & { faults: Fault[] }>()
  for (const fault of bad) {
    const part = removablePart(version, name, object, fault, positions)
    if (!part) return undefined
    const known = parts.get(part.path)
    if (known) known.faults.push(fault)
    else parts.set(part.path, { ...part, faults: [fault] })
  }
  for (const [path, part] of parts) {
    const around = ancestors(path).find((outer) => parts.has(outer))
    if (around === undefined) continue
    parts.get(around)!.faults.push(...part.faults)
    parts.delete(path)
  }
  return [...parts.values()]
}

const ancestors = (path: string): string[] =>
  path
    .split('/')
    .map((_, index, all) => all.slice(0, index).join('/'))
    .slice(2)

const place = ({ key }: Part): number => (typeof key === 'number' ? key : -1)

/**
 * The deepest part on the way to the fault that may be absent and that nothing depends on (`whole`). A wrong id or
 * `last_updated` of the object itself leaves nothing.
 */
function removablePart(
  version: Version,
  name: string,
  root: unknown,
  fault: Fault,
  positions: Positions,
): Part | undefined {
  const segments = fault.path.split('/').slice(1)
  if (segments.length === 0) return undefined
  if (segments.length === 1 && fault.severity === 'identity' && isIdentity(version, name, segments[0]!))
    return undefined
  let found: Part | undefined
  let at: unknown = root
  let [path, came] = ['', '']
  let definition = version.objects[name]
  for (let index = 0; index < segments.length && definition; index++) {
    const key = segments[index]!
    const field = definition.fields[key]
    if (!field || !isRecord(at) || field.whole) break
    const holder = at
    const held = holder[key]
    path += `/${key}`
    came += `/${key}`
    if ((field.card === '?' || field.card === '*') && held !== undefined) found = { path, came, holder, key }
    at = held
    if (Array.isArray(held) && segments[index + 1] !== undefined) {
      const position = Number(segments[++index])
      path += `/${position}`
      came += `/${positions.came(held, position)}`
      if (field.card === '*' || held.length > 1) found = { path, came, holder: held, key: position }
      at = held[position]
    }
    definition = field.type.kind === 'ref' ? version.objects[field.type.name] : undefined
  }
  return found
}

const isIdentity = (version: Version, name: string, field: string): boolean =>
  objectOf(version, name).fields[field]?.severity === 'identity'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** List positions shift while items are taken out; reports speak of the object as it came. */
class Positions {
  private readonly byList = new Map<readonly unknown[], number[]>()

  came(list: readonly unknown[], position: number): number {
    return this.byList.get(list)?.[position] ?? position
  }

  remove({ holder, key }: Part): void {
    if (!Array.isArray(holder)) {
      delete holder[key]
      return
    }
    const came = this.byList.get(holder) ?? holder.map((_, index) => index)
    this.byList.set(holder, came)
    came.splice(key as number, 1)
    holder.splice(key as number, 1)
  }
}
