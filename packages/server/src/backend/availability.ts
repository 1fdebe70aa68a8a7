// How many cars can plug in at a station, by plug and power: what an app shows of it before anything else.

import type { Connector, Location } from '@interchange/ocpi'
import { powerOf } from '../pricing/lookup.ts'

export interface Availability {
  readonly standard: Connector['standard']
  readonly power_type: Connector['power_type']
  readonly power_kw: number
  /** EVSEs with such a connector, those planned and removed aside. An EVSE charges one car at a time. */
  readonly evses: number
  /** Of these, how many are AVAILABLE. */
  readonly available: number
}

/** The most powerful first. */
export function availabilityOf({ evses }: Pick<Location, 'evses'>): Availability[] {
  const kinds = new Map<string, Availability>()
  for (const { status, connectors } of evses ?? []) {
    if (status === 'PLANNED' || status === 'REMOVED') continue
    const here = new Map((connectors ?? []).map((connector) => [kindOf(connector), connector]))
    for (const [kind, connector] of here) {
      const { standard, power_type } = connector
      const { evses = 0, available = 0 } = kinds.get(kind) ?? {}
      kinds.set(kind, {
        standard,
        power_type,
        power_kw: powerOf(connector),
        evses: evses + 1,
        available: available + (status === 'AVAILABLE' ? 1 : 0),
      })
    }
  }
  return [...kinds.values()].sort((a, b) => b.power_kw - a.power_kw || (a.standard < b.standard ? -1 : 1))
}

const kindOf = (connector: Connector): string =>
  [connector.standard, connector.power_type, powerOf(connector)].join('\u0000')
