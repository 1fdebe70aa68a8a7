import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../define/validate.ts'
import type { Version } from '../define/version.ts'
import { fake } from '../derive/fake.ts'
import { type Random, seeded } from '../derive/random.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { convert } from './chain.ts'
import type { Loss } from './rules.ts'

type Json = Record<string, unknown>

const shared = Object.keys(v221.objects)
const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const runs = { numRuns: 60 }

/** Walks an object along its definition and lets `visit` change each object on the way. */
function visitObjects(
  version: Version,
  name: string,
  value: unknown,
  visit: (object: Json, name: string) => void,
): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) visitObjects(version, name, item, visit)
    return
  }
  const object = value as Json
  for (const [field, { type }] of Object.entries(version.objects[name]?.fields ?? {})) {
    if (type.kind === 'ref' && type.name in version.objects) visitObjects(version, type.name, object[field], visit)
  }
  visit(object, name)
}

/** Puts values of the sender's own where enums are open, and fields of the sender's own everywhere. */
function extend(version: Version, name: string, object: Json, random: Random): void {
  visitObjects(version, name, object, (found, kind) => {
    for (const [field, { type }] of Object.entries(version.objects[kind]!.fields)) {
      if (type.kind !== 'ref' || !version.enums[type.name]?.open || !random.chance(0.3)) continue
      const held = found[field]
      if (Array.isArray(held)) held[0] = 'SOMETHING_NEW'
      else if (held !== undefined) found[field] = 'SOMETHING_NEW'
    }
    found.example_own = { kept: [1, { deep: true }], at: kind }
  })
}

const objectOf = (version: Version, name: string, seed: number, extended = false): Json => {
  const random = seeded(seed)
  const object = fake(version, name, random)
  if (extended) extend(version, name, object, random)
  return object
}

const faultsOf = (version: Version, name: string, value: unknown) =>
  check(version, name, value).filter(({ severity }) => severity !== 'note')

/**
 * What came back, place by place, has to equal what was sent, but for the places declared as lost. A loss at a list's
 * item says that the item is gone, a loss at a field that it is gone or changed.
 */
function differences(sent: unknown, back: unknown, lost: ReadonlySet<string>, path = ''): string[] {
  if (lost.has(path) || Object.is(sent, back)) return []
  if (Array.isArray(sent)) {
    const stayed = sent.map((item, index) => ({ item, at: `${path}/${index}` })).filter(({ at }) => !lost.has(at))
    const returned = Array.isArray(back) ? back : []
    if (stayed.length !== returned.length) return [`${path}: ${returned.length} of ${stayed.length} items`]
    return stayed.flatMap(({ item, at }, index) => differences(item, returned[index], lost, at))
  }
  if (typeof sent === 'object' && sent !== null && typeof back === 'object' && back !== null) {
    const keys = new Set([...Object.keys(sent), ...Object.keys(back)])
    return [...keys].flatMap((key) => differences((sent as Json)[key], (back as Json)[key], lost, `${path}/${key}`))
  }
  return [path]
}

const lostPlaces = (losses: readonly Loss[]) => new Set(losses.map(({ path }) => path))

describe('conversion of 2.2.1 and 2.3.0, every object', () => {
  for (const name of shared) {
    it(`R1 ${name}: up then down is what it was`, () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const object = objectOf(v221, name, seed, true)
          const up = convert(v221, v230, name, object)
          if (up.object === undefined) {
            expect(up.losses).not.toEqual([])
            return
          }
          expect(faultsOf(v230, name, up.object)).toEqual([])
          const down = convert(v230, v221, name, up.object)
          expect(differences(object, down.object, lostPlaces(up.losses))).toEqual([])
          if (name !== 'Credentials') expect(down.losses).toEqual([])
        }),
        runs,
      )
    })

    it(`R3, R4 ${name}: down is valid, and up again it is what it was without the declared losses`, () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const object = objectOf(v230, name, seed, true)
          const before = structuredClone(object)
          const down = convert(v230, v221, name, object)
          expect(object).toEqual(before)
          if (down.object === undefined) {
            expect(down.losses).not.toEqual([])
            return
          }
          expect(faultsOf(v221, name, down.object)).toEqual([])
          const up = convert(v221, v230, name, down.object)
          expect(differences(object, up.object, lostPlaces(down.losses))).toEqual([])
        }),
        runs,
      )
    })

    it(`R-EXT-08 ${name}: fields of the sender's own survive at every depth`, () => {
      fc.assert(
        fc.property(seeds, fc.boolean(), (seed, up) => {
          const [from, to] = up ? [v221, v230] : [v230, v221]
          const object = fake(from, name, seeded(seed))
          visitObjects(from, name, object, (found, kind) => {
            found.example_own = { at: kind }
          })
          const { object: converted, losses } = convert(from, to, name, object)
          if (converted === undefined) return
          const owns = (value: unknown) => JSON.stringify(value).split('"example_own"').length - 1
          if (losses.length === 0) expect(owns(converted)).toBe(owns(object))
          expect((converted as Json).example_own).toEqual({ at: name })
        }),
        runs,
      )
    })
  }

  it('loses nothing upward but the role HUB', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...shared), (seed, name) => {
        const { losses } = convert(v221, v230, name, objectOf(v221, name, seed))
        if (!['ClientInfo', 'Credentials', 'CredentialsRole'].includes(name)) expect(losses).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('names in every loss a place that exists in the object as it came', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...shared), (seed, name) => {
        const object = objectOf(v230, name, seed, true)
        for (const { path, why } of convert(v230, v221, name, object).losses) {
          // A text for drivers may be added where there was none.
          if (path === '/tariff_alt_text' || path.endsWith('/tariff_alt_text')) continue
          expect(why.length).toBeGreaterThan(10)
          let at: unknown = object
          for (const key of path.split('/').slice(1)) at = (at as Json)[key]
          expect({ path, at }).not.toEqual({ path, at: undefined })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('hands through by reference what both versions share', () => {
    const identical = shared.filter((name) => {
      const object = objectOf(v230, name, 1)
      return convert(v230, v221, name, object).object === object
    })
    expect(identical).toEqual(
      expect.arrayContaining([
        'GeoLocation',
        'Hours',
        'StatusSchedule',
        'ChargingPeriod',
        'ChargingProfile',
        'SignedData',
      ]),
    )
    const location = objectOf(v221, 'Location', 5)
    expect(convert(v221, v230, 'Location', location).object).toBe(location)
  })
})
