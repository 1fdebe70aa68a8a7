// The eMSP's side of commands: sends one, keeps what became of it. Source: 2.2.1 Commands.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { CommandResponse, CommandResult } from '@interchange/ocpi/generated/v2.3.0'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import { notFound } from '@interchange/ocpi/wire/error'
import type { Clock, Ids } from '../../clock.ts'
import type { Outbound } from '../../outbound.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyFromKey, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow, getRows } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { fromRow } from '../rows.ts'
import {
  bodyNames,
  type CommandRecord,
  type CommandStatus,
  type CommandStore,
  type CommandType,
  commandTypes,
  wireParty,
  withResult,
} from './record.ts'

export interface CommandSenderNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly outbound: Outbound
  readonly commands: CommandStore
  readonly clock: Clock
  readonly ids: Ids
  /** Base of our own URLs, without a slash at the end. */
  readonly publicUrl: string
}

/** A command the backend asks for. `fields` are the command's own, canonical, without `response_url`. */
export interface CommandOrder {
  readonly command: CommandType
  readonly from: Party
  /** Absent: the owner of the location or session that is named. */
  readonly to?: Party
  readonly fields: Readonly<Record<string, unknown>>
}

/** Why a command was not sent at all. `pointer` names the field at fault. */
export class CommandNotSent extends Error {
  readonly pointer: string
  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}

/** A CPO whose `timeout` says nothing usable is given this long to report the outcome, in seconds. */
const DEFAULT_TIMEOUT_S = 30
const LONGEST_TIMEOUT_S = 24 * 3600

export interface CommandSender {
  /** Resolves with the CPO's first answer in it. @throws CommandNotSent */
  send(order: CommandOrder): Promise<CommandRecord>
  readonly handlers: Handlers
}

export function commandSender(needs: CommandSenderNeeds): CommandSender {
  const { database, directory, outbound, commands, clock, ids, publicUrl } = needs
  const now = () => clock.now().toISOString()

  async function send(order: CommandOrder): Promise<CommandRecord> {
    const ours = directory.ownParty(partyKey(order.from))
    if (!ours) throw new CommandNotSent('/from', 'is not a party of this platform')
    const to = order.to ?? (await ownerOfTarget(order))
    const partner = directory.serving(partyKey(to), 'CPO') ?? directory.serving(partyKey(to))
    if (!partner?.version) throw new CommandNotSent('/to', 'is a party no registered partner serves')
    if (!directory.endpoint(partner, 'commands', 'RECEIVER')) {
      throw new CommandNotSent('/to', 'is served by a partner that takes no commands')
    }
    const request = await withFullToken(order)
    const id = ids.uuid()
    const url = `${publicUrl}/ocpi/${partner.version}/sender/commands/${order.command}/${id}`
    const { object: body } = convert(canonical.number, partner.version, bodyNames[order.command], {
      ...request,
      response_url: url,
    })
    if (!body) throw new CommandNotSent('', `cannot be said in OCPI ${partner.version}, which the CPO speaks`)

    const at = now()
    const record: CommandRecord = {
      id,
      command: order.command,
      direction: 'sent',
      from: wireParty(ours),
      to: wireParty(to),
      partner: partner.id,
      request,
      status: 'sent',
      response: null,
      reason: null,
      result: null,
      results: [],
      response_url: null,
      expires_at: null,
      correlation_id: ids.uuid(),
      created_at: at,
      last_updated: at,
    }
    // Stored first: the outcome may be reported before the direct answer is here (T-59).
    await commands.create(record)
    const answer = await outbound.call(partner, {
      module: 'commands',
      side: 'RECEIVER',
      endpoint: endpointOf(order.command),
      body,
      from: ours,
      to,
      correlationId: record.correlation_id,
    })
    const first = readAnswer(answer)
    const updated = await commands.update(id, (stored) => withAnswer(stored, first, clock.now()))
    return updated ?? record
  }

  /** The owner of the location or session a command names, as partners brought it. */
  async function ownerOfTarget({ fields }: CommandOrder): Promise<Party> {
    const [module, field] =
      fields.session_id === undefined ? (['locations', 'location_id'] as const) : (['sessions', 'session_id'] as const)
    const id = fields[field]
    if (typeof id !== 'string')
      throw new CommandNotSent('/to', 'is missing, and no location or session says who it is for')
    const parties = new Set(directory.partners().flatMap((partner) => directory.partiesOf(partner)))
    const keys = [...parties].map((key) => {
      const { countryCode, partyId } = partyFromKey(key)
      return rowKey(module, countryCode, partyId, id)
    })
    const owners = new Map((await getRows(database, keys)).filter(alive).map((row) => [ownerKey(row), row.key]))
    if (owners.size === 0)
      throw new CommandNotSent(`/${field}`, 'is not known from any partner; name the receiver in `to`')
    if (owners.size > 1) throw new CommandNotSent('/to', `is missing, and ${owners.size} parties have this ${field}`)
    const [owner] = owners.values()
    return { countryCode: owner!.countryCode, partyId: owner!.partyId }
  }

  /** START_SESSION and RESERVE_NOW carry the whole Token; the backend may name one of its own by `{uid, type}`. */
  async function withFullToken({ command, from, fields }: CommandOrder): Promise<Readonly<Record<string, unknown>>> {
    if (command !== 'START_SESSION' && command !== 'RESERVE_NOW') return fields
    const named = fields.token as Record<string, unknown> | undefined
    if (!named || typeof named.uid !== 'string')
      throw new CommandNotSent('/token', 'is missing; a Token or {uid, type} is expected')
    if (named.contract_id !== undefined) {
      // R-CMD-15: an eMSP uses only tokens it owns.
      const owner = { countryCode: String(named.country_code), partyId: String(named.party_id) }
      if (partyKey(owner) !== partyKey(from)) throw new CommandNotSent('/token/party_id', 'is not the party in `from`')
      return fields
    }
    const type = typeof named.type === 'string' ? named.type : 'RFID'
    const row = await getRow(database, rowKey('tokens', from.countryCode, from.partyId, named.uid, type))
    if (!row || row.deleted || row.partner !== null)
      throw new CommandNotSent('/token', 'is not a token of the party in `from`')
    return { ...fields, token: fromRow(row) }
  }

  return {
    send,
    handlers: {
      async postResult(call) {
        const record = await commands.find(call.params.command_id ?? '')
        if (record?.direction !== 'sent' || record.partner !== call.partner.id) {
          throw notFound('There is no command of yours with this response_url')
        }
        const { result, message } = outcomeOf(call)
        await commands.update(record.id, (stored) => withResult(stored, { result, message: message ?? [], at: now() }))
        return {}
      },
    },
  }
}

const alive = (row: Row): boolean => !row.deleted && row.partner !== null
const ownerKey = (row: Row): string => `${row.key.countryCode}-${row.key.partyId}`

function outcomeOf(call: Call): CommandResult {
  const { object } = convert(
    call.version.number,
    canonical.number,
    'CommandResult',
    call.body as Record<string, unknown>,
  )
  return object as unknown as CommandResult
}

/** Name of the endpoint in the commands table: the handler's name. */
export const endpointOf = (command: CommandType): string =>
  command.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

export const isCommandType = (text: string): text is CommandType => (commandTypes as readonly string[]).includes(text)

interface FirstAnswer {
  readonly status: CommandStatus
  readonly response: CommandResponse['result'] | null
  readonly reason: string | null
  readonly timeoutS: number
}

/** A refusal may carry a CommandResponse beside its code: unknown location is 2003 with REJECTED (T-60). */
function readAnswer(answer: Answer): FirstAnswer {
  const none = { response: null, timeoutS: 0 }
  if (answer.kind === 'ok' || answer.kind === 'refused') {
    const { result, timeout, message } = (answer.data ?? {}) as Partial<CommandResponse>
    const words = message?.[0]?.text ?? answer.message ?? null
    if (answer.kind === 'ok' && result === 'ACCEPTED') {
      const timeoutS =
        typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, LONGEST_TIMEOUT_S) : DEFAULT_TIMEOUT_S
      return { status: 'accepted', response: result, reason: words, timeoutS }
    }
    if (result !== undefined) return { status: 'rejected', response: result, reason: words, timeoutS: 0 }
    if (answer.kind === 'refused') {
      return { ...none, status: 'rejected', reason: `${answer.statusCode} ${answer.message ?? ''}`.trim() }
    }
    return { ...none, status: 'failed', reason: 'the answer holds no CommandResponse' }
  }
  const reason =
    answer.kind === 'http' ? `HTTP ${answer.http}` : answer.kind === 'timeout' ? 'no answer in time' : answer.why
  return { ...none, status: 'failed', reason }
}

function withAnswer(record: CommandRecord, first: FirstAnswer, now: Date): CommandRecord {
  const ahead = record.results.length > 0
  return {
    ...record,
    status: ahead ? record.status : first.status,
    response: first.response,
    reason: first.reason,
    expires_at: first.timeoutS > 0 ? new Date(now.getTime() + first.timeoutS * 1000).toISOString() : null,
    last_updated: now.toISOString(),
  }
}
