import type { CDR, Location, Session, Tariff, Token } from '@interchange/ocpi'
import type { Finding } from '../finding.ts'
import type { SignedDataResult } from '../ocmf/index.ts'

/** How far two amounts may lie apart and still count as equal: the larger of the two bounds holds. */
export interface Tolerance {
  /** In the CDR's currency: 0.02 is two cents of a euro. */
  readonly absolute: number
  /** Share of the stated amount: 0.001 is a tenth of a percent. */
  readonly relative: number
}

/**
 * What the caller knows around a CDR; all objects are canonical. Something that was looked for and is not there is
 * `null`; what was not looked for is left out, and nothing is concluded from it.
 */
export interface AuditContext {
  readonly now: Date
  readonly tolerance: Tolerance
  /** As known now: its time zone, EVSEs, the power of its connectors. */
  readonly location?: Location | null
  /** Known here, besides those in the CDR: of each id the one that was in force when the session started. */
  readonly tariffs?: readonly Tariff[]
  readonly session?: Session | null
  /** The token as its issuer states it. */
  readonly token?: Token | null
  /** The authorization that the CDR's `authorization_reference` names. */
  readonly authorization?: Authorization | null
  /** What a credit CDR takes back. */
  readonly original?: CDR | null
  /** CDRs that came before this one, of the same session, or of the same EVSE or token at the same time. */
  readonly others?: readonly CDR[]
  /** What `verifySignedData` of `@interchange/tariff/ocmf` says of the CDR's `signed_data`. */
  readonly signed?: SignedDataResult
}

/** An authorization that was given: in real time, or with a command. */
export interface Authorization {
  readonly reference: string
  /** DateTime. */
  readonly at: string
  readonly location_id?: string
}

/** An amount or quantity that the CDR states and the audit worked out again; decimal texts. */
export interface Difference {
  /** JSON pointer into the CDR, such as `/total_energy_cost/before_taxes`. */
  readonly path: string
  /** Null: the CDR does not state it. */
  readonly stated: string | null
  /** Null: it cannot be known. */
  readonly recomputed: string | null
  /** `stated - recomputed`; null where one of the two is. */
  readonly difference: string | null
}

/**
 * What an audit found. `Priced` is the price engine's cost.
 * - `accepted`: nothing that is wrong or probably wrong; notes may be among the findings
 * - `flagged`: somebody has to look at it
 */
export interface Audit<Priced = unknown> {
  readonly verdict: 'accepted' | 'flagged'
  readonly findings: readonly Finding[]
  /** Recomputed; absent when no price can be known. */
  readonly cost?: Priced
  /** The same without cutting periods at instants where the price changes. */
  readonly uncut?: Priced
  /** Every total that was compared, equal ones too. */
  readonly differences: readonly Difference[]
  /** kWh, decimal texts: what the CDR states, the sum of its periods, and the signed meter values where there are some. */
  readonly energy?: { readonly stated: string; readonly periods: string | null; readonly signed: string | null }
}
