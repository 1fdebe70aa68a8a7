// Whether this platform is a hub, and for whom.

import type { Directory } from '../partners/directory.ts'
import type { OwnParty, Partner } from '../partners/partner.ts'

const isHub = ({ roles }: OwnParty): boolean => roles.includes('HUB')

/** Our party that is a hub; the first, where somebody made several. */
export const hubPartyOf = (directory: Pick<Directory, 'ownParties'>): OwnParty | undefined =>
  directory.ownParties().find(isHub)

/** The same for one partner: one that was not given the hub's party knows nothing of a hub. */
export const hubFor = (directory: Pick<Directory, 'ownPartiesFor'>, partner: Partner): OwnParty | undefined =>
  directory.ownPartiesFor(partner).find(isHub)
