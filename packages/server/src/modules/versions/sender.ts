// Versions and version details. Source: version information endpoint.

import type { Side } from '@interchange/ocpi/define/endpoint'
import { notFound } from '@interchange/ocpi/wire/error'
import { versionsFor } from '../../partners/credentials.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import { offersInterface } from '../../roles.ts'
import type { Handlers } from '../call.ts'

export interface VersionsNeeds {
  readonly directory: Directory
  readonly publicUrl: string
  /** Interfaces that are implemented: `locations.RECEIVER`. */
  readonly implemented: ReadonlySet<string>
}

const SIDES: readonly Side[] = ['SENDER', 'RECEIVER']

export function versionsSender({ directory, publicUrl, implemented }: VersionsNeeds): Handlers {
  const base = `${publicUrl}/ocpi`
  const usable = (partner: Partner) => versionsFor(directory.ownPartiesFor(partner), partner.settings.onlyVersion)

  return {
    async getVersions({ partner }) {
      const list = usable(partner).map((version) => ({ version, url: `${base}/${version}` }))
      return { dataText: JSON.stringify(list) }
    },

    /** What the parties this partner was given offer in their roles; an interface nobody plays is not listed. */
    async getVersionDetails({ version, partner }) {
      if (!usable(partner).includes(version.number)) throw notFound('This connection has no use for this version')
      const roles = directory.ownPartiesFor(partner).flatMap((party) => party.roles)
      // What goes on to somebody else needs nothing of ours behind it.
      const routes = roles.includes('HUB')
      const modules = Object.values(version.modules).filter(({ id }) => id !== 'versions' && id !== 'credentials')
      const offered = modules.flatMap((module) =>
        SIDES.filter((side) => module[side].length > 0)
          .filter((side) => implemented.has(`${module.id}.${side}`) || (routes && module.kind === 'functional'))
          .filter((side) => offersInterface(roles, module.id, side))
          .map((role) => ({
            identifier: module.id,
            role,
            url: `${base}/${version.number}/${role.toLowerCase()}/${module.id}`,
          })),
      )
      // Its role says nothing; the table of ModuleIDs recommends SENDER (R-VER-03, T-11).
      const credentials = { identifier: 'credentials', role: 'SENDER', url: `${base}/${version.number}/credentials` }
      return { dataText: JSON.stringify({ version: version.number, endpoints: [credentials, ...offered] }) }
    },
  }
}
