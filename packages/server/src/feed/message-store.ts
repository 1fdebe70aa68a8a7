// Messages that have to arrive by themselves: the results of commands, and one row for each CDR and partner.

import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { Database, Queryable } from '../storage/database.ts'
import type { RowKey } from '../storage/row.ts'
import type { Judged } from './answers.ts'
import type { Message } from './messages.ts'
import { MESSAGE_LIFE_MS } from './retries.ts'

export type MessageState = 'open' | 'parked' | 'settled' | 'expired'

/** A message that is to be sent now. */
export interface DueMessage {
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly url: string
  readonly body: string
  readonly from: Party
  readonly to: Party
  readonly correlationId: string
  readonly until: number
  readonly attempts: number
}

/** A partner's CDR before it is sent, this time included in `attempts`. */
export interface CdrDelivery {
  readonly state: MessageState
  readonly until: number
  readonly attempts: number
}

export interface CdrOutcome {
  readonly partner: string
  readonly key: RowKey
  readonly state: MessageState
  readonly judged: Pick<Judged, 'http' | 'statusCode' | 'why' | 'location'>
  /** Without driver identifiers. */
  readonly message: string | null
}

export interface MessageView {
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly state: MessageState
  readonly country_code: string | null
  readonly party_id: string | null
  readonly object_id: string | null
  readonly created_at: string
  readonly until: string
  readonly attempts: number
  readonly http: number | null
  readonly status_code: number | null
  readonly why: string | null
  readonly message: string | null
  readonly location: string | null
}

const KEPT_DAYS = 14
const epoch = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`

export function messageStore(database: Database) {
  const table = `"${database.schema}".message`
  return {
    async add(id: string, message: Message, now: Date): Promise<void> {
      const until = message.until ?? new Date(now.getTime() + MESSAGE_LIFE_MS)
      await database.query(
        `insert into ${table} (id, partner, kind, state, url, body, from_party, to_party, correlation_id, created_at,
                               until, next_at)
         values ($1::uuid, $2, $3, 'open', $4, $5, $6, $7, $8, $9::timestamptz, $10::timestamptz, $9::timestamptz)`,
        [
          id,
          message.partnerId,
          message.kind,
          message.url,
          message.bodyText,
          partyKey(message.from),
          partyKey(message.to),
          message.correlationId,
          now.toISOString(),
          until.toISOString(),
        ],
      )
    },

    /** Messages whose time has come, the oldest first; a later one to the same address waits until the first is through. */
    async due(partner: string, now: Date, limit: number): Promise<DueMessage[]> {
      const { rows } = await database.query<{
        id: string
        partner: string
        kind: string
        url: string
        body: string
        from_party: string
        to_party: string
        correlation_id: string
        until: number
        attempts: number
      }>(
        `select id::text as id, partner, kind, url, body, from_party, to_party, correlation_id, ${epoch('until')}, attempts
         from ${table} m
         where partner = $1 and next_at <= $2::timestamptz and object_id is null
           and (state = 'parked' or not exists (
             select 1 from ${table} o where o.partner = m.partner and o.url = m.url and o.state = 'open'
               and o.next_at is not null and o.created_at < m.created_at))
         order by m.created_at limit $3`,
        [partner, now.toISOString(), limit],
      )
      return rows.map((row) => ({
        id: row.id,
        partner: row.partner,
        kind: row.kind,
        url: row.url,
        body: row.body,
        from: partyFromKey(row.from_party),
        to: partyFromKey(row.to_party),
        correlationId: row.correlation_id,
        until: row.until,
        attempts: row.attempts,
      }))
    },

    async conclude(id: string, state: MessageState, judged: Judged | undefined, nextAt: Date | null, now: Date) {
      await database.query(
        `update ${table} set state = $2, attempts = attempts + $3, next_at = $4::timestamptz,
           http = coalesce($5::int, http), status_code = coalesce($6::int, status_code), why = coalesce($7, why),
           message = coalesce($8, message),
           settled_at = case when $2 in ('settled', 'expired') then $9::timestamptz end
         where id = $1::uuid`,
        [
          id,
          state,
          judged ? 1 : 0,
          nextAt?.toISOString() ?? null,
          judged?.http ?? null,
          judged?.statusCode ?? null,
          judged?.why ?? null,
          judged?.message ?? null,
          now.toISOString(),
        ],
      )
    },

    /** Messages that nobody waits for any longer, whether their partner can be reached or not. */
    async expire(now: Date): Promise<{ partner: string; kind: string }[]> {
      const { rows } = await database.query<{ partner: string; kind: string }>(
        `update ${table} set state = 'expired', next_at = null, settled_at = $1::timestamptz
         where object_id is null and next_at is not null and until < $1::timestamptz returning partner, kind`,
        [now.toISOString()],
      )
      return rows
    },

    /** Written down before the CDR leaves, so that the seven days and the number of tries survive a crash. */
    async beginCdr(id: string, partner: string, key: RowKey, now: Date): Promise<CdrDelivery> {
      const { rows } = await database.query<CdrDelivery>(
        `insert into ${table} as m (id, partner, kind, country_code, party_id, object_id, state, created_at, until, attempts)
         values ($1::uuid, $2, 'cdr', $3, $4, $5, 'open', $6::timestamptz, $7::timestamptz, 1)
         on conflict (partner, kind, country_code, party_id, object_id) where object_id is not null
         do update set attempts = m.attempts + case when m.state = 'settled' then 0 else 1 end
         returning state, ${epoch('until')}, attempts`,
        [
          id,
          partner,
          key.countryCode,
          key.partyId,
          key.id,
          now.toISOString(),
          new Date(now.getTime() + MESSAGE_LIFE_MS).toISOString(),
        ],
      )
      return rows[0]!
    },

    /** What became of a partner's CDR so far; undefined when it was never sent there. */
    async cdrState(partner: string, key: RowKey): Promise<MessageState | undefined> {
      const { rows } = await database.query<{ state: MessageState }>(
        `select state from ${table}
         where partner = $1 and kind = 'cdr' and country_code = $2 and party_id = $3 and object_id = $4`,
        [partner, key.countryCode, key.partyId, key.id],
      )
      return rows[0]?.state
    },

    async concludeCdrs(tx: Queryable, outcomes: readonly CdrOutcome[], now: Date): Promise<void> {
      if (outcomes.length === 0) return
      await tx.query(
        `update ${table} m set state = n.state, http = n.http, status_code = n.status_code, why = n.why,
           message = n.message, location = coalesce(n.location, m.location),
           settled_at = case when n.state in ('settled', 'expired') then $11::timestamptz end
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[],
                     $9::text[], $10::text[])
           as n (partner, country_code, party_id, object_id, state, http, status_code, why, message, location)
         where m.kind = 'cdr' and m.partner = n.partner and m.country_code = n.country_code
           and m.party_id = n.party_id and m.object_id = n.object_id and m.state <> 'settled'`,
        [
          outcomes.map((one) => one.partner),
          outcomes.map((one) => one.key.countryCode),
          outcomes.map((one) => one.key.partyId),
          outcomes.map((one) => one.key.id),
          outcomes.map((one) => one.state),
          outcomes.map((one) => one.judged.http),
          outcomes.map((one) => one.judged.statusCode),
          outcomes.map((one) => one.judged.why),
          outcomes.map((one) => one.message),
          outcomes.map((one) => one.judged.location),
          now.toISOString(),
        ],
      )
    },

    /** What has not been settled yet, and with `settled` also what has; newest first. */
    async list(filter: { partner?: string; settled?: boolean; limit: number }): Promise<MessageView[]> {
      const { rows } = await database.query<MessageView & { created_at: number | string; until: number | string }>(
        `select id::text as id, partner, kind, state, country_code, party_id, object_id, ${epoch('created_at')},
           ${epoch('until')}, attempts, http, status_code, why, message, location
         from ${table}
         where ($1::text is null or partner = $1) and ($2::boolean or state <> 'settled')
         order by message.created_at desc, id limit $3`,
        [filter.partner ?? null, filter.settled ?? false, filter.limit],
      )
      return rows.map((row) => ({
        ...row,
        created_at: new Date(row.created_at).toISOString(),
        until: new Date(row.until).toISOString(),
      }))
    },

    /** CDRs stay: they tell that a CDR was delivered. */
    async purge(now: Date): Promise<void> {
      await database.query(
        `delete from ${table} where object_id is null and settled_at < $1::timestamptz - interval '${KEPT_DAYS} days'`,
        [now.toISOString()],
      )
    },
  }
}

export type MessageStore = ReturnType<typeof messageStore>
