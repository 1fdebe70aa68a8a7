// What is known about one command, as eMSP (sent) or as CPO (received). It is an own row of the store, so its changes
// stand in the feed and reach the backend; it never leaves for a partner.

import { canonical } from '@interchange/ocpi/canonical'
import type { CommandResponse, CommandResult, DisplayText, Token } from '@interchange/ocpi/generated/v2.3.0'
import { type Party, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { type RowKey, rowKey } from '../../storage/row.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { authorizationWrite, cdrTokenOf } from '../authorization/record.ts'

export const commandTypes = [
  'CANCEL_RESERVATION',
  'RESERVE_NOW',
  'START_SESSION',
  'STOP_SESSION',
  'UNLOCK_CONNECTOR',
] as const
export type CommandType = (typeof commandTypes)[number]

/** Definition of each command's body. */
export const bodyNames: Readonly<Record<CommandType, string>> = {
  CANCEL_RESERVATION: 'CancelReservation',
  RESERVE_NOW: 'ReserveNow',
  START_SESSION: 'StartSession',
  STOP_SESSION: 'StopSession',
  UNLOCK_CONNECTOR: 'UnlockConnector',
}

/**
 * - `sent`: on its way, no answer yet
 * - `accepted`: the CPO takes it and will report the outcome
 * - `rejected`: the CPO, or its charge point, said no
 * - `done`: the charge point did it
 * - `canceled`: a reservation the CPO took back
 * - `timeout`: no outcome was reported in time
 * - `failed`: the CPO could not be asked
 */
export type CommandStatus = 'sent' | 'accepted' | 'rejected' | 'done' | 'canceled' | 'timeout' | 'failed'

export interface ReportedResult {
  readonly result: CommandResult['result']
  readonly message: readonly DisplayText[]
  /** DateTime. */
  readonly at: string
}

export interface CommandRecord {
  readonly id: string
  readonly command: CommandType
  /** `sent`: by one of our parties as eMSP; `received`: by one of our parties as CPO. */
  readonly direction: 'sent' | 'received'
  readonly from: { readonly country_code: string; readonly party_id: string }
  readonly to: { readonly country_code: string; readonly party_id: string }
  readonly partner: string
  /** The command's own fields, canonical, without `response_url`. */
  readonly request: Readonly<Record<string, unknown>>
  readonly status: CommandStatus
  /** The CPO's first answer. */
  readonly response: CommandResponse['result'] | null
  /** Why there is none, in words. */
  readonly reason: string | null
  /** The last outcome reported. */
  readonly result: CommandResult['result'] | null
  readonly results: readonly ReportedResult[]
  /** Received commands: where the outcome goes. Never shown. */
  readonly response_url: string | null
  /** DateTime after which no outcome is expected any more; null before the CPO accepted. */
  readonly expires_at: string | null
  readonly correlation_id: string
  readonly created_at: string
  readonly last_updated: string
}

export const wireParty = (party: Party) => ({ country_code: party.countryCode, party_id: party.partyId })
export const fromWireParty = (party: { country_code: string; party_id: string }): Party => ({
  countryCode: party.country_code,
  partyId: party.party_id,
})

/** Commands are kept under the platform rather than a party: their id alone finds them. */
export const commandKey = (id: string): RowKey => rowKey('commands', '', '', id)

export interface CommandStore {
  find(id: string): Promise<CommandRecord | undefined>
  create(record: CommandRecord): Promise<void>
  /** Changes the stored record; `change` is pure and gives undefined to leave it as it is. */
  update(id: string, change: (record: CommandRecord) => CommandRecord | undefined): Promise<CommandRecord | undefined>
  /** What came with this token after `since` (DateTime) and was taken, the last one first. */
  takenWith(token: { readonly uid: string; readonly type: string }, since: string): Promise<readonly CommandRecord[]>
}

/** Of one token within minutes; more would tell nothing else. */
const MOST_TAKEN = 50

export function commandStore(database: Database, writer: GroupWriter): CommandStore {
  const read = (text: string): CommandRecord => JSON.parse(text) as CommandRecord
  const changeOf = (record: CommandRecord) => ({
    key: commandKey(record.id),
    version: canonical.number,
    text: JSON.stringify(record),
    lastUpdated: record.last_updated,
    partner: null,
    audience: [record.from, record.to].map((party) => partyKey(fromWireParty(party))),
    state: record.status,
    correlationId: record.correlation_id,
    derived: { direction: record.direction, expires_at: record.expires_at },
  })
  return {
    async find(id) {
      const row = await getRow(database, commandKey(id))
      return row && !row.deleted ? read(row.text) : undefined
    },
    async create(record) {
      const authorized = authorizationOf(record)
      await writer.write({
        load: [commandKey(record.id), ...(authorized?.load ?? [])],
        apply(view) {
          view.put(changeOf(record))
          authorized?.apply(view)
        },
      })
    },
    update: (id, change) =>
      writer.write({
        load: [commandKey(id)],
        apply: (view) => {
          const row = view.get(commandKey(id))
          if (!row || row.deleted) return undefined
          const stored = read(row.text)
          const changed = change(stored)
          if (!changed) return stored
          view.put(changeOf(changed))
          return changed
        },
      }),
    async takenWith({ uid, type }, since) {
      const { rows } = await database.query<{ text: string }>(
        `select body::text as text from "${database.schema}".object
          where module = 'commands' and last_updated_at >= $1::text::timestamptz and not deleted
            and state in ('accepted', 'done') and derived->>'direction' = 'received' and body->>'created_at' >= $1::text
            and upper(body->'request'->'token'->>'uid') = upper($2) and body->'request'->'token'->>'type' = $3
          order by seq desc limit ${MOST_TAKEN}`,
        [since, uid, type],
      )
      return rows.map(({ text }) => read(text))
    },
  }
}

/** R-CMD-13: the reference of a command comes back in the session and the CDR. */
function authorizationOf({ from, request, created_at: at }: CommandRecord) {
  const { authorization_reference: reference, location_id: place, token } = request
  if (typeof reference !== 'string') return undefined
  const location = typeof place === 'string' ? { location_id: place } : {}
  const given = token ? { token: cdrTokenOf(token as Token), method: 'COMMAND' as const } : {}
  return authorizationWrite(fromWireParty(from), { reference, at, ...location, ...given })
}

/** What the outcome of a charge point makes of a command. */
export function statusAfter(result: CommandResult['result']): CommandStatus {
  switch (result) {
    case 'ACCEPTED':
      return 'done'
    case 'CANCELED_RESERVATION':
      return 'canceled'
    case 'TIMEOUT':
      return 'timeout'
    default:
      return 'rejected'
  }
}

/** Adds an outcome. The same outcome twice is one: callbacks are repeated when an answer got lost. */
export function withResult(record: CommandRecord, outcome: ReportedResult): CommandRecord | undefined {
  if (record.results.some(({ result }) => result === outcome.result)) return undefined
  return {
    ...record,
    status: statusAfter(outcome.result),
    result: outcome.result,
    results: [...record.results, outcome],
    last_updated: outcome.at,
  }
}
