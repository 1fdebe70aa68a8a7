// The session that a command began. OCPI names it nowhere: it is the one that carries the command's reference; a CPO that
// does not hand that back is known by what else the two have in common.

import type { Session, Token } from '@interchange/ocpi/generated/v2.3.0'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { listRows } from '../../storage/objects.ts'
import { fromRow } from '../rows.ts'
import { type CommandRecord, fromWireParty } from './record.ts'

/** Clocks of charge points may be behind. */
const EARLIER_MS = 5 * 60_000
/** Of one token at one CPO since the command. */
const MOST = 100

/** Id of the session; undefined: none is known yet. */
export async function sessionOf(database: Database, record: CommandRecord): Promise<string | undefined> {
  const { command, request, status, to, created_at } = record
  if (typeof request.session_id === 'string') return request.session_id
  if (command !== 'START_SESSION' && command !== 'RESERVE_NOW') return undefined
  if (status === 'failed' || (status === 'rejected' && record.results.length === 0)) return undefined
  const token = request.token as Token | undefined
  if (!token) return undefined
  const rows = await listRows(
    database,
    { module: 'sessions', owners: [partyKey(fromWireParty(to))], tokenUid: token.uid, from: earlier(created_at) },
    { limit: MOST },
  )
  const sessions = rows.map((row) => fromRow(row) as unknown as Session)
  const reference = request.authorization_reference
  const named = sessions.find(
    ({ authorization_reference: own }) => typeof reference === 'string' && own && equalCi(own, reference),
  )
  return (named ?? sessions.find((session) => isLike(session, record)))?.id
}

function isLike(session: Session, { request, created_at }: CommandRecord): boolean {
  const { uid, type } = request.token as Token
  const sameToken = equalCi(session.cdr_token.uid, uid) && session.cdr_token.type === type
  const sameEvse = request.evse_uid == null || equalCi(session.evse_uid, String(request.evse_uid))
  return (
    !session.authorization_reference &&
    sameToken &&
    sameEvse &&
    equalCi(session.location_id, String(request.location_id)) &&
    (parseDateTime(session.start_date_time) ?? Number.NaN) >= Date.parse(earlier(created_at))
  )
}

const earlier = (at: string): string => new Date(Date.parse(at) - EARLIER_MS).toISOString()
