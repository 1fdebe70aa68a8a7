import { describe, expect, it } from 'vitest'
import { object } from '../define/object.ts'
import { boolean, one, pattern, string } from '../define/type.ts'
import { check } from '../define/validate.ts'
import { defineVersion } from '../define/version.ts'
import { versions } from '../versions.ts'
import { fake, fakeValue } from './fake.ts'
import { seeded } from './random.ts'
import { sample } from './sample.ts'

describe('fake', () => {
  for (const version of versions) {
    it(`makes valid objects of every definition of OCPI ${version.number}`, () => {
      for (const name of Object.keys(version.objects)) {
        for (let seed = 0; seed < 60; seed++) {
          const made = fake(version, name, seeded(seed))
          expect({ name, seed, faults: check(version, name, made) }).toEqual({ name, seed, faults: [] })
        }
      }
    })

    it(`makes minimal objects of OCPI ${version.number} without any field that may be absent`, () => {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        const made = fake(version, name, seeded(7), { minimal: true })
        expect({ name, faults: check(version, name, made) }).toEqual({ name, faults: [] })
        // Their rules ask for more: one of three ids (R-LOC-15), hours when not always open (R-LOC-23), measures (R-LOC-38),
        // the session of a CDR (R-CDR-14).
        if (['PublishTokenType', 'Hours', 'Parking', 'CDR'].includes(name)) continue
        expect(Object.keys(made).sort()).toEqual(
          Object.keys(fields)
            .filter((field) => fields[field]!.card === '1' || fields[field]!.card === '+')
            .sort(),
        )
      }
    })

    it(`fills every optional field of OCPI ${version.number} sooner or later`, () => {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        const seen = new Set<string>()
        for (let seed = 0; seed < 200; seed++)
          for (const key of Object.keys(fake(version, name, seeded(seed)))) seen.add(key)
        expect({ name, seen: [...seen].sort() }).toEqual({ name, seen: Object.keys(fields).sort() })
      }
    })
  }

  it('makes the same object for the same seed, and another for another', () => {
    const [v221] = versions
    expect(fake(v221!, 'Location', seeded(3))).toEqual(fake(v221!, 'Location', seeded(3)))
    expect(fake(v221!, 'Location', seeded(3))).not.toEqual(fake(v221!, 'Location', seeded(4)))
  })

  it('makes values of enums too', () => {
    const [v221] = versions
    expect(v221!.enums.Status!.values).toContain(fakeValue(v221!, 'Status', seeded(1)))
  })

  it('says which rule it cannot keep', () => {
    const never = {
      id: 'R-NEVER',
      severity: 'value',
      fields: ['a'],
      check: () => [{ path: '/a', message: 'no' }],
    } as const
    const version = defineVersion('9', [{ objects: { A: object('', { a: one(boolean) }, { rules: [never] }) } }])
    expect(() => fake(version, 'A', seeded(1))).toThrow('OCPI 9: no A found by chance that keeps R-NEVER')
  })

  it('says when no text fits a pattern and a length', () => {
    const version = defineVersion('9', [
      { objects: { A: object('', { a: one(pattern(/^a{5}$/, 'x', 3)), b: one(string()) }) } },
    ])
    expect(() => fake(version, 'A', seeded(1))).toThrow('no text found by chance for /^a{5}$/')
  })
})

describe('sample', () => {
  const patterns = [
    /^[A-Z]{3}$/,
    /^-?[0-9]{1,2}\.[0-9]{5,7}$/,
    /^([0-1][0-9]|2[0-3]):[0-5][0-9]$/,
    /^(?:a|bc)+d?e*\/\x41[^a-z\d]$/,
    /^[\x21-\x7e]+.\u0041-{2,}$/,
    /^\w\d\s[-a]$/,
  ]
  for (const pattern of patterns) {
    it(`makes text for ${pattern}`, () => {
      for (let seed = 0; seed < 100; seed++) expect(sample(pattern, seeded(seed))).toMatch(pattern)
    })
  }

  it('refuses what it does not understand', () => {
    for (const pattern of [/(?=a)/, /a\b/, /(?<name>a)/]) {
      expect(() => sample(pattern, seeded(1))).toThrow('is not understood')
    }
  })
})
