import type { Endpoint } from '@interchange/ocpi/define/endpoint'
import { isSuccess } from '@interchange/ocpi/wire/status-codes'
import type { Party } from '../party.ts'

/** One request and its answer as they were, whichever way they went: what whoever sees them pass hands to the log. */
export interface Exchange {
  /** When it began. */
  readonly at: Date
  /** `in`: a partner asked us. */
  readonly direction: 'in' | 'out'
  /** Id of the partner; undefined where nobody knows who asked. */
  readonly partner: string | undefined
  readonly ourParty?: Party | undefined
  readonly theirParty?: Party | undefined
  readonly version?: string | undefined
  readonly module: string
  /** Undefined where none fits. */
  readonly endpoint?: Pick<Endpoint, 'name' | 'path'> | undefined
  readonly params: Readonly<Record<string, string>>
  /** Path of a URL of theirs, where no endpoint's path was joined to it. */
  readonly url?: string | undefined
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly method: string
  /** HTTP status; undefined when there was no answer. */
  readonly http: number | undefined
  /** OCPI status code; undefined when there was no envelope. */
  readonly statusCode: number | undefined
  /** Of a call that got no answer. */
  readonly why?: string | undefined
  readonly requestId: string | undefined
  readonly correlationId: string | undefined
  readonly ms: number
  readonly request: string | undefined
  readonly response: string | undefined
  /** Characters the bodies had, where they were cut since. */
  readonly lengths?: { readonly request: number; readonly response: number }
}

export const succeeded = ({ http, statusCode }: Pick<Exchange, 'http' | 'statusCode'>): boolean =>
  http !== undefined && http >= 200 && http <= 299 && statusCode !== undefined && isSuccess(statusCode)

/** `{"status":"CHARGING","last_updated":"..."}`, and not much more. */
const LONGEST_STATUS = 200

/** The push of an EVSE's status and nothing else (2.2.1 Locations, "Just a status update"). */
export const isStatusPush = ({ module, method, params, request }: Exchange): boolean =>
  method === 'PATCH' &&
  module === 'locations' &&
  params.evse_uid !== undefined &&
  params.connector_id === undefined &&
  request !== undefined &&
  request.length <= LONGEST_STATUS &&
  request.includes('"status"')

/** The object an exchange is about, as the path says it. Ids as they were written. */
export interface ObjectName {
  readonly countryCode: string | undefined
  readonly partyId: string | undefined
  readonly id: string | undefined
  /** Of a part of a location: `EVSE` or `EVSE/CONNECTOR`. */
  readonly part: string | undefined
}

const IDS = ['location_id', 'tariff_id', 'session_id', 'cdr_id', 'token_uid', 'command_id'] as const

export function objectOf({ params }: Pick<Exchange, 'params'>): ObjectName {
  const name = IDS.find((each) => params[each] !== undefined)
  const { evse_uid: evse, connector_id: connector } = params
  return {
    countryCode: params.country_code,
    partyId: params.party_id,
    id: name && params[name],
    part: evse === undefined || connector === undefined ? (evse ?? connector) : `${evse}/${connector}`,
  }
}
