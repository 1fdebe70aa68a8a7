// Real-time authorization as CPO: may this token charge here? Asks the eMSP where the whitelist rules want it.
// Source: 2.2.1 Tokens, "Real-time authorization" and "WhitelistType".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { AuthorizationInfo, LocationReferences, Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import { classOf, statusOf } from '@interchange/ocpi/wire/status-codes'
import type { Clock, Ids } from '../../clock.ts'
import type { Outbound } from '../../outbound.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import { ownerOf, type Party, partyFromKey, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import type { CommandStore } from '../commands/record.ts'
import type { DecideOwn } from './own-decision.ts'
import { authorizationWrite, cdrTokenOf } from './record.ts'
import { emspsFor, ownToken, storedToken } from './stored-token.ts'
import { whoDecides } from './whitelist.ts'

export interface AuthorizeNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly outbound: Outbound
  readonly decideOwn: DecideOwn
  readonly commands: Pick<CommandStore, 'takenWith'>
  readonly writer: GroupWriter
  readonly clock: Clock
  readonly ids: Ids
}

export interface AuthorizeRequest {
  readonly from: Party
  readonly token: { readonly uid: string; readonly type: string }
  readonly location?: LocationReferences
  /** The driver has charged already: a stored token that may decide for an eMSP that is offline decides. */
  readonly afterwards?: boolean
}

export interface Authorized {
  readonly allowed: AuthorizationInfo['allowed']
  /** `realtime`: the eMSP said so; `whitelist`: the stored token; `command`: it was started by the eMSP itself. */
  readonly decidedBy: 'realtime' | 'whitelist' | 'command' | 'nobody'
  /** The token, where anybody knows it. */
  readonly token?: Token
  readonly location?: LocationReferences
  readonly authorization_reference?: string
  readonly info?: AuthorizationInfo['info']
  /** In words, where no eMSP said it. */
  readonly reason?: string
  /** Somebody was asked and nobody answered: it may be asked again. */
  readonly unanswered?: true
}

const DEADLINE_MS = 5_000
/** R-CMD-12: an RFID token that came with a command is not asked about for so long at that place. */
const AFTER_COMMAND_MS = 15 * 60_000
/** More eMSPs than this are not asked about one unknown card. */
const MOST_ASKED = 50

export type Authorize = (request: AuthorizeRequest) => Promise<Authorized>

/** What an eMSP said. One that refuses the question knows no such token, or not enough: it is no reason to let in. */
type Reply = AuthorizationInfo | { readonly refused: string }

export function createAuthorize(needs: AuthorizeNeeds): Authorize {
  const { directory, outbound, decideOwn, commands, writer, clock, ids } = needs
  const authorize: Authorize = async (request) => {
    const token = await storedToken(needs, request.from, request.token)
    const decision = whoDecides(token)
    const commanded = await startedByCommand(request)
    if (commanded) return { ...commanded, decidedBy: 'command' }
    const own = await ofOurs(request)
    if (own && (own.allowed === 'ALLOWED' || !token)) return own
    if (decision.kind === 'stored')
      return { allowed: decision.allowed, decidedBy: 'whitelist', ...(token ? { token } : {}) }
    if (request.afterwards && token && decision.fallback === 'ALLOWED')
      return { allowed: 'ALLOWED', decidedBy: 'whitelist', token }

    const owner = token && directory.serving(`${token.country_code}-${token.party_id}`.toUpperCase(), 'EMSP')
    const asked = owner ? [owner] : token ? [] : everyEmsp(request.from)
    const replies = await ask(asked, request, token)
    const best = bestOf(replies)
    if (best) {
      await note(best, token, request)
      return { ...best, decidedBy: 'realtime' }
    }
    const refusal = token && replies.find((reply) => 'refused' in reply)
    if (refusal) return { allowed: 'NOT_ALLOWED', decidedBy: 'realtime', token, reason: refusal.refused }
    // Nobody answered. A cached copy may decide where its whitelist lets it (R-TOK-19).
    if (token && decision.fallback !== 'NOT_ALLOWED')
      return { allowed: decision.fallback, decidedBy: 'whitelist', token }
    const reason = asked.length === 0 ? 'no eMSP can be asked' : 'no eMSP knows the token, or none answered in time'
    const unanswered = asked.length > 0 && replies.length === 0 ? { unanswered: true as const } : {}
    return { allowed: 'NOT_ALLOWED', decidedBy: 'nobody', ...(token ? { token } : {}), reason, ...unanswered }
  }

  /** A customer of our own eMSP at a charge point of our own CPO: nobody outside is asked. */
  async function ofOurs({ token: { uid, type }, location, from }: AuthorizeRequest): Promise<Authorized | undefined> {
    const token = await ownToken(needs, { uid, type })
    if (!token) return undefined
    const decision = await decideOwn(token, location, from)
    if (decision.kind === 'need_location') {
      return {
        allowed: 'NOT_ALLOWED',
        decidedBy: 'realtime',
        token,
        reason: 'your backend needs the location to decide',
      }
    }
    return { ...decision.info, decidedBy: decision.asked ? 'realtime' : 'whitelist' }
  }

  /** The reference goes into the session and its CDR (R-TOK-15), which are held against it. */
  async function note(answer: AuthorizationInfo, stored: Token | undefined, { location }: AuthorizeRequest) {
    const issuer = stored ?? answer.token
    const { allowed, authorization_reference: reference } = answer
    if (allowed !== 'ALLOWED' || !reference || !issuer) return
    const place = location ? { location_id: location.location_id } : {}
    const given = authorizationWrite(ownerOf(issuer), {
      reference,
      at: clock.now().toISOString(),
      ...place,
      token: cdrTokenOf(issuer),
      method: 'AUTH_REQUEST',
    })
    if (given) await writer.write(given)
  }

  /** R-CMD-12: the eMSP that started a session or a reservation has authorized its own token. */
  async function startedByCommand({ from, token, location }: AuthorizeRequest) {
    const since = new Date(clock.now().getTime() - AFTER_COMMAND_MS).toISOString()
    // R-SES-12: of several references the last one counts.
    for (const record of await commands.takenWith(token, since)) {
      const here = !location || String(record.request.location_id).toUpperCase() === location.location_id.toUpperCase()
      const to = partyKey({ countryCode: record.to.country_code, partyId: record.to.party_id })
      if (!here || to !== partyKey(from)) continue
      const reference = record.request.authorization_reference
      return {
        allowed: 'ALLOWED' as const,
        token: record.request.token as Token,
        ...(typeof reference === 'string' ? { authorization_reference: reference } : {}),
      }
    }
    return undefined
  }

  const everyEmsp = (from: Party): Partner[] =>
    emspsFor(directory, from)
      .filter(({ status }) => status === 'registered')
      .slice(0, MOST_ASKED)

  async function ask(
    partners: readonly Partner[],
    request: AuthorizeRequest,
    token: Token | undefined,
  ): Promise<Reply[]> {
    const correlationId = ids.uuid()
    const questions = partners.flatMap((partner) => {
      const parties = token ? [`${token.country_code}-${token.party_id}`] : directory.partiesOf(partner, 'EMSP')
      return parties.map((party) => askOne(partner, partyFromKey(party.toUpperCase()), request, correlationId))
    })
    const replies: Reply[] = []
    // The driver is let in by the first ALLOWED; the others need not be waited for.
    await new Promise<void>((resolve) => {
      let open = questions.length
      if (open === 0) resolve()
      for (const question of questions) {
        void question.then((reply) => {
          if (reply) replies.push(reply)
          if ((reply && 'allowed' in reply && reply.allowed === 'ALLOWED') || --open === 0) resolve()
        })
      }
    })
    return replies
  }

  /** Undefined: no answer that says anything about the token. */
  async function askOne(
    partner: Partner,
    to: Party,
    request: AuthorizeRequest,
    correlationId: string,
  ): Promise<Reply | undefined> {
    if (!partner.version || !directory.endpoint(partner, 'tokens', 'SENDER')) return undefined
    const { object: body } = request.location
      ? convert(
          canonical.number,
          partner.version,
          'LocationReferences',
          request.location as unknown as Record<string, unknown>,
        )
      : { object: undefined }
    const answer = await outbound.call(partner, {
      module: 'tokens',
      side: 'SENDER',
      endpoint: 'authorizeToken',
      params: { token_uid: request.token.uid },
      query: { type: request.token.type },
      ...(body === undefined ? {} : { body }),
      from: request.from,
      to,
      correlationId,
      timeoutMs: DEADLINE_MS,
    })
    const refused = refusalIn(answer)
    if (refused) return { refused }
    if (answer.kind !== 'ok' || !answer.data) return undefined
    const { object } = convert(
      partner.version,
      canonical.number,
      'AuthorizationInfo',
      answer.data as Record<string, unknown>,
    )
    return object as unknown as AuthorizationInfo | undefined
  }

  return authorize
}

/** These are about our connection, not about the token. */
const aboutUs: readonly number[] = [401, 403, 429]

/** R-TOK-19: an eMSP that says no has answered; the stored token decides for one that is offline. */
function refusalIn(answer: Answer): string | undefined {
  if (answer.kind === 'http') return answer.http === 404 ? 'the eMSP answered HTTP 404' : undefined
  if (answer.kind !== 'refused' || aboutUs.includes(answer.http)) return undefined
  const meaning = statusOf(answer.statusCode)?.meaning
  return classOf(answer.statusCode) === 'clientError' ? `the eMSP answered ${answer.statusCode}, ${meaning}` : undefined
}

/** ALLOWED wins, else an answer of somebody who knows the token. */
function bestOf(replies: readonly Reply[]): AuthorizationInfo | undefined {
  const answers = replies.filter((reply) => 'allowed' in reply)
  return answers.find(({ allowed }) => allowed === 'ALLOWED') ?? answers[0]
}
