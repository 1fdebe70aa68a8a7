// CiString: printable ASCII, compared without regard to case (types, "CiString"). Only A to Z have a case here; the
// rules of a language or of Unicode must not make two ids equal that OCPI tells apart.

/** A party as routing headers and URLs name it; wire objects spell it `country_code` and `party_id`. */
export interface Party {
  readonly countryCode: string
  readonly partyId: string
}

/** The form ids are compared and stored by. Keep the spelling that came beside it. */
export const normaliseCi = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())

export const equalCi = (a: string, b: string): boolean =>
  a === b || (a.length === b.length && normaliseCi(a) === normaliseCi(b))

/** `NL-TNM`, whatever case the party was written in. */
export const partyKey = (party: Party): string => `${normaliseCi(party.countryCode)}-${normaliseCi(party.partyId)}`

export const sameParty = (a: Party, b: Party): boolean =>
  equalCi(a.countryCode, b.countryCode) && equalCi(a.partyId, b.partyId)
