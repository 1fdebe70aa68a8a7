import type { Version } from '../define/version.ts'
import type { ObjectPlan } from './plan.ts'

/**
 * Where a place in a converted object lay in the object it was made from: undoes new names and the shift of list
 * positions, so that what a later step of a chain reports speaks of the object as it came.
 * `kept`: source positions of the items that stayed, by the list's pointer in the source.
 */
export function originOf(
  plans: ReadonlyMap<string, ObjectPlan>,
  to: Version,
  name: string,
  path: string,
  kept: ReadonlyMap<string, readonly number[]>,
): string {
  let origin = ''
  let at: string | undefined = name
  for (const key of path.split('/').slice(1)) {
    const position = /^\d+$/.test(key) ? kept.get(origin)?.[Number(key)] : undefined
    if (/^\d+$/.test(key)) {
      origin += `/${position ?? key}`
      continue
    }
    const make = at === undefined ? undefined : plans.get(at)?.makes.find((one) => one.to.includes(key))
    origin += `/${make && !make.from.includes(key) ? (make.from[0] ?? key) : key}`
    const type: { kind: string; name?: string } | undefined =
      at === undefined ? undefined : to.objects[at]?.fields[key]?.type
    at = type?.kind === 'ref' ? type.name : undefined
  }
  return origin
}
