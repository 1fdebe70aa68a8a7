// The eMSP's side of commands: sends one, keeps what became of it. Source: 2.2.1 Commands.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import { check } from '@interchange/ocpi/define/validate'
import type { CommandResponse, CommandResult, Token } from '@interchange/ocpi/generated/v2.3.0'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
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
import { findAims } from './aim.ts'
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

  async function send(asked: CommandOrder): Promise<CommandRecord> {
    const ours = directory.ownParty(partyKey(asked.from))
    if (!ours) throw new CommandNotSent('/from', 'is not a party of this platform')
    const aimed = begins(asked.command) ? await withPlace(asked) : asked
    const order = { ...aimed, to: aimed.to ?? (await ownerOfTarget(aimed)) }
    const { to } = order
    const partner = directory.serving(partyKey(to), 'CPO') ?? directory.serving(partyKey(to))
    if (!partner?.version) throw new CommandNotSent('/to', 'is a party no registered partner serves')
    if (!directory.endpoint(partner, 'commands', 'RECEIVER')) {
      throw new CommandNotSent('/to', 'is served by a partner that takes no commands')
    }
    const request = begins(order.command) ? await withFullToken(order) : order.fields
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

  /** By the id on the charge point the Location and EVSE are found. */
  async function withPlace(order: CommandOrder): Promise<CommandOrder> {
    const { evse_id: evseId, ...fields } = order.fields
    const { location_id: locationId, evse_uid: evseUid, connector_id: connectorId } = fields
    if (evseId === undefined) {
      if (locationId === undefined) throw new CommandNotSent('/location_id', 'is missing; or give evse_id')
      // R-CMD-16
      if (connectorId !== undefined && evseUid === undefined) {
        throw new CommandNotSent('/evse_uid', 'is missing; it is needed where connector_id is given')
      }
      return { ...order, fields }
    }
    const all = await findAims(needs, String(evseId), order.from, order.to)
    const fits = (given: unknown, found: string) => given === undefined || equalCi(String(given), found)
    const aims = all.filter((aim) => fits(locationId, aim.locationId) && fits(evseUid, aim.evseUid))
    const [aim, other] = aims
    if (!aim) {
      const where = all.length > 0 ? 'not with this location_id and evse_uid' : 'not known from any partner'
      throw new CommandNotSent('/evse_id', `is ${where}`)
    }
    if (other) {
      const names = aims.map(({ owner, locationId: id }) => `${partyKey(owner)} ${id}`).join(', ')
      throw new CommandNotSent('/evse_id', `is that of several EVSEs, at ${names}; give to, location_id and evse_uid`)
    }
    return { ...order, to: aim.owner, fields: { ...fields, location_id: aim.locationId, evse_uid: aim.evseUid } }
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

  /**
   * START_SESSION and RESERVE_NOW carry the whole Token; the backend may name one of its own by `{uid, type}`, or only the
   * contract. The reference tells the session apart that follows (R-CMD-13).
   */
  async function withFullToken({ from, fields }: CommandOrder): Promise<Readonly<Record<string, unknown>>> {
    const authorization_reference = fields.authorization_reference ?? ids.uuid()
    return {
      ...fields,
      token: await tokenOf(from, fields.token as Partial<Token> | undefined),
      authorization_reference,
    }
  }

  async function tokenOf(from: Party, named: Partial<Token> | undefined): Promise<unknown> {
    if (named?.uid === undefined && named?.contract_id !== undefined) return oneTimeToken(from, named.contract_id)
    if (named?.uid === undefined) {
      throw new CommandNotSent('/token', 'is missing; a Token, {uid, type} or {contract_id} is expected')
    }
    if (named.contract_id !== undefined) {
      const [fault] = check(canonical, 'Token', named).filter(({ severity }) => severity !== 'note')
      if (fault) throw new CommandNotSent(`/token${fault.path}`, fault.message)
      // R-CMD-15: an eMSP uses only tokens it owns.
      const owner = { countryCode: String(named.country_code), partyId: String(named.party_id) }
      if (partyKey(owner) !== partyKey(from)) throw new CommandNotSent('/token/party_id', 'is not the party in `from`')
      return named
    }
    const row = await getRow(
      database,
      rowKey('tokens', from.countryCode, from.partyId, named.uid, named.type ?? 'RFID'),
    )
    if (!row || row.deleted || row.partner !== null)
      throw new CommandNotSent('/token', 'is not a token of the party in `from`')
    return fromRow(row)
  }

  /** 2.2.1 Tokens, "TokenType": APP_USER is made by the eMSP for one session. It is not kept, and never pushed (R-TOK-23). */
  const oneTimeToken = (from: Party, contract_id: string): Token => ({
    ...wireParty(from),
    uid: ids.uuid(),
    type: 'APP_USER',
    contract_id,
    issuer: directory.ownParty(partyKey(from))?.businessDetails.name ?? partyKey(from),
    valid: true,
    whitelist: 'NEVER',
    last_updated: now(),
  })

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

/** Commands with a token, of which a session follows. */
const begins = (command: CommandType): boolean => command === 'START_SESSION' || command === 'RESERVE_NOW'

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
