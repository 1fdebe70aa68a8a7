// Credentials objects: what we say of ourselves to one partner, and what it says of itself.
// Source: 2.2.1 and 2.3.0 Credentials, "Credentials object".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { OwnParty, PartnerRole, Role } from './partner.ts'

export interface OurCredentials {
  readonly token: string
  readonly url: string
  readonly [field: string]: unknown
}

/** Only the parties this partner was given. 2.3.0 has no role HUB: a hub is named by `hub_party_id` (R-CRED-22). */
export function ourCredentials(
  version: string,
  parties: readonly OwnParty[],
  token: string,
  url: string,
): OurCredentials {
  const roleNames = version === '2.2.1' ? (role: Role) => role : (role: Role) => (role === 'HUB' ? undefined : role)
  const roles = parties.flatMap((party) =>
    party.roles.flatMap((role) => {
      const name = roleNames(role)
      if (name === undefined) return []
      return [
        {
          role: name,
          business_details: party.businessDetails,
          party_id: party.partyId,
          country_code: party.countryCode,
        },
      ]
    }),
  )
  const hub = version === '2.2.1' ? undefined : parties.find((party) => party.roles.includes('HUB'))
  return { token, url, ...(hub ? { hub_party_id: `${hub.countryCode}${hub.partyId}` } : {}), roles }
}

export interface TheirCredentials {
  readonly roles: readonly PartnerRole[]
  readonly hubParty: Party | null
}

/** Reads a Credentials object of a version that has passed validation. */
export function theirCredentials(version: string, object: Readonly<Record<string, unknown>>): TheirCredentials {
  const { object: lifted } = convert(version, canonical.number, 'Credentials', { ...object })
  const stated = lifted as unknown as {
    hub_party_id?: string
    roles: { role: Role; country_code: string; party_id: string; business_details: PartnerRole['businessDetails'] }[]
  }
  const roles = stated.roles.map((role) => ({
    role: role.role,
    countryCode: role.country_code.toUpperCase(),
    partyId: role.party_id.toUpperCase(),
    businessDetails: role.business_details,
  }))
  const hub = roles.find(({ role }) => role === 'HUB')
  const named = stated.hub_party_id
  return {
    roles,
    hubParty: named
      ? partyFromKey(`${named.slice(0, 2)}-${named.slice(2)}`.toUpperCase())
      : hub
        ? partyFromKey(partyKey(hub))
        : null,
  }
}
