// What is parked as rows of the feed, so that webhooks and /changes hear of it.

import { canonical } from '@interchange/ocpi/canonical'
import type { Clock } from '../clock.ts'
import { rowKey } from '../storage/row.ts'
import type { GroupWriter } from '../storage/writer.ts'
import type { ParkedChange } from './progress.ts'

export function parkedFeed({ writer, clock }: { writer: GroupWriter; clock: Clock }) {
  return async function tell({ partner, key, row }: ParkedChange): Promise<void> {
    const at = clock.now().toISOString()
    const name = rowKey('parked', key.countryCode, key.partyId, `${partner} ${key.module} ${key.id}`, key.sub)
    await writer.write({
      load: [name],
      apply(view) {
        const before = view.get(name)
        if (!row) {
          if (!before || before.deleted) return
          const { version, text, lastUpdated } = before
          view.put({ key: name, version, text, lastUpdated, partner: null, deleted: true })
          return
        }
        const shown = {
          partner,
          module: key.module === 'evses' ? 'locations' : key.module,
          country_code: key.countryCode,
          party_id: key.partyId,
          object_id: key.id,
          ...(key.module === 'evses' ? { evse_uid: key.sub } : {}),
          ...(key.module === 'tokens' ? { token_type: key.sub } : {}),
          http: row.http,
          status_code: row.statusCode,
          why: row.why,
          message: row.message,
          last_updated: at,
        }
        const text = JSON.stringify(shown)
        view.put({ key: name, version: canonical.number, text, lastUpdated: at, partner: null, deleted: false })
      },
    })
  }
}
