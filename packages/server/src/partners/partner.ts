import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Party } from '../party.ts'

/** A role as canonical credentials state it; 2.2.1 hubs still say `HUB`. */
export type Role = 'CPO' | 'EMSP' | 'HUB' | 'NAP' | 'NSP' | 'OTHER' | 'SCSP' | 'PTP'

/** A party of ours, with the roles it plays. */
export interface OwnParty extends Party {
  readonly roles: readonly Role[]
  /** BusinessDetails as shown in credentials. */
  readonly businessDetails: { readonly name: string; readonly website?: string }
}

/**
 * - `invited`: has our CREDENTIALS_TOKEN_A and has not registered yet
 * - `registered`: credentials are exchanged
 * - `offline`: registered, but does not answer; probed until it does
 * - `paused`: it refused our token (401); nothing is sent until somebody looks
 * - `suspended`: switched off by us
 */
export type PartnerStatus = 'invited' | 'registered' | 'offline' | 'paused' | 'suspended'

export interface PartnerRole extends Party {
  readonly role: Role
  readonly businessDetails: { readonly name: string; readonly [more: string]: unknown }
}

export interface PartnerEndpoint {
  readonly identifier: string
  readonly role: Side
  readonly url: string
}

/** What is made of the findings in this partner's CDRs. */
export interface AuditRules {
  /** Amounts this far apart are equal; the larger bound holds. */
  readonly tolerance: {
    /** In the CDR's currency. */
    readonly absolute: number
    /** Share of the stated amount. */
    readonly relative: number
  }
  /** Codes of findings with which a CDR is not to be paid yet; `errors` stands for every finding of that severity. */
  readonly hold: readonly string[]
  /** Codes of findings that are left out. */
  readonly ignore: readonly string[]
}

/** Five parts of a price rounded to cents each may add up to two and a half cents. */
export const defaultAuditRules: AuditRules = {
  tolerance: { absolute: 0.03, relative: 0.001 },
  hold: [],
  ignore: [],
}

/** What the operator can set per partner; every field has a default. */
export interface PartnerSettings {
  /** Some partners send and expect the token without Base64 (transport, "Authorization header", NOTE). */
  readonly tokenEncoding: 'base64' | 'raw'
  /** `value` faults of this partner's objects are accepted as notes. */
  readonly lenient: boolean
  /** `sender`: an older `last_updated` is not applied. `arrival`: what comes last wins. */
  readonly clock: 'sender' | 'arrival'
  /** Per module: whether changes are pushed. Absent: pushed. */
  readonly push: Readonly<Record<string, boolean>>
  /** Per module: requests in a second to it, evenly spaced. Absent: as many as it answers. */
  readonly maxRate: Readonly<Record<string, number>>
  /** Per module: seconds within which an object is told at most once; not of CDRs. Absent or 0: whenever it changes. */
  readonly window: Readonly<Record<string, number>>
  /** Per module: whether it is read by itself. Absent: it is. */
  readonly pull: Readonly<Record<string, boolean>>
  /** Seconds between delta pulls per module; 0 switches pulling off. Absent: the default. */
  readonly pullInterval: Readonly<Record<string, number>>
  /** Seconds until a new lane starts from the beginning unless the partner crawled the module; or never, or at once. */
  readonly initialPushAfter: number | 'never' | 'at_once'
  /** How it catches up after being offline. */
  readonly catchUp: 'push' | 'wait_for_pull'
  /** Parties, `NL-ABC`, whose objects come by this connection although another one speaks for them too. */
  readonly sourceFor: readonly string[]
  /** The only version used with it. Absent: the newest that both sides speak. */
  readonly onlyVersion?: string
  /** What it has to offer for a connection to be made, as `tokens SENDER`. Absent: what its roles say. */
  readonly requires?: readonly string[]
  readonly audit: AuditRules
  /** Towards a hub: what is made of a request that names one of the partner's own parties as its receiver. */
  readonly ownPartyAsReceiver: 'refused' | 'ignored'
}

export const defaultPartnerSettings: PartnerSettings = {
  tokenEncoding: 'base64',
  lenient: false,
  clock: 'sender',
  push: {},
  maxRate: {},
  window: {},
  pull: {},
  pullInterval: {},
  initialPushAfter: 600,
  catchUp: 'push',
  sourceFor: [],
  audit: defaultAuditRules,
  ownPartyAsReceiver: 'refused',
}

/** A platform we are connected to, or have invited. Tokens are not part of it: they never travel with a partner. */
export interface Partner {
  readonly id: string
  readonly name: string
  readonly status: PartnerStatus
  /** Version in use; null before registration. */
  readonly version: string | null
  readonly versionsUrl: string | null
  readonly roles: readonly PartnerRole[]
  readonly hubParty: Party | null
  readonly endpoints: readonly PartnerEndpoint[]
  /** Keys of our parties this partner was given, or all of them. */
  readonly parties: readonly string[] | '*'
  readonly settings: PartnerSettings
  readonly lastSeen: string | null
  readonly createdAt: string
}
