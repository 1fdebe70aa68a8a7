import type { Partner } from '../partners/partner.ts'
import type { PartnerState } from './object-delivery.ts'

/** What else a partner is sent by the process that serves it, under the same lease and health as its lanes. */
export interface Companion {
  /** Requests under way. */
  readonly inFlight: number
  /** Sends what is due, if there is room; called often and cheap when there is nothing. `done` after each. */
  pump(partner: Partner, room: number, done: () => void): void
}

/** Made when a partner is leased. */
export type MakeCompanion = (
  state: Pick<PartnerState, 'id' | 'health' | 'away' | 'answered' | 'failed' | 'refusedToken' | 'partyIsBack'>,
) => Companion
