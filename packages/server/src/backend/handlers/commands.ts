import type { CommandResult, LocationReferences } from '@interchange/ocpi/generated/v2.3.0'
import type { Authorize } from '../../modules/authorization/authorize.ts'
import type { SetChargingPreferences } from '../../modules/charging-preferences/set.ts'
import type { CommandReceiver } from '../../modules/commands/receiver.ts'
import {
  type CommandRecord,
  type CommandStore,
  type CommandType,
  fromWireParty,
} from '../../modules/commands/record.ts'
import { CommandNotSent, type CommandSender } from '../../modules/commands/sender.ts'
import { sessionOf } from '../../modules/commands/session-of.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import { commandBodies } from '../api/commands.ts'
import { assertOurs } from '../ours.ts'
import { conflict, invalidBody, notFound, Problem } from '../problem.ts'
import type { ApiHandler, ApiHandlers, Caller } from '../request.ts'
import { showCommand } from '../views.ts'
import { concernOf, concerns } from '../visible.ts'
import { page } from './lists.ts'

export interface CommandHandlersNeeds {
  readonly database: Database
  readonly commands: CommandStore
  readonly sender: Pick<CommandSender, 'send'>
  readonly receiver: Pick<CommandReceiver, 'report'>
  readonly authorize: Authorize
  readonly setChargingPreferences: SetChargingPreferences
  readonly directory: Directory
}

type WireParty = { readonly country_code: string; readonly party_id: string }

/** Commands, real-time authorization and charging preferences. */
export function commandHandlers(needs: CommandHandlersNeeds): ApiHandlers {
  const { commands, sender, receiver, authorize, setChargingPreferences, directory } = needs

  const send =
    (command: CommandType): ApiHandler =>
    async ({ body, caller }) => {
      const { from, to, ...fields } = body as { from: WireParty; to?: WireParty | null } & Record<string, unknown>
      assertOurs(directory, caller, fromWireParty(from))
      const receiverOf = to ? { to: fromWireParty(to) } : {}
      try {
        const record = await sender.send({ command, from: fromWireParty(from), ...receiverOf, fields: present(fields) })
        return { status: 201, body: showCommand(record) }
      } catch (error) {
        if (error instanceof CommandNotSent) throw invalidBody([{ pointer: error.pointer, detail: error.message }])
        throw error
      }
    }

  return {
    ...Object.fromEntries(
      Object.entries(commandBodies).map(([command, name]) => [`send${name}`, send(command as CommandType)]),
    ),

    listCommands: (request) =>
      page(needs, 'commands', request, ({ text }) => JSON.stringify(showCommand(JSON.parse(text) as CommandRecord))),

    async getCommand({ params, caller }) {
      const record = await commands.find(params.id!)
      if (!record || !isFor(caller, record)) throw notFound('There is no such command')
      return { status: 200, body: showCommand(record, await sessionOf(needs.database, record)) }
    },

    async postResult({ params, body, caller }) {
      const before = await commands.find(params.id!)
      if (before?.direction !== 'received' || !isFor(caller, before))
        throw notFound('There is no such command that we received as CPO')
      assertOurs(directory, caller, fromWireParty(before.to))
      const { result, message } = body as { result: CommandResult['result']; message?: string | null }
      const words = message ? { message: [{ language: 'en', text: message }] } : {}
      const record = await receiver.report(params.id!, { result, ...words })
      if (!record) throw notFound('There is no such command that we received as CPO')
      return { status: 200, body: showCommand(record) }
    },

    async authorize({ body, caller }) {
      const { from, token, location_id, evse_uids } = body as {
        from: WireParty
        token: { uid: string; type?: string | null }
        location_id?: string | null
        evse_uids?: string[] | null
      }
      assertOurs(directory, caller, fromWireParty(from))
      const location: LocationReferences | undefined =
        location_id == null ? undefined : { location_id, ...(evse_uids?.length ? { evse_uids } : {}) }
      const { decidedBy, ...decision } = await authorize({
        from: fromWireParty(from),
        token: { uid: token.uid, type: token.type ?? 'RFID' },
        ...(location ? { location } : {}),
      })
      return { status: 200, body: { ...decision, decided_by: decidedBy } }
    },

    async putChargingPreferences({ params, body, caller }) {
      const session = { countryCode: params.country_code!, partyId: params.party_id!, id: params.id! }
      const row = await getRow(needs.database, rowKey('sessions', session.countryCode, session.partyId, session.id))
      if (row && !concerns(concernOf(directory, caller), row))
        throw notFound('There is no such session of a token of ours')
      const answer = await setChargingPreferences(session, body as Parameters<SetChargingPreferences>[1])
      switch (answer.kind) {
        case 'ok':
          return { status: 200, body: { result: answer.data } }
        case 'unknown_session':
          throw notFound('There is no such session of a token of ours')
        case 'not_offered':
          throw conflict('The CPO takes no charging preferences')
        case 'refused':
          throw conflict(`The CPO refused: ${answer.statusCode} ${answer.message ?? ''}`.trim())
        case 'timeout':
          throw new Problem('partner-failed', 'The CPO did not answer in time')
        case 'http':
          throw new Problem('partner-failed', `The CPO answered HTTP ${answer.http}`)
        default:
          throw new Problem('partner-failed', `The CPO could not be asked: ${answer.why}`)
      }
    },
  }
}

const isFor = ({ parties }: Caller, { from, to }: CommandRecord): boolean =>
  parties === '*' || [from, to].some((party) => parties.includes(partyKey(fromWireParty(party))))

/** `null` is as good as absent, and is not sent on. */
const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
