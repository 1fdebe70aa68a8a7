// What each role of a party offers and uses. Source: 2.2.1 terminology, "Typical OCPI implementations per Role".

import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Role } from './partners/partner.ts'

export interface Interface {
  readonly module: string
  readonly side: Side
}

interface RoleRow {
  /** Interfaces a party of ours in this role offers to partners. */
  readonly offers: readonly Interface[]
  /** Without these at a partner in this role a connection to it is of no use: 3003 (credentials, "Required endpoints"). */
  readonly essential: readonly Interface[]
}

const sender = (...modules: readonly string[]): Interface[] => modules.map((module) => ({ module, side: 'SENDER' }))
const receiver = (...modules: readonly string[]): Interface[] => modules.map((module) => ({ module, side: 'RECEIVER' }))

export const roles: Readonly<Record<Role, RoleRow>> = {
  CPO: {
    offers: [...sender('locations', 'tariffs', 'sessions', 'cdrs'), ...receiver('tokens', 'commands')],
    essential: sender('locations'),
  },
  EMSP: {
    offers: [...receiver('locations', 'tariffs', 'sessions', 'cdrs'), ...sender('tokens', 'commands')],
    essential: sender('tokens'),
  },
  NSP: { offers: receiver('locations', 'tariffs'), essential: [] },
  NAP: { offers: [...receiver('locations', 'tariffs'), ...sender('locations', 'tariffs')], essential: [] },
  SCSP: { offers: receiver('sessions'), essential: [] },
  OTHER: { offers: receiver('locations', 'tariffs'), essential: [] },
  PTP: { offers: [], essential: [] },
  HUB: { offers: [], essential: [] },
}

export const roleNames = Object.keys(roles) as readonly Role[]
export const isRole = (text: string): text is Role => Object.hasOwn(roles, text)

const keyOf = ({ module, side }: Interface): string => `${module}.${side}`

/** What parties with these roles offer together, each interface once. */
export const offeredBy = (held: Iterable<Role>): Interface[] => [
  ...new Map([...held].flatMap((role) => roles[role].offers).map((item) => [keyOf(item), item])).values(),
]

/**
 * What a partner with these roles must offer us and does not.
 */
export function missingInterfaces(
  theirRoles: Iterable<Role>,
  endpoints: readonly { readonly identifier: string; readonly role?: Side }[],
): Interface[] {
  const wanted = [...theirRoles].flatMap((role) => roles[role]?.essential ?? [])
  return wanted.filter(
    ({ module, side }) => !endpoints.some(({ identifier, role }) => identifier === module && (role ?? side) === side),
  )
}
