// Versions and version details. Source: version information endpoint.

import { versions } from '@interchange/ocpi/versions'
import type { Directory } from '../../partners/directory.ts'
import { offersInterface } from '../../roles.ts'
import type { Handlers } from '../call.ts'

export interface VersionsNeeds {
  readonly directory: Directory
  readonly publicUrl: string
  /** Interfaces that are implemented: `locations.RECEIVER`. */
  readonly implemented: ReadonlySet<string>
}

export function versionsSender({ directory, publicUrl, implemented }: VersionsNeeds): Handlers {
  const base = `${publicUrl}/ocpi`
  return {
    async getVersions() {
      return { dataText: JSON.stringify(versions.map(({ number }) => ({ version: number, url: `${base}/${number}` }))) }
    },

    /** What the parties this partner was given offer in their roles; an interface nobody plays is not listed. */
    async getVersionDetails({ version, partner }) {
      const held = directory.ownPartiesFor(partner).flatMap(({ roles }) => roles)
      const offered = Object.values(version.modules).flatMap(({ id, kind }) =>
        kind === 'configuration'
          ? []
          : (['SENDER', 'RECEIVER'] as const)
              .filter((side) => implemented.has(`${id}.${side}`) && offersInterface(held, id, side))
              .map((side) => ({ module: id, side })),
      )
      const endpoints = [
        { identifier: 'credentials', role: 'SENDER', url: `${base}/${version.number}/credentials` },
        ...offered.map(({ module, side }) => ({
          identifier: module,
          role: side,
          url: `${base}/${version.number}/${side.toLowerCase()}/${module}`,
        })),
      ]
      return { dataText: JSON.stringify({ version: version.number, endpoints }) }
    },
  }
}
