import { rowKey } from '../../storage/row.ts'
import type { View, Write } from '../../storage/writer.ts'
import { type Body, bodyFrom, bodyOf, inVersion, lift } from '../body.ts'
import { sameValue } from '../json-text.ts'
import { refused } from '../refused.ts'
import { tokenParties } from '../sessions/write.ts'
import { put } from '../whole.ts'
import { alive, assertSource, type Finding, type Incoming, keyOf, type Stored, stamped } from '../writing.ts'

const MODULE = 'cdrs'

/**
 * A CDR is stored once. The same again is answered like the first time (T-34: senders repeat a POST that got no
 * answer); another content under the same id is refused, whoever brings it: nobody is billed twice.
 */
export function postCdr(incoming: Incoming): Write<Stored> {
  const received = bodyFrom(incoming.version.number, incoming.object, incoming.text)
  const key = keyOf(MODULE, incoming.object)
  const original = originalOf(received)
  return {
    load: original ? [key, original] : [key],
    apply(view) {
      const before = view.get(key)
      assertSource(MODULE, key, incoming, before)
      const body = stamped(received, alive(before) && bodyOf(before!).value, incoming.stamp)
      if (before && alive(before)) {
        if (!sameCdr(bodyOf(before), body)) {
          throw refused(MODULE, 'immutable', 'a CDR with this id is stored already, with another content', '/id')
        }
        return { outcome: 'unchanged', row: before, findings: [] }
      }
      const audience = tokenParties(lift(body, 'CDR'))
      const findings = original ? creditFindings(view, original, body) : []
      return { ...put(view, key, incoming, body, { audience }), findings }
    },
  }
}

function sameCdr(stored: Body, again: Body): boolean {
  const before = inVersion(stored, 'CDR', again.version)
  return before !== undefined && sameValue(before.value, again.value)
}

const originalOf = ({ value }: Body) =>
  value.credit === true && typeof value.credit_reference_id === 'string'
    ? rowKey(MODULE, String(value.country_code), String(value.party_id), value.credit_reference_id)
    : undefined

/** 2.2.1 CDRs, "Credit CDRs". What is odd is said and stored: the eMSP sorts it out with the CPO, not by refusing. */
function creditFindings(view: View, original: ReturnType<typeof rowKey>, credit: Body): Finding[] {
  const row = alive(view.get(original))
  const path = '/credit_reference_id'
  if (!row) return [{ rule: 'R-CDR-07', path, message: 'the CDR it takes back is not known here' }]
  const taken = lift(bodyOf(row), 'CDR')
  if (taken.credit === true) {
    return [{ rule: 'R-CDR-07', path, message: 'the CDR it takes back is a credit CDR itself' }]
  }
  return sameValue(tokenParties(taken), tokenParties(lift(credit, 'CDR')))
    ? []
    : [{ rule: 'R-CDR-07', path: '/cdr_token', message: 'the CDR it takes back was for another party' }]
}
