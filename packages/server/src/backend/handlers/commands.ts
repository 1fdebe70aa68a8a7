import { check } from '@interchange/ocpi/define/validate'
import type { CommandResult, DisplayText, LocationReferences } from '@interchange/ocpi/generated/v2.3.0'
import type { Authorize } from '../../modules/authorization/authorize.ts'
import type { SetChargingPreferences } from '../../modules/charging-preferences/set.ts'
import type { CommandReceiver } from '../../modules/commands/receiver.ts'
import { bodyNames, type CommandStore, fromWireParty } from '../../modules/commands/record.ts'
import { CommandNotSent, type CommandSender, isCommandType } from '../../modules/commands/sender.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import { api } from '../definitions.ts'
import { commandView } from '../notifications.ts'
import { invalidBody, malformed, notFound, Problem } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

export interface CommandHandlersNeeds {
  readonly commands: CommandStore
  readonly sender: CommandSender
  readonly receiver: CommandReceiver
  readonly authorize: Authorize
  readonly setChargingPreferences: SetChargingPreferences
  readonly directory: Directory
}

type WireParty = { country_code: string; party_id: string }

export function commandHandlers(needs: CommandHandlersNeeds): ApiHandlers {
  const { commands, sender, receiver, authorize, setChargingPreferences, directory } = needs
  const view = (record: object) => commandView(record as Record<string, unknown>)
  return {
    async postCommand({ params, body }) {
      const command = params.command!
      if (!isCommandType(command))
        throw malformed(`${command} is not a command`, [{ parameter: 'command', detail: 'is not a CommandType' }])
      const { from, to, ...fields } = body as { from: WireParty; to?: WireParty | null } & Record<string, unknown>
      // Its own fields, but for the token (which may be a reference) and response_url (which is ours to make).
      const faults = check(api, bodyNames[command], {
        ...fields,
        response_url: 'https://x.invalid/',
        token: undefined,
      }).filter(({ path, severity }) => severity !== 'note' && !path.startsWith('/token'))
      if (faults.length > 0) throw invalidBody(faults.map(({ path, message }) => ({ pointer: path, detail: message })))
      try {
        const record = await sender.send({
          command,
          from: fromWireParty(from),
          ...(to ? { to: fromWireParty(to) } : {}),
          fields,
        })
        return { status: 201, body: view(record) }
      } catch (error) {
        if (error instanceof CommandNotSent) throw invalidBody([{ pointer: error.pointer, detail: error.message }])
        throw error
      }
    },
    async getCommand({ params }) {
      const record = await commands.find(params.id!)
      if (!record) throw notFound('There is no such command')
      return { status: 200, body: view(record) }
    },
    async postResult({ params, body }) {
      const { result, message } = body as { result: CommandResult['result']; message?: DisplayText[] }
      const record = await receiver.report(params.id!, { result, ...(message ? { message } : {}) })
      if (!record) throw notFound('There is no such command that came to one of our CPOs')
      return { status: 200, body: view(record) }
    },
    async authorize({ body }) {
      const { from, token, location_id, evse_uids } = body as {
        from: WireParty
        token: { uid: string; type?: string }
        location_id?: string
        evse_uids?: string[]
      }
      const party = fromWireParty(from)
      if (!directory.ownParty(partyKey(party))) {
        throw invalidBody([{ pointer: '/from', detail: 'is not a party of this platform' }])
      }
      const location: LocationReferences | undefined =
        location_id == null ? undefined : { location_id, ...(evse_uids?.length ? { evse_uids } : {}) }
      const { decidedBy, ...decision } = await authorize({
        from: party,
        token: { uid: token.uid, type: token.type ?? 'RFID' },
        ...(location ? { location } : {}),
      })
      return { status: 200, body: { ...decision, decided_by: decidedBy } }
    },
    async putChargingPreferences({ params, body }) {
      const session = { countryCode: params.country_code!, partyId: params.party_id!, id: params.id! }
      const answer = await setChargingPreferences(session, body as Parameters<SetChargingPreferences>[1])
      if (answer.kind === 'unknown_session') throw notFound('There is no such session of a token of ours')
      if (answer.kind === 'ok') return { status: 200, body: { result: answer.data } }
      const why =
        answer.kind === 'refused' ? `it answered ${answer.statusCode} ${answer.message ?? ''}`.trim() : answer.kind
      throw new Problem('partner-failed', `The CPO did not take the preferences: ${why}`)
    },
  }
}
