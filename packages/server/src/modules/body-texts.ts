// Bodies as partners are sent and read them: in their version, with the tariffs of their price group. A conversion costs
// as much as reading, changing and printing the object; each body is made once per version and group, however many
// partners are sent it or read it in their lists.

import type { Version } from '@interchange/ocpi/define/version'
import { ByteLru } from '../byte-lru.ts'
import { type Priced, pricedRow } from './price-groups/priced.ts'
import type { CompiledGroup } from './price-groups/rules.ts'
import { rowText } from './rows.ts'

/**
 * The text of a stored body in a version; undefined when it has no form there. `group`: as its partners are shown a
 * location or an EVSE of ours.
 */
export type BodyTexts = (row: Priced, version: Version, group?: CompiledGroup) => string | undefined

const MAX_BYTES = 64 * 1024 * 1024

/** Keeps what was made, up to `maxBytes`. */
export function bodyTexts(maxBytes = MAX_BYTES): BodyTexts {
  const made = new ByteLru(maxBytes)

  function cached(key: string, make: () => string | undefined): string | undefined {
    const known = made.get(key)
    if (known !== undefined) return known
    const text = make()
    if (text !== undefined) made.set(key, text)
    return text
  }

  const converted = (row: Priced, version: Version): string | undefined =>
    row.version === version.number
      ? row.text
      : // By its content, not by its place in the feed: a location's text changes with its EVSEs.
        cached(`${row.key.module} ${row.version} ${version.number} ${row.text}`, () => rowText(row, version).text)

  return (row, version, group) => {
    if (!group || !isConcerned(row, group)) return converted(row, version)
    // The body of an EVSE does not say where it stands.
    const { module, countryCode, partyId, id } = row.key
    const place = module === 'evses' ? `${countryCode}-${partyId} ${id}` : ''
    const key = `${module} ${row.version} ${version.number} ${group.digest} ${place} ${row.text}`
    return cached(key, () => rowText(pricedRow(row, group), version).text)
  }
}

/** False without a look at the body where its place says so. */
const isConcerned = ({ key: { countryCode, partyId, id } }: Priced, group: CompiledGroup): boolean =>
  countryCode === undefined || partyId === undefined || id === undefined || group.concerns({ countryCode, partyId, id })
