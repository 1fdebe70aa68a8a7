import { location } from '../../tests/stranger/objects.ts'
import type { Question } from '../support/shapes.ts'
import { headersOf } from '../support/world.ts'

const LOCATIONS = 500

/** A partner reports the status of one EVSE; the answer means committed. */
export const statusPatch: Question = {
  name: 'status PATCH of an EVSE',
  writes: true,
  async prepare({ cpo }) {
    const base = new URL(cpo.theirs.get('locations.RECEIVER')!)
    const paths: string[] = []
    for (let at = 0; at < LOCATIONS; at++) {
      const url = `${base}/BE/BEC/LOC${at}`
      const { envelope } = await cpo.send('PUT', url, { body: location(`LOC${at}`, '2.2.1') })
      if (envelope.status_code !== 1000) throw new Error(`PUT of a location was answered ${envelope.status_code}`)
      for (const evse of ['3256', '3257']) paths.push(`${new URL(url).pathname}/${evse}`)
    }
    return {
      origin: base.origin,
      method: 'PATCH',
      paths,
      // An odd number of them, so that each EVSE gets another status every time round.
      bodies: ['AVAILABLE', 'CHARGING', 'BLOCKED'].map((status) => `{"status":"${status}","last_updated":"@now"}`),
      headers: headersOf(cpo, true),
      expect: '"status_code":1000',
    }
  },
}
