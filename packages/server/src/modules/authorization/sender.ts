// Real-time authorization as eMSP: a CPO asks whether a token may charge. Source: 2.2.1 Tokens, "POST Method".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import { accepts } from '@interchange/ocpi/define/validate'
import type { AuthorizationInfo, LocationReferences, Token } from '@interchange/ocpi/generated/v2.3.0'
import { notEnoughInformation, unknownToken } from '@interchange/ocpi/wire/error'
import type { Questions } from '../../backend/questions.ts'
import type { Clock, Ids } from '../../clock.ts'
import type { Directory } from '../../partners/directory.ts'
import { ownerOf, type Party } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRows } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import type { Call, Handlers } from '../call.ts'
import { wireParty } from '../commands/record.ts'
import { fromRow } from '../rows.ts'
import { authorizationWrite } from './record.ts'

export interface AuthorizationSenderNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly questions: Questions
  readonly writer: GroupWriter
  readonly clock: Clock
  readonly ids: Ids
}

/** A driver waits at the charger. */
const DECISION_MS = 2_000

export function authorizationSender({
  database,
  directory,
  questions,
  writer,
  clock,
  ids,
}: AuthorizationSenderNeeds): Handlers {
  /** The token among those of the party that is asked, else of all parties this partner was given. */
  async function findToken(call: Call): Promise<Token | undefined> {
    const type = typeof call.query.type === 'string' ? call.query.type : 'RFID'
    const parties: readonly Party[] = call.to ? [call.to] : directory.ownPartiesFor(call.partner)
    const keys = parties.map(({ countryCode, partyId }) =>
      rowKey('tokens', countryCode, partyId, call.params.token_uid ?? '', type),
    )
    const row = (await getRows(database, keys)).find((found) => !found.deleted && found.partner === null)
    return row && (fromRow(row) as unknown as Token)
  }

  return {
    async authorizeToken(call) {
      const token = await findToken(call)
      // R-TOK-08: 404 and 2004, without data.
      if (!token) throw unknownToken()
      const references = call.body
        ? (convert(call.version.number, canonical.number, 'LocationReferences', call.body as Record<string, unknown>)
            .object as unknown as LocationReferences)
        : undefined
      const answer = await questions.ask({
        type: 'token.authorize',
        party: ownerOf(token),
        data: {
          token,
          ...(references ? { location: references } : {}),
          ...(call.from ? { from: wireParty(call.from) } : {}),
        },
        deadlineMs: DECISION_MS,
      })
      if (answer.kind === 'answer' && needsLocation(answer.data)) {
        throw notEnoughInformation('The location and its EVSEs are needed to decide')
      }
      const info =
        answer.kind === 'answer' ? decided(answer.data, token, references) : storedDecision(token, references)
      // R-TOK-15: the reference comes back in the session and the CDR, and tells which answer they rest on.
      const referenced: AuthorizationInfo =
        info.allowed === 'ALLOWED' && !info.authorization_reference
          ? { ...info, authorization_reference: ids.uuid() }
          : info
      const { allowed, authorization_reference: reference } = referenced
      const given =
        allowed === 'ALLOWED' && reference
          ? authorizationWrite(ownerOf(token), {
              reference,
              at: clock.now().toISOString(),
              ...(references ? { location_id: references.location_id } : {}),
            })
          : undefined
      if (given) await writer.write(given)
      return { data: referenced }
    },
  }
}

/** A backend that cannot decide without the place says so: `{"need": "location"}` (R-TOK-09). */
const needsLocation = (data: unknown): boolean => (data as { need?: unknown } | null)?.need === 'location'

/** The stored token decides where no backend does. Opening hours and EVSE status never count (R-TOK-12). */
function storedDecision(token: Token, references: LocationReferences | undefined): AuthorizationInfo {
  return {
    allowed: token.valid ? 'ALLOWED' : 'BLOCKED',
    token,
    ...(token.valid && references ? { location: references } : {}),
  }
}

function decided(data: unknown, token: Token, references: LocationReferences | undefined): AuthorizationInfo {
  const info = { ...(data as object), token } as AuthorizationInfo
  if (!accepts(canonical, 'AuthorizationInfo', info)) return storedDecision(token, references)
  if (info.allowed !== 'ALLOWED' || info.location || !references) return info
  return { ...info, location: references }
}
