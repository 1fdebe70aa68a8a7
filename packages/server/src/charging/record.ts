// One charging as the company's backend tells it: where, for whom, and what the meter showed. Everything OCPI says of it
// (session, charging periods, CDR) is made from this, as it was when it began (R-CDR-10).

import type { CdrLocation, CdrToken, Session, Tariff } from '@interchange/ocpi/generated/v2.3.0'
import type { Finding } from '@interchange/tariff'

/** What happens at the connector; `SUSPENDED_EV`: the car asks for nothing, which is parking (R-CDR-18). */
export const chargingStates = ['RESERVED', 'CHARGING', 'SUSPENDED_EV', 'SUSPENDED_EVSE'] as const
export type ChargingState = (typeof chargingStates)[number]

export interface SignedReading {
  readonly encoding_method: string
  readonly encoding_method_version?: number
  readonly public_key?: string
  readonly url?: string
  /** Absent: by where it stands among the others. */
  readonly nature?: string
  readonly plain_data: string
  readonly signed_data: string
}

/** What the meter showed at a time. What is not said is absent; a state then goes on. */
export interface Reading {
  /** ms since 1970, UTC. */
  readonly at: number
  readonly meter_wh?: number
  readonly power_w?: number
  readonly current_a?: number
  readonly state?: ChargingState
  /** %. */
  readonly soc?: number
  readonly signed?: SignedReading
}

/** The connector as it was at the start. */
export interface ChargingPlace {
  readonly cdrLocation: CdrLocation
  readonly timeZone: string | null
  /** V from phase to neutral, of AC. */
  readonly volts: number | null
}

export interface AskedToken {
  readonly uid: string
  readonly type: string
}

/**
 * Who charges.
 * - `pending`: somebody is being asked
 * - `allowed`: the token and how it was accepted
 * - `refused`: nothing is billed
 */
export type ChargingAuthorization =
  | { readonly state: 'pending'; readonly attempts: number }
  | ({ readonly state: 'allowed' } & Acceptance)
  /** `was`: how it had been accepted before. */
  | { readonly state: 'refused'; readonly reason: string; readonly was?: Acceptance }

export interface Acceptance {
  readonly token: CdrToken
  readonly method: Session['auth_method']
  readonly reference: string | null
  /** DateTime it was known. */
  readonly at: string
}

export interface ChargingStop {
  /** ms since 1970, UTC. */
  readonly at: number
  /** Name of the key that stopped it. */
  readonly by: string
  readonly acceptFindings: boolean
  /** Nobody said so: after so many days in which nothing was told it was taken to have ended with its last meter value. */
  readonly silentDays?: number
}

export interface ChargingRecord {
  /** Also that of its session and its CDR, in the spelling it was given. */
  readonly id: string
  readonly country_code: string
  readonly party_id: string
  readonly place: ChargingPlace
  readonly meterId: string | null
  /** What the backend named: the token, or the reference of an authorization. */
  readonly token: AskedToken | null
  readonly currency: string | null
  /** ms since 1970, UTC. */
  readonly start: number
  /** DateTime. */
  readonly createdAt: string
  readonly authorization: ChargingAuthorization
  /** That priced it when it began; undefined: not looked up yet, null: none. */
  readonly tariff?: Tariff | null
  readonly stop: ChargingStop | null
  readonly published: Published | null
  /** Whether its CDR was issued. */
  readonly billed: boolean
  /** Why its session or its CDR was not made. */
  readonly problem: Finding | null
  /** What is odd about it, as of the last time the session was made. */
  readonly findings: readonly Finding[]
}

/** What was made of it last. */
export interface Published {
  readonly status: Session['status']
  readonly kwh: number
  /** ms since 1970, UTC. */
  readonly at: number
  /** It was sent as PENDING once. */
  readonly wasPending: boolean
}

export const hasEnded = ({ authorization, stop, billed }: ChargingRecord): boolean =>
  authorization.state === 'refused' || (stop !== null && billed)

export const statusOf = ({ authorization, stop }: ChargingRecord, reserving: boolean): Session['status'] => {
  if (authorization.state === 'refused') return 'INVALID'
  if (authorization.state === 'pending') return 'PENDING'
  if (stop) return 'COMPLETED'
  return reserving ? 'RESERVATION' : 'ACTIVE'
}
