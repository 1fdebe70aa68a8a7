import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey } from '../../party.ts'
import type { KnownPrices, OwnConnector } from './known-prices.ts'

export interface TariffIdsNeeds {
  readonly prices: Pick<KnownPrices, 'tariffIdsFor'>
  readonly directory: Pick<Directory, 'serving'>
}

/**
 * Ids of the tariffs for a session at a connector of ours, by the party of its token (`cdr_token`): those that the
 * partner which serves the party is shown there. Of parties behind a hub that is the hub; of our own parties, and those
 * nobody serves, the connector's own tariffs count.
 */
export function tariffIdsForToken(
  { prices, directory }: TariffIdsNeeds,
  connector: OwnConnector,
  party: Party,
): readonly string[] {
  const partner = directory.serving(partyKey(party), 'EMSP') ?? directory.serving(partyKey(party))
  return prices.tariffIdsFor(connector, partner?.id ?? null)
}
