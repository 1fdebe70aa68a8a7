// What a partner of a hub gets of other partners' objects: asked by lists and lanes, answered by the hub
// (hub/sharing.ts).

import type { Partner } from '../partners/partner.ts'
import type { Party } from '../party.ts'
import type { Row } from '../storage/row.ts'

/** Modules whose objects are meant for all; what is about one driver is told to nobody but its parties (R-ROUTE-17). */
export const sharedModules: ReadonlySet<string> = new Set(['locations', 'tariffs', 'tokens'])

export type Seen = Pick<Row, 'key' | 'partner' | 'audience'>

export interface Sharing {
  /** Our hub, from which a partner gets objects of others; undefined: it gets none. */
  hub(partner: Partner): Party | undefined
  /**
   * Parties of other partners, `NL-ABC`, whose objects of a module this partner finds in our lists. `asking`: those of its
   * parties that ask; left out: all.
   */
  seen(partner: Partner, module: string, asking?: readonly string[]): ReadonlySet<string>
  /** Those of them whose changes are pushed to it: of modules that are for all, and once it was told of the party. */
  pushed(partner: Partner, module: string): ReadonlySet<string>
  /** Whether a partner is sent this object of another one when it changes. */
  isFor(row: Seen, partner: Partner): boolean
  /** Which of the partner's parties objects of this owner are for. */
  receiver(partner: Partner, owner: string, module: string): Party | undefined
  /** Resolves when all of this can be said of a partner: before its lanes are opened. */
  ready(partnerId: string): Promise<void>
  /** Called after anything of this may have changed. */
  onChange(heard: () => void): () => void
}

const nobody: ReadonlySet<string> = new Set<string>()

/** Of a platform that is no hub. */
export const nothingShared: Sharing = {
  hub: () => undefined,
  seen: () => nobody,
  pushed: () => nobody,
  isFor: () => false,
  receiver: () => undefined,
  ready: async () => undefined,
  onChange: () => () => undefined,
}
