import { type Endpoint, module, post } from '../define/endpoint.ts'
import { id } from '../define/fields.ts'
import { closed, object } from '../define/object.ts'
import { needs } from '../define/rules.ts'
import { dateTime, int, many, maybe, one, url } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const responseUrl = one(url, { doc: 'Where the result is posted; the caller tells its commands apart by it.' })
const authorizationReference = maybe(id, { doc: 'Returns in the session and its CDR.' })

const command = (name: string, path: string, body: string, doc: string): Endpoint =>
  post(name, path, body, doc, { data: { name: 'CommandResponse', shape: 'one' } })

/** Chapter "Commands module". */
export const commands: Chapter = {
  objects: {
    CancelReservation: object('Give up a reservation.', { response_url: responseUrl, reservation_id: one(id) }),
    CommandResponse: object('What the CPO itself says to a command, before the charge point does.', {
      result: one('CommandResponseType'),
      timeout: one(int(0), { unit: 's', doc: 'After this, a result need not be waited for.' }),
      message: many('DisplayText'),
    }),
    CommandResult: object('What came of a command at the charge point.', {
      result: one('CommandResultType'),
      message: many('DisplayText'),
    }),
    ReserveNow: object('Reserve an EVSE; the same `reservation_id` at the same Location replaces.', {
      response_url: responseUrl,
      token: one('Token', { doc: 'A token of the caller; it need not be known to the CPO.' }),
      expiry_date: one(dateTime, { doc: 'End of the reservation. UTC.' }),
      reservation_id: one(id, { doc: 'Unique for the caller only.' }),
      location_id: one(id),
      evse_uid: maybe(id, { doc: 'Absent: any EVSE of the Location.' }),
      authorization_reference: authorizationReference,
    }),
    StartSession: object(
      'Start charging.',
      {
        response_url: responseUrl,
        token: one('Token', { doc: 'A token of the caller, which vouches for it; not checked by the CPO.' }),
        location_id: one(id),
        evse_uid: maybe(id, { doc: 'Needed with `connector_id`.' }),
        connector_id: maybe(id, { doc: 'Needed where the EVSE has START_SESSION_CONNECTOR_REQUIRED.' }),
        authorization_reference: authorizationReference,
      },
      { rules: [needs('R-CMD-16', 'value', 'connector_id', 'evse_uid')] },
    ),
    StopSession: object('Stop a session.', { response_url: responseUrl, session_id: one(id) }),
    UnlockConnector: object('Unlock a connector; for operators and help desks, never for a driver directly.', {
      response_url: responseUrl,
      location_id: one(id),
      evse_uid: one(id),
      connector_id: one(id),
    }),
  },
  enums: {
    CommandResponseType: closed("The CPO's own answer to a command.", [
      'NOT_SUPPORTED',
      'REJECTED',
      'ACCEPTED',
      'UNKNOWN_SESSION',
    ]),
    CommandResultType: closed("The charge point's answer to a command.", [
      'ACCEPTED',
      'CANCELED_RESERVATION',
      'EVSE_OCCUPIED',
      'EVSE_INOPERATIVE',
      'FAILED',
      'NOT_SUPPORTED',
      'REJECTED',
      'TIMEOUT',
      'UNKNOWN_RESERVATION',
    ]),
    CommandType: closed('The commands.', [
      'CANCEL_RESERVATION',
      'RESERVE_NOW',
      'START_SESSION',
      'STOP_SESSION',
      'UNLOCK_CONNECTOR',
    ]),
  },
  modules: [
    module('commands', 'functional', 'Commands from an eMSP to the charge points of a CPO; results come later.', {
      SENDER: [
        post(
          'postResult',
          '{command}/{command_id}',
          'CommandResult',
          'The result of a command; may come more than once.',
          {
            urlFrom: 'response_url',
          },
        ),
      ],
      RECEIVER: [
        command('cancelReservation', 'CANCEL_RESERVATION', 'CancelReservation', 'Give up a reservation.'),
        command('reserveNow', 'RESERVE_NOW', 'ReserveNow', 'Reserve an EVSE.'),
        command('startSession', 'START_SESSION', 'StartSession', 'Start charging.'),
        command('stopSession', 'STOP_SESSION', 'StopSession', 'Stop a session.'),
        command('unlockConnector', 'UNLOCK_CONNECTOR', 'UnlockConnector', 'Unlock a connector.'),
        // Matched after the names above. Newer versions have commands of which this one knows nothing (R-CMD-27).
        post('unknownCommand', '{command}', undefined, 'Any other command is answered NOT_SUPPORTED.', {
          data: { name: 'CommandResponse', shape: 'one' },
        }),
      ],
    }),
  ],
}
