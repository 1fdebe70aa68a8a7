// What a row of the feed looks like from outside. Made once per change, however many listen.

import type { CommandRecord } from '../../modules/commands/record.ts'
import { canonicalText } from '../../modules/rows.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import type { FeedEntry } from '../../storage/objects.ts'
import { showCommand, showPartnerRow } from '../views.ts'

export interface ToldChange {
  readonly entry: FeedEntry
  /** An EVSE is part of `locations`. */
  readonly module: string
  readonly own: boolean
  readonly object: Readonly<Record<string, unknown>>
  /** The members of a Change behind its position, as JSON text with the closing brace. */
  readonly members: string
  /** Keys of the parties it concerns: its owner, whom it is meant for, and ours that were given to who sent it. */
  readonly parties: readonly string[]
}

const asStored = (text: string) => JSON.parse(text) as Record<string, unknown>

/** Internal modules whose rows are shown, and how. */
const shown: Readonly<Record<string, (text: string) => Record<string, unknown>>> = {
  commands: (text) => showCommand(JSON.parse(text) as CommandRecord),
  partners: (text) => showPartnerRow(JSON.parse(text) as Parameters<typeof showPartnerRow>[0]),
  parked: asStored,
  audits: asStored,
  lints: asStored,
}
const modules = new Set(['locations', 'evses', 'tariffs', 'sessions', 'cdrs', 'tokens', ...Object.keys(shown)])

/**
 * The changes of one read of the feed. EVSEs whose location stands in the same read, or comes later, are told with it:
 * a location is always told whole. What cannot be shown is left out and goes to `failed`.
 */
/** One change; throws when the object cannot be shown. */
export function toldChanges(
  entries: readonly FeedEntry[],
  directory: Directory,
  failed: (error: unknown) => void,
): ToldChange[] {
  const locations = new Set(entries.filter(({ key }) => key.module === 'locations').map(locationOf))
  return entries.flatMap((entry) => {
    if (!modules.has(entry.key.module)) return []
    if (entry.key.module === 'evses' && (locations.has(locationOf(entry)) || comesLater(entry))) return []
    try {
      return [toldChange(entry, directory)]
    } catch (error) {
      failed(error)
      return []
    }
  })
}

const locationOf = ({ key }: FeedEntry): string => `${key.countryCode}-${key.partyId}/${key.id}`
const comesLater = ({ parentPosition, position }: FeedEntry): boolean => (parentPosition ?? 0) >= position

/** One change; throws when the object cannot be shown. */
export function toldChange(entry: FeedEntry, directory: Directory): ToldChange {
  const { module } = entry.key
  const show = shown[module]
  const objectText = show ? JSON.stringify(show(entry.text)) : canonicalText(entry)
  const object = JSON.parse(objectText) as Record<string, unknown>
  return {
    entry,
    module: module === 'evses' ? 'locations' : module,
    own: entry.partner === null,
    object,
    members: membersOf(entry, object, objectText),
    parties: partiesOf(entry, object, directory),
  }
}

function partiesOf(entry: FeedEntry, object: Readonly<Record<string, unknown>>, directory: Directory): string[] {
  const { module, countryCode, partyId } = entry.key
  if (module === 'commands') {
    const { from, to } = object as unknown as CommandRecord
    return [from, to].map((party) => partyKey({ countryCode: party.country_code, partyId: party.party_id }))
  }
  const given = (id: string | null) => {
    const partner = id === null ? undefined : directory.partner(id)
    return partner ? directory.ownPartiesFor(partner).map(partyKey) : []
  }
  if (module === 'partners') return given(String(object.id))
  return [`${countryCode}-${partyId}`, ...(entry.audience ?? given(entry.partner))]
}

/** In the spelling of the object. */
const idOf = ({ id, uid, object_id, cdr_id, tariff_id }: Readonly<Record<string, unknown>>, stored: string): string =>
  String(id ?? uid ?? object_id ?? cdr_id ?? tariff_id ?? stored)

function membersOf(entry: FeedEntry, object: Readonly<Record<string, unknown>>, objectText: string): string {
  const { key, deleted, partner } = entry
  const evse = key.module === 'evses'
  const head = {
    module: evse ? 'locations' : key.module,
    ...(key.countryCode === '' ? {} : { country_code: key.countryCode, party_id: key.partyId }),
    id: evse ? (entry.parentId ?? key.id) : idOf(object, key.id),
    ...(evse ? { evse_uid: String(object.uid) } : {}),
    kind: deleted ? 'delete' : 'put',
    own: partner === null,
    ...(partner === null ? {} : { partner }),
  }
  return `${JSON.stringify(head).slice(1, -1)},"object":${objectText}}`
}
