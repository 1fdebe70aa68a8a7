// Price groups as rules: which tariffs a partner is shown at a connector, and which tariffs are for some groups only.
// Pure. docs/price-groups.md says it for people.

import { createHash } from 'node:crypto'
import { keyText, partyKey, type RowKey, rowKey } from '../../storage/row.ts'

/** Connectors of one of our parties: all of them, or those of a location, of an EVSE, or one. */
export interface ConnectorSelector {
  readonly country_code: string
  readonly party_id: string
  readonly location_id?: string
  readonly evse_uid?: string
  readonly connector_id?: string
}

export interface PriceRule {
  readonly connectors: readonly ConnectorSelector[]
  readonly tariff_ids: readonly string[]
}

export interface PriceGroup {
  readonly name: string
  /** Ids of partners; each is in one group at most. */
  readonly partners: readonly string[]
  readonly rules: readonly PriceRule[]
}

/** A connector by its place; ids compare without case. */
export interface ConnectorPlace {
  readonly countryCode: string
  readonly partyId: string
  readonly locationId: string
  readonly evseUid: string
  readonly connectorId: string
}

export interface CompiledGroup {
  readonly name: string
  /** What the first rule says that names the connector; undefined: none does, the connector keeps its own. */
  tariffIds(place: ConnectorPlace): readonly string[] | undefined
  /** Whether a rule may be about connectors of this location. */
  concerns(location: Pick<RowKey, 'countryCode' | 'partyId' | 'id'>): boolean
  /** `keyText`s of the tariffs that its rules name. */
  readonly tariffs: ReadonlySet<string>
  /** Equal for groups with the same rules. */
  readonly digest: string
}

/** What connectors a set of groups may be about: all of some parties, and single locations. */
export interface Reach {
  readonly parties: readonly Pick<RowKey, 'countryCode' | 'partyId'>[]
  readonly locations: readonly Pick<RowKey, 'countryCode' | 'partyId' | 'id'>[]
}

export interface PriceConfig {
  readonly groups: readonly PriceGroup[]
  groupOf(partnerId: string): CompiledGroup | undefined
  /** All that are in a group. */
  readonly partners: readonly string[]
  /** Tariffs that rules name, by `keyText`. */
  readonly named: ReadonlyMap<string, RowKey>
  readonly reach: Reach
}

export const tariffKey = (owner: { country_code: string; party_id: string }, id: string): RowKey =>
  rowKey('tariffs', owner.country_code, owner.party_id, id)

/** The parties whose connectors are named, by `NL-ABC`. */
export const ownersOf = (connectors: readonly ConnectorSelector[]): Map<string, ConnectorSelector> =>
  new Map(connectors.map((selector) => [partyKey(selector.country_code, selector.party_id), selector]))

/** One text per selector: an absent part stands for every one. */
export const selectorText = (selector: ConnectorSelector): string =>
  text(
    partyKey(selector.country_code, selector.party_id),
    selector.location_id,
    selector.evse_uid,
    selector.connector_id,
  )

const text = (party: string, location = '', evse = '', connector = ''): string =>
  [party, location, evse, connector].join('\u0000').toUpperCase()

export function compileGroups(groups: readonly PriceGroup[]): PriceConfig {
  const byPartner = new Map<string, CompiledGroup>()
  const named = new Map<string, RowKey>()
  const parties = new Map<string, Pick<RowKey, 'countryCode' | 'partyId'>>()
  const locations = new Map<string, RowKey>()
  for (const group of groups) {
    const compiled = compile(group, named)
    for (const partner of group.partners) byPartner.set(partner, compiled)
    for (const { country_code, party_id, location_id } of group.rules.flatMap(({ connectors }) => connectors)) {
      const key = rowKey('locations', country_code, party_id, location_id ?? '')
      if (location_id === undefined) parties.set(partyKey(country_code, party_id), key)
      else locations.set(keyText(key), key)
    }
  }
  return {
    groups,
    groupOf: (partnerId) => byPartner.get(partnerId),
    partners: [...byPartner.keys()],
    named,
    reach: { parties: [...parties.values()], locations: [...locations.values()] },
  }
}

function compile({ name, rules }: PriceGroup, named: Map<string, RowKey>): CompiledGroup {
  // The place of the first rule for each selector: a connector is looked up, not compared with every selector.
  const first = new Map<string, number>()
  const places = new Set<string>()
  const tariffs = new Set<string>()
  for (const [index, { connectors, tariff_ids }] of rules.entries()) {
    for (const selector of connectors) {
      const at = selectorText(selector)
      if (!first.has(at)) first.set(at, index)
      places.add(text(partyKey(selector.country_code, selector.party_id), selector.location_id))
    }
    for (const owner of ownersOf(connectors).values()) {
      for (const id of tariff_ids) {
        const key = tariffKey(owner, id)
        tariffs.add(keyText(key))
        named.set(keyText(key), key)
      }
    }
  }
  return {
    name,
    tariffs,
    digest: createHash('sha256').update(JSON.stringify(rules)).digest('base64url'),
    concerns({ countryCode, partyId, id }) {
      const party = partyKey(countryCode, partyId)
      return places.has(text(party)) || places.has(text(party, id))
    },
    tariffIds({ countryCode, partyId, locationId, evseUid, connectorId }) {
      const party = partyKey(countryCode, partyId)
      let lowest: number | undefined
      for (const location of ['', locationId]) {
        for (const [evse, connector] of [[''], [evseUid], [evseUid, connectorId]] as const) {
          const index = first.get(text(party, location, evse, connector))
          if (index !== undefined && (lowest === undefined || index < lowest)) lowest = index
        }
      }
      return lowest === undefined ? undefined : rules[lowest]!.tariff_ids
    },
  }
}

/** Groups that partners leave and enter when one configuration takes the place of another; each pair once. */
export function moves(
  before: PriceConfig,
  after: PriceConfig,
): [before: CompiledGroup | undefined, after: CompiledGroup | undefined][] {
  const pairs = new Map<string, [CompiledGroup | undefined, CompiledGroup | undefined]>()
  for (const partner of new Set([...before.partners, ...after.partners])) {
    const pair: [CompiledGroup | undefined, CompiledGroup | undefined] = [
      before.groupOf(partner),
      after.groupOf(partner),
    ]
    pairs.set(JSON.stringify(pair.map((group) => group?.name ?? null)), pair)
  }
  return [...pairs.values()]
}

/** Whether some partner is shown other tariffs at a connector than before; `own`: those it names itself. */
export function differs(before: PriceConfig, after: PriceConfig) {
  const pairs = moves(before, after).filter(([from, to]) => from?.digest !== to?.digest)
  return (place: ConnectorPlace, own: readonly string[]): boolean =>
    pairs.some(([from, to]) => {
      const was = from?.tariffIds(place) ?? own
      const is = to?.tariffIds(place) ?? own
      return was.length !== is.length || was.some((id, index) => id.toUpperCase() !== is[index]!.toUpperCase())
    })
}
