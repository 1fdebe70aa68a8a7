// Public keys of meters, noted by the company for EVSEs of its own and of others. Read where a CDR is audited, so every
// process has the same ones.

import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Database } from '../storage/database.ts'

export interface MeterPlace {
  readonly countryCode: string
  readonly partyId: string
  readonly evseUid: string
}

export interface MeterKey {
  readonly public_key: string
  /** DateTime; absent: since ever. A meter that is exchanged brings another key. */
  readonly valid_from?: string
}

/** Ids in the spelling they were put in. */
export interface MeterKeys {
  readonly country_code: string
  readonly party_id: string
  readonly evse_uid: string
  /** In order of time. */
  readonly keys: readonly MeterKey[]
}

type Named = readonly [countryCode: string, partyId: string, evseUid: string]

/** As it is compared. */
const namesOf = ({ countryCode, partyId, evseUid }: MeterPlace): Named => [
  countryCode.toUpperCase(),
  partyId.toUpperCase(),
  evseUid.toUpperCase(),
]

export const placeText = (place: MeterPlace): string => namesOf(place).join(' ')

export const startOf = ({ valid_from: from }: MeterKey): number => parseDateTime(from) ?? Number.NEGATIVE_INFINITY

/** The key of the meter that was there when a session began. */
export function keyAt(keys: readonly MeterKey[], start: string): MeterKey | undefined {
  const at = parseDateTime(start)
  return at === undefined ? undefined : keys.findLast((key) => startOf(key) <= at)
}

interface Entry {
  readonly place: string
  readonly entry: string
}

export function meterKeyStore(database: Database) {
  const table = `"${database.schema}".meter_keys`
  const columns = `country_code || ' ' || party_id || ' ' || evse_uid as place, entry::text as entry`
  const read = ({ entry }: Entry): MeterKeys => JSON.parse(entry) as MeterKeys

  return {
    async get(place: MeterPlace): Promise<MeterKeys | undefined> {
      const { rows } = await database.query<Entry>(
        `select ${columns} from ${table} where country_code = $1 and party_id = $2 and evse_uid = $3`,
        namesOf(place),
      )
      return rows[0] && read(rows[0])
    },

    /** In order of party and uid. */
    async page(after: MeterPlace | undefined, limit: number): Promise<MeterKeys[]> {
      const { rows } = await database.query<Entry>(
        `select ${columns} from ${table} where (country_code, party_id, evse_uid) > ($1, $2, $3)
         order by country_code, party_id, evse_uid limit $4`,
        [...(after ? namesOf(after) : ['', '', '']), limit],
      )
      return rows.map(read)
    },

    /** True when there were none before. */
    async put(place: MeterPlace, entry: MeterKeys): Promise<boolean> {
      const { rows } = await database.query<{ made: boolean }>(
        `insert into ${table} (country_code, party_id, evse_uid, entry) values ($1, $2, $3, $4::jsonb)
         on conflict (country_code, party_id, evse_uid) do update set entry = excluded.entry
         returning xmax = 0 as made`,
        [...namesOf(place), JSON.stringify(entry)],
      )
      return rows[0]!.made
    },

    async remove(place: MeterPlace): Promise<boolean> {
      const { rows } = await database.query(
        `delete from ${table} where country_code = $1 and party_id = $2 and evse_uid = $3 returning evse_uid`,
        namesOf(place),
      )
      return rows.length > 0
    },

    /** By the texts of the places; those without any are left out. */
    async keysOf(places: readonly MeterPlace[]): Promise<ReadonlyMap<string, readonly MeterKey[]>> {
      if (places.length === 0) return new Map()
      const named = places.map(namesOf)
      const { rows } = await database.query<Entry>(
        `select ${columns} from ${table} where (country_code, party_id, evse_uid) in (
           select * from unnest($1::text[], $2::text[], $3::text[]))`,
        [0, 1, 2].map((index) => named.map((names) => names[index]!)),
      )
      return new Map(rows.map((row) => [row.place, read(row).keys]))
    },
  }
}
