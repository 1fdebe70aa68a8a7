// Credentials objects: what we say of ourselves to one partner, and what it says of itself.
// Source: 2.2.1 and 2.3.0 Credentials, "Credentials object".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import { check } from '@interchange/ocpi/define/validate'
import { versionOf, versions } from '@interchange/ocpi/versions'
import { invalidParameters, type Fault as WireFault } from '@interchange/ocpi/wire/error'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { OwnParty, PartnerRole, Role } from './partner.ts'

export interface OurCredentials {
  readonly token: string
  readonly url: string
  readonly [field: string]: unknown
}

/**
 * Only the parties this partner was given. A hub's party is an OTHER named by `hub_party_id` in 2.3.0 (R-CRED-22) and
 * has the role HUB in 2.2.1; a role the version does not know is not told. `reachable`: of a hub, the parties of others
 * that it lists (R-CRED-23).
 */
export function ourCredentials(
  version: string,
  parties: readonly OwnParty[],
  token: string,
  url: string,
  reachable: readonly PartnerRole[] = [],
): OurCredentials {
  const known = canonical.enums.Role?.values ?? []
  const roles = parties.flatMap((party) =>
    [...new Set(party.roles.map((role) => (role === 'HUB' ? 'OTHER' : role)))]
      .filter((role) => known.includes(role))
      .map((role) => ({
        role,
        business_details: party.businessDetails,
        party_id: party.partyId,
        country_code: party.countryCode,
      })),
  )
  const behind = reachable.map(({ role, businessDetails, partyId, countryCode }) => ({
    role,
    business_details: businessDetails,
    party_id: partyId,
    country_code: countryCode,
  }))
  const hub = parties.find((party) => party.roles.includes('HUB'))
  const stated = {
    token,
    url,
    ...(hub ? { hub_party_id: `${hub.countryCode}${hub.partyId}` } : {}),
    roles: [...roles, ...behind],
  }
  return convert(canonical, version, 'Credentials', stated).object as OurCredentials
}

/** Versions in which these parties can say who they are, oldest first; a partner may be bound to one of them. */
export const versionsFor = (parties: readonly OwnParty[], only?: string): string[] =>
  versions
    .map(({ number }) => number)
    .filter((number) => only === undefined || number === only)
    .filter((number) => (ourCredentials(number, parties, '', '').roles as readonly unknown[]).length > 0)

export interface TheirCredentials {
  readonly roles: readonly PartnerRole[]
  readonly hubParty: Party | null
}

/** Reads a Credentials object of a version. Throws OcpiError 2001 for one that says too little. */
export function theirCredentials(version: string, object: Readonly<Record<string, unknown>>): TheirCredentials {
  const stated = check(versionOf(version)!, 'Credentials', object).filter(({ severity }) => severity !== 'note')
  if (stated.length > 0) throw invalidParameters(stated)
  const { object: lifted } = convert(version, canonical, 'Credentials', object)
  const { roles: given, hub_party_id: named } = lifted as {
    hub_party_id?: string | null
    roles: { role: Role; country_code: string; party_id: string; business_details: PartnerRole['businessDetails'] }[]
  }
  const roles = given.map((role) => ({
    role: role.role,
    countryCode: role.country_code.toUpperCase(),
    partyId: role.party_id.toUpperCase(),
    businessDetails: role.business_details,
  }))
  const hubParty = named ? partyFromKey(`${named.slice(0, 2)}-${named.slice(2)}`.toUpperCase()) : null
  return { roles, hubParty }
}

/**
 * Parties a platform must not speak for: ours, and those another direct connection speaks for. A hub lists everybody
 * it reaches, so nothing is held against it.
 */
export function takenParties(
  { roles, hubParty }: TheirCredentials,
  isOurs: (key: string) => boolean,
  isServed: (key: string) => boolean,
): WireFault[] {
  if (hubParty !== null) return []
  return roles.flatMap((role, index) => {
    const path = `/roles/${index}/party_id`
    if (isOurs(partyKey(role))) return [{ path, message: 'with its country code it is a party of this platform' }]
    if (isServed(partyKey(role))) return [{ path, message: 'is served by another connection, which has to end first' }]
    return []
  })
}
