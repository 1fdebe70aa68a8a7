// What a CDR has to agree with: the CDR it takes back, and the session it is the bill of.

import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { type RowKey, rowKey } from '../../storage/row.ts'
import type { View } from '../../storage/writer.ts'
import { type Body, bodyOf, lift } from '../body.ts'
import { type Json, sameValue } from '../json-text.ts'
import { tokenParties } from '../sessions/write.ts'
import { alive, type Finding } from '../writing.ts'

const named = (module: string, { value }: Body, id: unknown): RowKey | undefined =>
  typeof id === 'string' ? rowKey(module, String(value.country_code), String(value.party_id), id) : undefined

/** The CDR a credit CDR takes back. */
export const originalOf = (cdr: Body): RowKey | undefined =>
  cdr.value.credit === true ? named('cdrs', cdr, cdr.value.credit_reference_id) : undefined

export const sessionOf = (cdr: Body): RowKey | undefined => named('sessions', cdr, cdr.value.session_id)

/** 2.2.1 CDRs, "Credit CDRs". What is odd is said and stored: the eMSP sorts it out with the CPO, not by refusing. */
export function creditFindings(view: View, original: RowKey, credit: Json): Finding[] {
  const row = alive(view.get(original))
  const path = '/credit_reference_id'
  if (!row) return [{ rule: 'R-CDR-07', path, message: 'the CDR it takes back is not known here' }]
  const taken = lift(bodyOf(row), 'CDR')
  if (taken.credit === true) {
    return [{ rule: 'R-CDR-07', path, message: 'the CDR it takes back is a credit CDR itself' }]
  }
  return sameValue(tokenParties(taken), tokenParties(credit))
    ? []
    : [{ rule: 'R-CDR-07', path: '/cdr_token', message: 'the CDR it takes back was for another party' }]
}

/**
 * Both say the token as it was at the start, how it was authorized last, and the reference the eMSP gave last (2.2.1
 * Sessions and CDRs, objects). A session that has not ended may still change.
 */
export function sessionFindings(view: View, key: RowKey, cdr: Json): Finding[] {
  const row = alive(view.get(key))
  if (row?.state !== 'COMPLETED') return []
  const session = lift(bodyOf(row), 'Session')
  const found: Finding[] = []
  const compare = (rule: string, path: string, ours: unknown, theirs: unknown, message: string) => {
    // The session leaves open what it does not say.
    if (typeof theirs === 'string' && !equalCi(String(ours), theirs)) found.push({ rule, path, message })
  }
  const [token, started] = [cdr.cdr_token ?? {}, session.cdr_token ?? {}] as [Json, Json]
  for (const field of ['country_code', 'party_id', 'uid', 'type', 'contract_id']) {
    const message = 'is not that of the token the session was started with'
    compare('R-CDR-10', `/cdr_token/${field}`, token[field], started[field], message)
  }
  const { auth_method, authorization_reference } = session
  compare('R-CDR-12', '/auth_method', cdr.auth_method, auth_method, 'is not the method the session ended with')
  compare(
    'R-CDR-13',
    '/authorization_reference',
    cdr.authorization_reference,
    authorization_reference,
    'is not the reference the session ended with, the last one of the eMSP',
  )
  return found
}
