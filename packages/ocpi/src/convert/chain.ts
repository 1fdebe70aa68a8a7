import type { Version } from '../define/version.ts'
import { versionOf, versions } from '../versions.ts'
import type { Conversion, Converted, ConvertOptions, StepResult } from './define.ts'
import type { Loss } from './rules.ts'
import { v221ToV230, v230ToV221 } from './v2.2.1-v2.3.0/index.ts'

/** Both directions between each two neighbours, oldest first. A new version adds its line here. */
export const conversions: readonly { readonly up: Conversion; readonly down: Conversion }[] = [
  { up: v221ToV230, down: v230ToV221 },
]

const NO_LOSSES: readonly Loss[] = Object.freeze([])

/**
 * An object or enum value in another version's terms, by way of every version in between.
 * `object` is undefined when it cannot exist there (the losses say why), or, for a PATCH, when `needsFull` says so.
 * What both versions share is handed through by reference. Throws for a version or name that is not known.
 */
export function convert(
  from: Version | string,
  to: Version | string,
  name: string,
  value: unknown,
  options: ConvertOptions = {},
): Converted {
  const steps = path(from, to)
  if (steps.length === 0) return { object: value, losses: NO_LOSSES }
  return convertThrough(steps, name, value, options)
}

/** The same through given steps. Losses speak of the object as it came, also those of later steps. */
export function convertThrough(
  steps: readonly Conversion[],
  name: string,
  value: unknown,
  options: ConvertOptions = {},
): Converted {
  const losses: Loss[] = []
  const before: StepResult[] = []
  let object = value
  for (const step of steps) {
    const result = step.convert(name, object, options)
    for (const { path, why } of result.losses) {
      losses.push({ path: before.reduceRight((place, earlier) => earlier.origin(place), path), why })
    }
    if (result.object === undefined) {
      return { object: undefined, losses, ...(result.needsFull === undefined ? {} : { needsFull: result.needsFull }) }
    }
    before.push(result)
    object = result.object
  }
  return { object, losses }
}

function path(from: Version | string, to: Version | string): Conversion[] {
  const first = placeOf(from)
  const last = placeOf(to)
  return first <= last
    ? conversions.slice(first, last).map(({ up }) => up)
    : conversions
        .slice(last, first)
        .map(({ down }) => down)
        .reverse()
}

function placeOf(version: Version | string): number {
  const found = typeof version === 'string' ? versionOf(version) : version
  const place = found ? versions.indexOf(found) : -1
  if (place < 0) {
    const known = versions.map(({ number }) => number).join(', ')
    throw new Error(`OCPI ${typeof version === 'string' ? version : version.number} is not known here; ${known} are`)
  }
  return place
}
