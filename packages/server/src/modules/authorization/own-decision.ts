// Whether an own token may charge: the company's backend decides, else the stored token. The same for a partner that asks in
// real time and for a charge point of our own.

import { canonical } from '@interchange/ocpi/canonical'
import { accepts } from '@interchange/ocpi/define/validate'
import type { AuthorizationInfo, LocationReferences, Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Questions } from '../../backend/questions.ts'
import type { Clock, Ids } from '../../clock.ts'
import { ownerOf, type Party } from '../../party.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { wireParty } from '../commands/record.ts'
import { authorizationWrite } from './record.ts'

export interface OwnDecisionNeeds {
  readonly questions: Questions
  readonly writer: GroupWriter
  readonly clock: Clock
  readonly ids: Ids
}

/** A driver waits at the charger. */
const DECISION_MS = 2_000

/** - `asked`: the backend answered. - `need_location`: it cannot decide without the place (R-TOK-09). */
export type OwnDecision =
  | { readonly kind: 'decided'; readonly info: AuthorizationInfo; readonly asked: boolean }
  | { readonly kind: 'need_location' }

export type DecideOwn = (
  token: Token,
  location: LocationReferences | undefined,
  from: Party | undefined,
) => Promise<OwnDecision>

export const createOwnDecision =
  ({ questions, writer, clock, ids }: OwnDecisionNeeds): DecideOwn =>
  async (token, location, from) => {
    const answer = await questions.ask({
      type: 'token.authorize',
      party: ownerOf(token),
      data: { token, ...(location ? { location } : {}), ...(from ? { from: wireParty(from) } : {}) },
      deadlineMs: DECISION_MS,
    })
    if (answer.kind === 'answer' && needsLocation(answer.data)) return { kind: 'need_location' }
    const said = answer.kind === 'answer' ? decided(answer.data, token, location) : undefined
    const info = said ?? storedDecision(token, location)
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
            ...(location ? { location_id: location.location_id } : {}),
          })
        : undefined
    if (given) await writer.write(given)
    return { kind: 'decided', info: referenced, asked: said !== undefined }
  }

/** A backend that cannot decide without the place says so: `{"need": "location"}` (R-TOK-09). */
const needsLocation = (data: unknown): boolean => (data as { need?: unknown } | null)?.need === 'location'

/** The stored token decides where no backend does. Opening hours and EVSE status never count (R-TOK-12). */
function storedDecision(token: Token, location: LocationReferences | undefined): AuthorizationInfo {
  return {
    allowed: token.valid ? 'ALLOWED' : 'BLOCKED',
    token,
    ...(token.valid && location ? { location } : {}),
  }
}

/** Undefined where the backend's answer is none. */
function decided(data: unknown, token: Token, location: LocationReferences | undefined): AuthorizationInfo | undefined {
  const info = { ...(data as object), token } as AuthorizationInfo
  if (!accepts(canonical, 'AuthorizationInfo', info)) return undefined
  return info.allowed !== 'ALLOWED' || info.location || !location ? info : { ...info, location }
}
