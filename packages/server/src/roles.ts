import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Role } from './partners/partner.ts'

// Which interfaces a role offers, after terminology, "Typical OCPI implementations per Role", and the modules' chapters.
// What a role offers on one side of a module it uses on the other side of it at its partners.

/** One side of a module: `locations SENDER`. */
export type Interface = `${string} ${Side}`

export const interfaceName = (module: string, side: Side): Interface => `${module} ${side}`

const ownsCharging: readonly Interface[] = [
  'locations SENDER',
  'tariffs SENDER',
  'sessions SENDER',
  'cdrs SENDER',
  'tokens RECEIVER',
  'commands RECEIVER',
  'chargingprofiles RECEIVER',
  'hubclientinfo RECEIVER',
  'invoicereconciliation SENDER',
  'invoicereconciliation RECEIVER',
]

const servesDrivers: readonly Interface[] = [
  'locations RECEIVER',
  'tariffs RECEIVER',
  'sessions RECEIVER',
  'cdrs RECEIVER',
  'tokens SENDER',
  'commands SENDER',
  'chargingprofiles SENDER',
  'hubclientinfo RECEIVER',
  'invoicereconciliation SENDER',
  'invoicereconciliation RECEIVER',
]

/** To add a role: one row here, and its name in `partners/partner.ts`. */
const offered: Readonly<Record<Role, readonly Interface[]>> = {
  CPO: ownsCharging,
  EMSP: servesDrivers,
  HUB: [...new Set([...ownsCharging, ...servesDrivers]), 'hubclientinfo SENDER'],
  NSP: ['locations RECEIVER', 'tariffs RECEIVER', 'hubclientinfo RECEIVER'],
  NAP: ['locations SENDER', 'locations RECEIVER', 'tariffs SENDER', 'tariffs RECEIVER', 'hubclientinfo RECEIVER'],
  SCSP: ['sessions RECEIVER', 'chargingprofiles SENDER', 'hubclientinfo RECEIVER'],
  // A payment terminal provider shows places and prices, and settles what sessions and CDRs say.
  PTP: ['locations RECEIVER', 'tariffs RECEIVER', 'sessions RECEIVER', 'cdrs RECEIVER', 'hubclientinfo RECEIVER'],
  // Broadcasts from a CPO reach OTHER as they reach an eMSP, and its own go to CPOs (transport, "Broadcast Push").
  OTHER: servesDrivers,
}

export const roleNames = Object.keys(offered) as readonly Role[]
export const isRole = (text: string): text is Role => Object.hasOwn(offered, text)

const offers = new Map(roleNames.map((role) => [role, new Set<Interface>(offered[role])]))

/** True when one of the roles offers this side of the module; every platform offers versions and credentials. */
export function offersInterface(roles: readonly Role[], module: string, side: Side): boolean {
  if (module === 'versions' || module === 'credentials') return side === 'SENDER'
  const wanted = interfaceName(module, side)
  return roles.some((role) => offers.get(role)?.has(wanted) === true)
}

/** True when one of the roles calls this side of the module at its partners. */
export const usesInterface = (roles: readonly Role[], module: string, side: Side): boolean =>
  offersInterface(roles, module, side === 'SENDER' ? 'RECEIVER' : 'SENDER')

/** Without these a connection is of no use to us, so it is not made (credentials, "Required endpoints not available"). */
const essentials: readonly { readonly ours: readonly Role[]; readonly theirs: Role; readonly needs: Interface }[] = [
  { ours: ['CPO'], theirs: 'EMSP', needs: 'tokens SENDER' },
  { ours: ['EMSP', 'NSP', 'OTHER', 'PTP'], theirs: 'CPO', needs: 'locations SENDER' },
  { ours: ['EMSP', 'NSP'], theirs: 'NAP', needs: 'locations SENDER' },
]

/** Offers that give a role away, whatever else is missing. */
const telling: Readonly<Partial<Record<Role, readonly Interface[]>>> = {
  CPO: ['sessions SENDER', 'cdrs SENDER', 'tokens RECEIVER', 'commands RECEIVER'],
  EMSP: ['cdrs RECEIVER', 'commands SENDER', 'tokens SENDER'],
}

/** The roles a platform plays by what it offers, for as long as it has not said so itself. */
export const rolesBehind = (endpoints: readonly { readonly identifier: string; readonly role: string }[]): Role[] =>
  roleNames.filter((role) =>
    telling[role]?.some((offer) => endpoints.some(({ identifier, role: side }) => `${identifier} ${side}` === offer)),
  )

/**
 * Interfaces that a partner has to offer and does not. `required` replaces the table for one partner; an empty list
 * requires nothing.
 */
export function missingInterfaces(
  ours: readonly Role[],
  theirs: readonly Role[],
  endpoints: readonly { readonly identifier: string; readonly role: string }[],
  required?: readonly string[],
): string[] {
  const needed =
    required ??
    essentials
      .filter((row) => theirs.includes(row.theirs) && row.ours.some((role) => ours.includes(role)))
      .map(({ needs }) => needs)
  const there = new Set(endpoints.map(({ identifier, role }) => `${identifier} ${role}`))
  return [...new Set(needed)].filter((wanted) => !there.has(wanted))
}
