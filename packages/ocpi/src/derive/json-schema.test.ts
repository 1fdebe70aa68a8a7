import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepts, check } from '../define/validate.ts'
import type { Version } from '../define/version.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { fake } from './fake.ts'
import { jsonSchema } from './json-schema.ts'
import { seeded } from './random.ts'

/** An independent validator that knows nothing but the schema. */
function validator(version: Version): (name: string, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: false })
  ajv.addSchema(jsonSchema(version))
  return (name, value) => {
    const validate = ajv.getSchema(`urn:interchange:ocpi:${version.number}#/$defs/${name}`)
    if (!validate) throw new Error(`no schema for ${name}`)
    return validate(value) === true
  }
}

describe('JSON Schema', () => {
  for (const version of versions) {
    const valid = validator(version)

    test(`OCPI ${version.number}: accepts made-up objects of every kind, with null and unknown fields too`, () => {
      for (const [name, { fields }] of Object.entries(version.objects)) {
        for (let seed = 0; seed < 10; seed++) {
          const made = fake(version, name, seeded(seed))
          const nulls = Object.fromEntries(
            Object.keys(fields).flatMap((field) =>
              fields[field]!.card === '?' || fields[field]!.card === '*' ? [[field, null]] : [],
            ),
          )
          for (const value of [made, { ...nulls, ...made }, { ...made, example_own: { a: 1 } }]) {
            expect({ name, seed, valid: valid(name, value) }).toEqual({ name, seed, valid: true })
          }
        }
      }
    })

    test(`OCPI ${version.number}: never accepts less than our validators, and as little of a single wrong field`, () => {
      const wrong = fc.constantFrom<unknown>(null, 5, -1, 1.5, 'text', '', 'ü'.repeat(300), [], [{}], {}, true)
      const names = Object.keys(version.objects)
      fc.assert(
        fc.property(fc.constantFrom(...names), fc.nat(), fc.nat(), wrong, (name, seed, which, value) => {
          const fields = Object.keys(version.objects[name]!.fields)
          const field = fields[which % fields.length]!
          const changed = { ...fake(version, name, seeded(seed)), [field]: value }
          const faults = check(version, name, changed).filter(({ severity }) => severity !== 'note')
          if (faults.length === 0)
            expect({ name, field, value, valid: valid(name, changed) }).toMatchObject({ valid: true })
          // A schema says nothing of rules over several fields, of URLs' and dates' inner sense, of control characters.
          const plain = faults.some(
            ({ message, rule }) =>
              !rule && /^is (a|an|null|below|above|longer|not a whole|empty; at)|is missing/.test(message),
          )
          if (plain) expect({ name, field, value, valid: valid(name, changed) }).toMatchObject({ valid: false })
        }),
        { numRuns: 1500 },
      )
    })
  }

  test('closed enums list their values, open ones give examples', () => {
    const valid230 = validator(v230)
    expect(validator(v221)('ConnectorType', 'MCS')).toBe(false)
    expect(valid230('ConnectorType', 'FOO_PLUG')).toBe(true)
    expect(valid230('ConnectorType', '')).toBe(false)
    expect(valid230('Status', 'FOO')).toBe(false)
  })

  test('the body of a PATCH needs last_updated only', () => {
    const valid = validator(v221)
    expect(valid('EVSEPatch', { status: 'CHARGING', last_updated: '2026-01-31T12:00:00Z' })).toBe(true)
    expect(valid('EVSEPatch', { status: 'CHARGING' })).toBe(false)
    expect(valid('EVSEPatch', { status: 5, last_updated: '2026-01-31T12:00:00Z' })).toBe(false)
    expect(accepts(v221, 'EVSE', { status: 'CHARGING' }, { partial: true })).toBe(false)
    expect(Object.keys(jsonSchema(v221).$defs as object).filter((name) => name.endsWith('Patch'))).toEqual([
      'LocationPatch',
      'EVSEPatch',
      'ConnectorPatch',
      'SessionPatch',
      'TokenPatch',
    ])
  })
})
