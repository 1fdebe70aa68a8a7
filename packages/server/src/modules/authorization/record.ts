// Authorizations that were given, by their reference: it comes back in the session and the CDR (2.2.1 Tokens,
// "AuthorizationInfo"), and tells which answer or command they rest on. Rows of the store that nobody is shown.

import { canonical } from '@interchange/ocpi/canonical'
import type { CdrToken, Session } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '../../party.ts'
import { type RowKey, rowKey } from '../../storage/row.ts'
import type { Write } from '../../storage/writer.ts'

export const AUTHORIZATIONS = 'authorizations'

export interface AuthorizationRecord {
  readonly reference: string
  /** DateTime it was given first. */
  readonly at: string
  readonly location_id?: string
  /** Whose it is, and how it was given; those of before these were kept say neither. */
  readonly token?: CdrToken
  readonly method?: Extract<Session['auth_method'], 'AUTH_REQUEST' | 'COMMAND'>
}

/** What sessions and CDRs keep of a token. */
export const cdrTokenOf = ({ country_code, party_id, uid, type, contract_id }: CdrToken): CdrToken => ({
  country_code,
  party_id,
  uid,
  type,
  contract_id,
})

/** `issuer`: the eMSP that gave it. References are unique for an eMSP, not among them. */
export const authorizationKey = (issuer: Party, reference: string): RowKey =>
  rowKey(AUTHORIZATIONS, issuer.countryCode, issuer.partyId, reference)

/** Longer ones are no CiString(36), and none that could be found again. */
const LONGEST = 36

/** Undefined where the reference is none. The first time counts: an answer that is repeated is the same authorization. */
export function authorizationWrite(issuer: Party, authorization: AuthorizationRecord): Write<void> | undefined {
  if (authorization.reference.length > LONGEST) return undefined
  const key = authorizationKey(issuer, authorization.reference)
  return {
    load: [key],
    apply(view) {
      if (view.get(key)) return
      view.put({
        key,
        version: canonical.number,
        text: JSON.stringify(authorization),
        lastUpdated: authorization.at,
        partner: null,
      })
    },
  }
}
