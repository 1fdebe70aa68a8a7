import type { Write } from '../../storage/writer.ts'
import { type Body, bodyFrom, bodyOf, inVersion, lift } from '../body.ts'
import { sameValue } from '../json-text.ts'
import { Refused, refused } from '../refused.ts'
import { tokenParties } from '../sessions/write.ts'
import { put } from '../whole.ts'
import { alive, assertSource, type Incoming, keyOf, type Stored, stamped } from '../writing.ts'
import { creditFindings, originalOf, sessionFindings, sessionOf } from './findings.ts'

const MODULE = 'cdrs'

/**
 * A CDR is stored once. The same again is answered like the first time (T-34: senders repeat a POST that got no
 * answer); another content under the same id is refused, whoever brings it: nobody is billed twice.
 */
export function postCdr(incoming: Incoming): Write<Stored> {
  const received = bodyFrom(incoming.version.number, incoming.object, incoming.text)
  const key = keyOf(MODULE, incoming.object)
  const [original, session] = [originalOf(received), sessionOf(received)]
  return {
    load: [key, original, session].filter((one) => one !== undefined),
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
      const cdr = lift(body, 'CDR')
      const contradictions = session ? sessionFindings(view, session, cdr) : []
      if (incoming.source === 'own' && contradictions.length > 0) {
        throw new Refused(MODULE, 'contradicts', contradictions)
      }
      const findings = [...(original ? creditFindings(view, original, cdr) : []), ...contradictions]
      return { ...put(view, key, incoming, body, { audience: tokenParties(cdr) }), findings }
    },
  }
}

function sameCdr(stored: Body, again: Body): boolean {
  const before = inVersion(stored, 'CDR', again.version)
  return before !== undefined && sameValue(before.value, again.value)
}
