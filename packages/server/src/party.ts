// A party is what the specification addresses: a country code and a party id, compared without case (CiString).

export interface Party {
  readonly countryCode: string
  readonly partyId: string
}

/** `NL-ABC`, upper case: the key of a party everywhere inside. */
export const partyKey = (party: Party): string => `${party.countryCode}-${party.partyId}`.toUpperCase()

/** The reverse of `partyKey`. */
export function partyFromKey(key: string): Party {
  const [countryCode = '', partyId = ''] = key.split('-')
  return { countryCode, partyId }
}

/** Reads the owner of a wire object. */
export const ownerOf = (object: { country_code: string; party_id: string }): Party => ({
  countryCode: object.country_code,
  partyId: object.party_id,
})

export const sameParty = (a: Party, b: Party): boolean => partyKey(a) === partyKey(b)
