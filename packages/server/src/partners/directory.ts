import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Carried, ConnectionStatus } from './carried.ts'
import type { OwnParty, Partner, PartnerEndpoint, Role } from './partner.ts'

/** The partner an inbound credentials token belongs to, and whether it is the CREDENTIALS_TOKEN_A of an invitation. */
export interface Known {
  readonly partner: Partner
  readonly tokenA: boolean
}

/**
 * Who is reachable where, in which version: all partners and own parties, held in memory, reloaded when any process
 * changes them. Reading it never waits.
 */
export interface Directory {
  partners(): readonly Partner[]
  partner(id: string): Partner | undefined
  byToken(token: string): Known | undefined
  /**
   * For a token nobody here knows: true when another process has given it out and it is known now. A partner may call
   * one process before the news of the other has arrived.
   */
  catchUp(token: string): Promise<boolean>
  /** True while a handshake of ours with this partner is not answered. */
  handshakeOpen(partnerId: string): boolean
  /** The credentials token we send to this partner. */
  outboundToken(partnerId: string): string | undefined

  ownParties(): readonly OwnParty[]
  ownParty(key: string): OwnParty | undefined
  /** Those of our parties this partner was given. */
  ownPartiesFor(partner: Partner): readonly OwnParty[]

  /**
   * The registered partner that serves a party, in a role where one is named: bilaterally before by a hub, of hubs one
   * that says the party can be reached. Whether it can is `statusOf`.
   */
  serving(party: string, role?: Role): Partner | undefined
  /** True when objects and requests of this party may come from this partner; of a hub's, while it carries the party. */
  mayActFor(partner: Partner, party: string): boolean
  /** Keys of the parties a partner speaks for, in a role where one is named. */
  partiesOf(partner: Partner, role?: Role): readonly string[]
  /**
   * Whether a party of a partner can be reached, as HubClientInfo names it; nothing is sent to one that is not CONNECTED
   * (R-HCI-06 to R-HCI-08). Undefined: nobody here has heard of it.
   */
  statusOf(party: string): ConnectionStatus | undefined
  /** Roles of a party, ours or a partner's. */
  rolesOf(party: string): readonly Role[]
  /** The parties a partner has told us of, itself among them, by party key. */
  carriedBy(partner: Partner): ReadonlyMap<string, readonly Carried[]>

  endpoint(partner: Partner, module: string, side: Side): PartnerEndpoint | undefined
  /** Shown as `last_seen`; stored by whoever calls this. */
  seen(partnerId: string, at: Date): void
  /** Called after partners or own parties changed. */
  onChange(heard: () => void): () => void
  reload(): Promise<void>
}
