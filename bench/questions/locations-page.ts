import type { Question } from '../support/shapes.ts'
import { headersOf } from '../support/world.ts'

/** A partner reads a page of 100 of our locations, of two EVSEs each. */
export const locationsPage: Question = {
  name: 'GET page of 100 locations',
  writes: false,
  async prepare({ emsp }) {
    const base = new URL(emsp.theirs.get('locations.SENDER')!)
    const { envelope } = (await emsp.send('GET', `${base}?limit=100`)) as { envelope: { data?: unknown[] } }
    if (envelope.data?.length !== 100) throw new Error(`the page has ${envelope.data?.length} locations, not 100`)
    return {
      origin: base.origin,
      method: 'GET',
      paths: [`${base.pathname}?limit=100`],
      bodies: [],
      headers: headersOf(emsp, false),
      expect: '"status_code":1000',
    }
  },
}
