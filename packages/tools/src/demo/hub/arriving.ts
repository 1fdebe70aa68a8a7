// What a platform of another version holds of an object: what its version can say.

import { fromCanonical, toCanonical } from '@interchange/ocpi'
import type { Objects } from '@interchange/ocpi/generated/v2.3.0'
import type { Module, Owned } from '../compare.ts'
import type { Member } from './members.ts'

const names = {
  locations: 'Location',
  tariffs: 'Tariff',
  sessions: 'Session',
  cdrs: 'CDR',
  tokens: 'Token',
} as const satisfies Record<Module, keyof Objects>

/** For an object on its way between two platforms, one version at a time. */
export function arrivingIn(module: Module, ...way: readonly Member['version'][]): (object: Owned) => unknown {
  const name = names[module]
  return (object) =>
    way.reduce<unknown>((held, version) => {
      const said = fromCanonical(version, name, held as Objects[typeof name]).object
      return said && toCanonical(version, name, said).object
    }, object)
}
