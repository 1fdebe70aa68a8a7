// The CPO's side of commands: checks what OCPI lets a CPO check, asks the company's backend, and reports the outcome
// to the eMSP's response_url. Source: 2.2.1 Commands.

import { createHash } from 'node:crypto'
import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { CommandResponse, CommandResult, DisplayText, EVSE, Location } from '@interchange/ocpi/generated/v2.3.0'
import { invalidParameters, unknownLocation } from '@interchange/ocpi/wire/error'
import type { Questions } from '../../backend/questions.ts'
import type { Clock, Ids } from '../../clock.ts'
import type { Messages } from '../../feed/messages.ts'
import { type AddressRules, refusedUrl } from '../../outbound/address-guard.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey, sameParty } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import type { Call, Handler, Handlers, Reply } from '../call.ts'
import { fromRow } from '../rows.ts'
import {
  bodyNames,
  type CommandRecord,
  type CommandStore,
  type CommandType,
  fromWireParty,
  wireParty,
  withResult,
} from './record.ts'
import { endpointOf } from './sender.ts'

export interface CommandReceiverNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly commands: CommandStore
  readonly questions: Questions
  readonly messages: Messages
  readonly addressRules: AddressRules
  readonly clock: Clock
  readonly ids: Ids
}

/** A backend has so long to say whether it takes a command. */
const DECISION_MS = 5_000
/** Seconds the eMSP is told to wait for the outcome where the backend names none. */
const OUTCOME_S = 30
const LONGEST_OUTCOME_S = 3_600

export interface CommandReceiver {
  /** Reports the outcome of a command the backend took, again if it changes. Undefined: no such command. */
  report(
    id: string,
    outcome: { result: CommandResult['result']; message?: readonly DisplayText[] },
  ): Promise<CommandRecord | undefined>
  readonly handlers: Handlers
}

type Body = Readonly<Record<string, unknown>>
type Decision = { readonly result: CommandResponse['result']; readonly message?: string; readonly timeout?: number }

const rejected = (message: string): Decision => ({ result: 'REJECTED', message })
const notSupported = (message: string): Decision => ({ result: 'NOT_SUPPORTED', message })

export function commandReceiver(needs: CommandReceiverNeeds): CommandReceiver {
  const { database, directory, commands, questions, messages, addressRules, clock, ids } = needs

  /** One command from check to stored decision. `judge` gives the CPO's own objection, if it has any. */
  const handler =
    (command: CommandType, judge: (body: Body, to: Party, call: Call) => Promise<Decision | undefined>): Handler =>
    async (call) => {
      const { object } = convert(call.version.number, canonical.number, bodyNames[command], call.body as Body)
      const { response_url: responseUrl, ...request } = object as Body & { response_url: string }
      // A name is looked up when the result is sent; what needs no looking up is said at once.
      if (refusedUrl(responseUrl, addressRules)) {
        const message = 'leads to an address this platform never calls; one of the public internet is expected'
        throw invalidParameters([{ path: '/response_url', message }])
      }
      const to = call.to
      if (!to)
        throw invalidParameters('OCPI-to-country-code and OCPI-to-party-id are missing; several parties could be meant')
      const from = call.from ?? tokenOwner(request) ?? { countryCode: '', partyId: '' }
      const id = ids.uuid()
      const objection = await judge(request, to, call)
      const decision = objection ?? (await askBackend(command, id, request, from, to, call))
      const timeout = clampTimeout(decision.timeout)
      if (decision.result === 'ACCEPTED') {
        const now = clock.now()
        await commands.create({
          id,
          command,
          direction: 'received',
          from: wireParty(from),
          to: wireParty(to),
          partner: call.partner.id,
          request,
          status: 'accepted',
          response: 'ACCEPTED',
          reason: null,
          result: null,
          results: [],
          response_url: responseUrl,
          expires_at: new Date(now.getTime() + timeout * 1000).toISOString(),
          correlation_id: call.correlationId,
          created_at: now.toISOString(),
          last_updated: now.toISOString(),
        })
      }
      return responseReply(decision, timeout)
    }

  async function askBackend(
    command: CommandType,
    id: string,
    request: Body,
    from: Party,
    to: Party,
    call: Call,
  ): Promise<Decision> {
    const reservation =
      typeof request.reservation_id === 'string'
        ? { reservation: reservationKey(call.partner.id, request.reservation_id) }
        : {}
    const answer = await questions.ask({
      type: `command.${command.toLowerCase()}`,
      party: to,
      data: { command_id: id, from: wireParty(from), to: wireParty(to), ...reservation, command: request },
      deadlineMs: DECISION_MS,
    })
    // Silence is never an ACCEPTED: nobody would start the charger.
    switch (answer.kind) {
      case 'answer':
        return answer.data as Decision
      case 'no_backend':
        return rejected('The operator takes no remote commands at the moment')
      case 'timeout':
        return rejected('The operator did not answer in time')
      case 'failed':
        return rejected('The operator could not be asked')
    }
  }

  async function locationOf(body: Body, to: Party): Promise<Location> {
    const row = await getRow(database, rowKey('locations', to.countryCode, to.partyId, String(body.location_id)))
    if (!row || row.deleted || row.partner !== null) throw unknownLocation({ result: 'REJECTED', timeout: OUTCOME_S })
    return fromRow(row) as unknown as Location
  }

  async function evseOf(body: Body, to: Party): Promise<{ evse?: EVSE; objection?: Decision }> {
    const location = await locationOf(body, to)
    if (body.evse_uid === undefined || body.evse_uid === null) return {}
    const uid = String(body.evse_uid).toUpperCase()
    const evse = location.evses?.find((candidate) => candidate.uid.toUpperCase() === uid)
    if (!evse || evse.status === 'REMOVED') return { objection: rejected('There is no such EVSE at this location') }
    if (body.connector_id !== undefined && body.connector_id !== null) {
      const connector = String(body.connector_id).toUpperCase()
      if (!evse.connectors.some(({ id }) => id.toUpperCase() === connector)) {
        return { objection: rejected('There is no such connector at this EVSE') }
      }
    }
    return { evse }
  }

  /** R-CMD-24: an EVSE that lists what it can do, and not this, is not asked. */
  function lacks(evse: EVSE | undefined, capability: string): Decision | undefined {
    if (!evse?.capabilities?.length || evse.capabilities.includes(capability)) return undefined
    return notSupported(`The EVSE is not ${capability}`)
  }

  /** R-CMD-15: an eMSP uses only tokens it owns. Whether the token is valid is the eMSP's promise (R-CMD-11). */
  function foreignToken(body: Body, call: Call): Decision | undefined {
    const owner = tokenOwner(body)
    if (!owner || !directory.mayActFor(call.partner, partyKey(owner)) || (call.from && !sameParty(call.from, owner))) {
      return rejected('The token is not one of the requesting party')
    }
    return undefined
  }

  const handlers: Record<string, Handler> = {
    [endpointOf('START_SESSION')]: handler('START_SESSION', async (body, to, call) => {
      const { evse, objection } = await evseOf(body, to)
      const connectorMissing =
        evse?.capabilities?.includes('START_SESSION_CONNECTOR_REQUIRED') && body.connector_id === undefined
      return (
        objection ??
        foreignToken(body, call) ??
        lacks(evse, 'REMOTE_START_STOP_CAPABLE') ??
        (connectorMissing ? rejected('This EVSE starts only with a connector_id') : undefined)
      )
    }),

    [endpointOf('STOP_SESSION')]: handler('STOP_SESSION', async (body, to, call) => {
      const row = await getRow(database, rowKey('sessions', to.countryCode, to.partyId, String(body.session_id)))
      if (!row || row.deleted || row.partner !== null) return { result: 'UNKNOWN_SESSION' }
      const mine = row.audience?.some((party) => directory.mayActFor(call.partner, party))
      if (!mine) return rejected('The session belongs to another party')
      if (row.state === 'COMPLETED' || row.state === 'INVALID') return rejected('The session has ended')
      return undefined
    }),

    [endpointOf('RESERVE_NOW')]: handler('RESERVE_NOW', async (body, to, call) => {
      const { evse, objection } = await evseOf(body, to)
      return objection ?? foreignToken(body, call) ?? lacks(evse, 'RESERVABLE')
    }),

    [endpointOf('CANCEL_RESERVATION')]: handler('CANCEL_RESERVATION', async () => undefined),

    [endpointOf('UNLOCK_CONNECTOR')]: handler('UNLOCK_CONNECTOR', async (body, to) => {
      const { evse, objection } = await evseOf(body, to)
      return objection ?? lacks(evse, 'UNLOCK_CAPABLE')
    }),

    /** R-CMD-27: CommandType is open in 2.3.0. */
    unknownCommand: async () => responseReply(notSupported('This command is not known here'), OUTCOME_S),
  }

  return {
    handlers,
    async report(id, outcome) {
      const at = clock.now().toISOString()
      let fresh = false
      const record = await commands.update(id, (stored) => {
        if (stored.direction !== 'received') return undefined
        const changed = withResult(stored, { result: outcome.result, message: outcome.message ?? [], at })
        fresh = changed !== undefined
        return changed
      })
      if (record?.direction !== 'received') return undefined
      if (fresh) await sendResult(record, outcome)
      return record
    },
  }

  async function sendResult(
    record: CommandRecord,
    outcome: { result: CommandResult['result']; message?: readonly DisplayText[] },
  ) {
    const partner = directory.partner(record.partner)
    if (!partner?.version || !record.response_url) return
    const { object } = convert(canonical.number, partner.version, 'CommandResult', {
      result: outcome.result,
      ...(outcome.message?.length ? { message: outcome.message } : {}),
    })
    await messages.send({
      partnerId: partner.id,
      kind: 'command_result',
      url: record.response_url,
      bodyText: JSON.stringify(object),
      from: fromWireParty(record.to),
      to: fromWireParty(record.from),
      correlationId: record.correlation_id,
      // An outcome nobody waits for any longer is of no use; a cancelled reservation is news whenever it comes.
      until: new Date(clock.now().getTime() + (outcome.result === 'CANCELED_RESERVATION' ? 7 * 86_400_000 : 3_600_000)),
    })
  }
}

function tokenOwner(body: Body): Party | undefined {
  const token = body.token as { country_code?: string; party_id?: string } | undefined
  return token?.country_code && token.party_id
    ? { countryCode: token.country_code, partyId: token.party_id }
    : undefined
}

/**
 * R-CMD-18: eMSPs choose reservation ids on their own, so two may choose the same. The backend gets one that is unique
 * and the same for every command about that reservation.
 */
export const reservationKey = (partnerId: string, reservationId: string): string =>
  createHash('sha256').update(`${partnerId}\n${reservationId.toUpperCase()}`).digest('hex').slice(0, 32)

const clampTimeout = (timeout: number | undefined): number =>
  timeout === undefined || !(timeout > 0) ? OUTCOME_S : Math.min(Math.ceil(timeout), LONGEST_OUTCOME_S)

function responseReply(decision: Decision, timeout: number): Reply {
  const data: CommandResponse = {
    result: decision.result,
    timeout,
    ...(decision.message ? { message: [{ language: 'en', text: decision.message.slice(0, 512) }] } : {}),
  }
  return { data }
}
