// What the receiver sides of the object modules share: a push becomes a write, a stored row an answer.

import { notFound } from '@interchange/ocpi/wire/error'
import type { Events } from '../events.ts'
import type { Retention } from '../retention/retention.ts'
import type { Database } from '../storage/database.ts'
import { getRow } from '../storage/objects.ts'
import type { Row, RowKey } from '../storage/row.ts'
import type { GroupWriter, Write } from '../storage/writer.ts'
import type { Call, Reply } from './call.ts'
import type { Json } from './json-text.ts'
import { asOcpiError } from './refused.ts'
import { rowText } from './rows.ts'
import type { Incoming, Place, Removal, Stored } from './writing.ts'

export interface ReceiverNeeds {
  readonly writer: GroupWriter
  readonly database: Database
  readonly events: Pick<Events, 'pushStored' | 'objectOdd'>
  /** Absent: nothing is too old to be taken. */
  readonly retention?: Pick<Retention, 'isForgotten'>
  /** A push was older than what is stored, and not applied. */
  readonly stale?: ((call: Call, key: RowKey) => void) | undefined
}

/** What a push brings. */
export const pushed = (call: Call): Incoming => ({
  version: call.version,
  object: call.body as Json,
  text: call.bodyText,
  partner: call.partner,
  source: 'push',
  correlationId: call.correlationId,
})

export const removal = (call: Call, now: Date): Removal => ({
  partner: call.partner,
  source: 'push',
  correlationId: call.correlationId,
  at: now.toISOString(),
})

/** The object a URL names; `id` is the parameter that holds its id. */
export function placeOf({ params, query }: Call, id: string): Place {
  const { country_code = '', party_id = '', evse_uid, connector_id } = params
  return {
    countryCode: country_code,
    partyId: party_id,
    id: params[id] ?? '',
    ...(evse_uid === undefined ? {} : { evseUid: evse_uid }),
    ...(connector_id === undefined ? {} : { connectorId: connector_id }),
    ...(typeof query.type === 'string' ? { tokenType: query.type } : {}),
  }
}

/**
 * Carries a push out; the answer means that it is committed. `make` is called here, so that what it refuses is
 * answered like what the write refuses.
 */
export async function store(needs: ReceiverNeeds, call: Call, make: () => Write<Stored>): Promise<Stored> {
  try {
    const stored = await needs.writer.write(make())
    needs.events.pushStored(call.partner, call.module, stored.outcome)
    needs.events.objectOdd(call.partner, call.module, stored.findings)
    if (stored.outcome === 'stale') needs.stale?.(call, stored.row.key)
    return stored
  } catch (error) {
    throw asOcpiError(error)
  }
}

/** Something so old that it is not kept any more: answered as a success, so that nobody repeats it. */
export async function isForgotten({ retention, events }: ReceiverNeeds, call: Call, key: RowKey): Promise<boolean> {
  if (!(await retention?.isForgotten(key, call.body as Json))) return false
  events.pushStored(call.partner, call.module, 'expired')
  return true
}

/** 201 for what is new, 200 else; no `data`, as the specification does not say what it would be (R-FMT-06, T-04). */
export const stored = ({ outcome }: Stored): Reply => (outcome === 'created' ? { http: 201 } : {})

/**
 * What a partner pushed, as it is stored now. Own objects are not read here, and whose object it is the pipeline has
 * checked (R-OWN-09).
 */
export async function received(needs: Pick<ReceiverNeeds, 'database'>, key: RowKey, what: string): Promise<Row> {
  const row = await getRow(needs.database, key)
  if (!row || row.deleted || row.partner === null) throw notFound(`There is no such ${what}`)
  return row
}

/** A stored object in the version of the request. */
export function asReply(row: Pick<Row, 'key' | 'version' | 'text'>, call: Call, what: string): Reply {
  const { text } = rowText(row, call.version)
  if (text === undefined) throw notFound(`There is no such ${what} in OCPI ${call.version.number}`)
  return { dataText: text }
}
