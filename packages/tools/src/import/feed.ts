// Reads a feed of locations as operators publish them (an array, an OCPI envelope, or `{items}`) into canonical
// Locations and Tariffs. What can be repaired without inventing is repaired; the rest is left out; both are reported.

import { canonical } from '@interchange/ocpi/canonical'
import { salvage } from '@interchange/ocpi/define/salvage'
import type { Location, Tariff } from '@interchange/ocpi/generated/v2.3.0'
import { isJson, type Json, type Repair, repairLocation, repairTariff } from './repair.ts'

export interface FeedReport {
  readonly locations: Location[]
  readonly tariffs: Tariff[]
  /** Repairs, counted per kind, with the first place each was seen at. */
  readonly repairs: ReadonlyMap<string, { count: number; first: string }>
  /** What could not be taken over, and why. */
  readonly leftOut: readonly { readonly where: string; readonly why: string }[]
}

export class FeedError extends Error {}

/**
 * @param text JSON of the feed.
 * @param options.taxIncluded what embedded tariffs mean where they do not say; `NO` is how OCPI 2.2.1 reads them.
 * @throws FeedError when the text is not a feed at all.
 */
export function readFeed(text: string, options: { taxIncluded?: 'YES' | 'NO' | 'N/A' } = {}): FeedReport {
  const repairs = new Map<string, { count: number; first: string }>()
  const leftOut: { where: string; why: string }[] = []
  const locations = new Map<string, Location>()
  const tariffs = new Map<string, LiftedTariff>()
  const note = (where: string, found: readonly Repair[]) => {
    for (const { path, what } of found) {
      const seen = repairs.get(what)
      if (seen) seen.count++
      else repairs.set(what, { count: 1, first: `${where}${path}` })
    }
  }

  for (const [index, item] of itemsOf(text).entries()) {
    const where = `item ${index}${isJson(item) && typeof item.id === 'string' ? ` (${item.id})` : ''}`
    if (!isJson(item)) {
      leftOut.push({ where, why: 'is not a Location object' })
      continue
    }
    const location = structuredClone(item)
    note(where, repairLocation(location))
    note(where, liftTariffs(location, where, tariffs, leftOut, options.taxIncluded ?? 'NO'))
    const saved = salvage(canonical, 'Location', location)
    for (const { path, faults } of saved.leftOut) {
      const why = faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ')
      leftOut.push({ where: `${where}${path}`, why })
    }
    if (!saved.object) continue
    const usable = saved.object as unknown as Location
    const key = `${usable.country_code}/${usable.party_id}/${usable.id}`.toUpperCase()
    if (locations.has(key)) leftOut.push({ where, why: 'has the id of an earlier item; the earlier one is kept' })
    else locations.set(key, usable)
  }
  return {
    locations: [...locations.values()],
    tariffs: [...tariffs.values()].map((lifted) => lifted.tariff),
    repairs,
    leftOut,
  }
}

function itemsOf(text: string): unknown[] {
  let feed: unknown
  try {
    feed = JSON.parse(text)
  } catch (error) {
    throw new FeedError(`the feed is not JSON: ${(error as Error).message}`)
  }
  if (Array.isArray(feed)) return feed
  if (isJson(feed)) {
    if (Array.isArray(feed.data)) return feed.data
    if (Array.isArray(feed.items)) return feed.items
  }
  throw new FeedError(
    'the feed is neither an array of Locations, nor an OCPI answer with `data`, nor an object with `items`',
  )
}

interface LiftedTariff {
  tariff: Tariff
  content: string
}

/** Takes tariffs embedded in EVSEs out as Tariff objects of the location's party and refers to them by `tariff_ids`. */
function liftTariffs(
  location: Json,
  where: string,
  tariffs: Map<string, LiftedTariff>,
  leftOut: { where: string; why: string }[],
  taxIncluded: 'YES' | 'NO' | 'N/A',
): Repair[] {
  const repairs: Repair[] = []
  const evses = Array.isArray(location.evses) ? location.evses.filter(isJson) : []
  evses.forEach((evse, index) => {
    if (!Array.isArray(evse.tariffs)) return
    const ids: string[] = []
    for (const [position, embedded] of evse.tariffs.entries()) {
      const path = `/evses/${index}/tariffs/${position}`
      const lifted = isJson(embedded) ? tariffObject(embedded, location, evse, taxIncluded) : undefined
      if (!lifted) {
        leftOut.push({ where: where + path, why: 'is not a Tariff object' })
        continue
      }
      const { object, said } = lifted
      repairs.push(...said.map((repair) => ({ ...repair, path: path + repair.path })))
      const saved = salvage(canonical, 'Tariff', object)
      for (const { path: below, faults } of saved.leftOut) {
        leftOut.push({ where: where + path + below, why: faults.map((fault) => fault.message).join('; ') })
      }
      // A restriction or component that had to be left out would change the price: such a tariff is worth nothing.
      if (!saved.object || saved.leftOut.some((part) => part.path.startsWith('/elements'))) continue
      const tariff = saved.object as unknown as Tariff
      if (remember(tariff, tariffs)) ids.push(tariff.id)
      else
        leftOut.push({
          where: where + path,
          why: `differs from the tariff ${tariff.id} seen before; the earlier one is kept`,
        })
    }
    delete evse.tariffs
    if (ids.length === 0) return
    repairs.push({
      path: `/evses/${index}/tariffs`,
      what: 'embedded tariff lifted to a Tariff referenced by tariff_ids',
    })
    for (const connector of Array.isArray(evse.connectors) ? evse.connectors.filter(isJson) : []) {
      const known = Array.isArray(connector.tariff_ids) ? connector.tariff_ids : []
      connector.tariff_ids = [...new Set([...known, ...ids])]
    }
  })
  return repairs
}

function tariffObject(
  embedded: Json,
  location: Json,
  evse: Json,
  taxIncluded: string,
): { object: Json; said: Repair[] } {
  const object = structuredClone(embedded)
  const said = repairTariff(object)
  object.country_code ??= location.country_code
  object.party_id ??= location.party_id
  object.last_updated ??= evse.last_updated
  if (object.tax_included === undefined || object.tax_included === null) {
    object.tax_included = taxIncluded
    said.push({ path: '', what: `tariff does not say whether taxes are included; read as tax_included ${taxIncluded}` })
  }
  return { object, said }
}

/** Keeps the newest date of equal tariffs; false when one with this id but other content was seen. */
function remember(tariff: Tariff, tariffs: Map<string, LiftedTariff>): boolean {
  const key = `${tariff.country_code}/${tariff.party_id}/${tariff.id}`.toUpperCase()
  const { last_updated: _, ...rest } = tariff
  const content = JSON.stringify(rest)
  const seen = tariffs.get(key)
  if (!seen) {
    tariffs.set(key, { tariff, content })
    return true
  }
  if (seen.content !== content) return false
  if (tariff.last_updated > seen.tariff.last_updated) seen.tariff = tariff
  return true
}
