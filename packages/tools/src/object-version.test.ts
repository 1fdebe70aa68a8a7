import { fake } from '@interchange/ocpi/derive/fake'
import { seeded } from '@interchange/ocpi/derive/random'
import { versions } from '@interchange/ocpi/versions'
import { expect, it } from 'vitest'
import { givenVersion, versionByFaults } from './object-version.ts'

it('a whole object is read in the version it is in, or in one in which it means the same', () => {
  for (const name of ['Tariff', 'CDR', 'Session']) {
    const random = seeded(7)
    for (const version of versions) {
      const found = Array.from({ length: 20 }, () => versionByFaults(name, fake(version, name, random)).number)
      // A session without costs is the same in both.
      const other = name === 'Session' ? [version.number, '2.3.0'] : [version.number]
      expect(found.filter((number) => !other.includes(number))).toEqual([])
    }
  }
})

it('what no version knows is read in the newest', () => {
  for (const odd of [null, 7, 'x', []]) expect(versionByFaults('Tariff', odd).number).toBe('2.3.0')
})

it('a version that is not known is told with those that are', () => {
  expect(givenVersion('2.2.1').number).toBe('2.2.1')
  expect(() => givenVersion('9')).toThrow('2.2.1, 2.3.0')
})
