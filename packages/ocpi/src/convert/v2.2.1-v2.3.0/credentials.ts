import type { ConversionRules, Making } from '../rules.ts'

type Role = { role: string; country_code: string; party_id: string; business_details: unknown }
type Credentials221 = { roles: readonly Role[] }
type Credentials230 = Credentials221 & { hub_party_id?: string | null }

const partyOf = ({ country_code, party_id }: Role): string => `${country_code}${party_id}`
const sameParty = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase()

/** The role HUB became a field of the platform. The party itself stays in the list, as OTHER, with its company's data. */
export function upgradeCredentials({ roles }: Credentials221, making: Making): Partial<Credentials230> {
  if (!Array.isArray(roles)) return { roles }
  const listed = roles as readonly Role[]
  const hubs = listed.filter(({ role }) => role === 'HUB')
  const hub = hubs[0]
  if (!hub) return { roles: listed }
  const upgraded = listed.flatMap((role, index) => {
    if (role.role !== 'HUB') return [role]
    if (role !== hub) making.lose(`/roles/${index}/role`, 'a platform of OCPI 2.3.0 is one hub; OTHER stands for it')
    const already = listed.some((one) => one.role === 'OTHER' && sameParty(partyOf(one), partyOf(role)))
    if (!already) return [{ ...role, role: 'OTHER' }]
    making.lose(`/roles/${index}`, 'OCPI 2.3.0 has no role HUB, and the party is there as OTHER; left out')
    return []
  })
  return { roles: upgraded, hub_party_id: partyOf(hub) }
}

export function downgradeCredentials({ hub_party_id }: Credentials230, making: Making): Record<string, unknown> {
  const roles = making.copied('roles') as readonly Role[] | undefined
  if (!Array.isArray(roles) || typeof hub_party_id !== 'string') return { roles }
  const isHub = (role: Role) => sameParty(partyOf(role), hub_party_id)
  const place = roles.findIndex((role) => role.role === 'OTHER' && isHub(role))
  if (place >= 0) return { roles: roles.map((role, index) => (index === place ? { ...role, role: 'HUB' } : role)) }
  if (hub_party_id.length < 3) {
    making.lose('/hub_party_id', 'is not a country and a party, so no role HUB can be made of it; left out')
    return { roles }
  }
  making.lose('/roles', 'a role HUB was added for hub_party_id')
  const business_details = roles.find(isHub)?.business_details ?? { name: hub_party_id }
  const [country_code, party_id] = [hub_party_id.slice(0, 2), hub_party_id.slice(2)]
  return { roles: [...roles, { role: 'HUB', business_details, party_id, country_code }] }
}

export const credentialsUp: ConversionRules = {
  objects: { Credentials: { make: [{ from: ['roles'], to: ['roles', 'hub_party_id'], by: upgradeCredentials }] } },
}

export const credentialsDown: ConversionRules = {
  objects: { Credentials: { make: [{ from: ['roles', 'hub_party_id'], to: ['roles'], by: downgradeCredentials }] } },
}
