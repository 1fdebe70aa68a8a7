import { session } from '../../tests/stranger/objects.ts'
import type { Question } from '../support/shapes.ts'
import { headersOf } from '../support/world.ts'

const SESSIONS = 2000

/** A partner sends a whole session, new or changed; the answer means committed. */
export const sessionPut: Question = {
  name: 'session PUT',
  writes: true,
  async prepare({ cpo }) {
    const base = new URL(cpo.theirs.get('sessions.RECEIVER')!)
    const ids = Array.from({ length: SESSIONS }, (_, at) => `S${at}`)
    return {
      origin: base.origin,
      method: 'PUT',
      paths: ids.map((id) => `${base.pathname}/BE/BEC/${id}`),
      bodies: ids.map((id) =>
        JSON.stringify({ ...session(id, { country_code: 'NL', party_id: 'XYZ' }, '2.2.1'), last_updated: '@now' }),
      ),
      headers: headersOf(cpo, true),
      expect: '"status_code":1000',
    }
  },
}
