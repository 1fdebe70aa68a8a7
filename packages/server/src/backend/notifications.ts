// What a backend hears of a change in the feed.

import { fromRow } from '../modules/rows.ts'
import type { FeedEntry } from '../storage/objects.ts'

export const notificationTypes = [
  'location.changed',
  'evse.status',
  'tariff.changed',
  'tariff.deleted',
  'session.changed',
  'cdr.received',
  'token.changed',
  'command.result',
  'partner.invited',
  'partner.registered',
  'partner.offline',
  'partner.online',
  'partner.failing',
  'object.parked',
] as const
export type NotificationType = (typeof notificationTypes)[number]

export interface Notice {
  readonly type: NotificationType
  /** Party it is about, `NL-ABC`; empty for partners. */
  readonly party: string
  readonly data: Record<string, unknown>
}

/** Rows that are not OCPI objects: their body is shown as it is. */
const PLAIN = new Set(['partners', 'commands', 'parked'])

export const objectOf = (entry: FeedEntry): Record<string, unknown> =>
  PLAIN.has(entry.key.module) ? (JSON.parse(entry.text) as Record<string, unknown>) : { ...fromRow(entry) }

/** An EVSE whose location comes later in the feed is told with it. */
export const isCovered = (entry: FeedEntry): boolean =>
  entry.key.module === 'evses' && (entry.parentPosition ?? 0) >= entry.position

export function noticeOf(entry: FeedEntry): Notice | undefined {
  if (isCovered(entry)) return undefined
  const { countryCode, partyId } = entry.key
  const party = countryCode === '' ? '' : `${countryCode}-${partyId}`
  const notice = (type: NotificationType, data = objectOf(entry)): Notice => ({ type, party, data })
  switch (entry.key.module) {
    case 'locations':
      return notice('location.changed')
    case 'evses':
      return notice(entry.position === entry.fullPosition ? 'location.changed' : 'evse.status', {
        country_code: countryCode,
        party_id: partyId,
        location_id: entry.key.id,
        evse: objectOf(entry),
      })
    case 'tariffs':
      return notice(entry.deleted ? 'tariff.deleted' : 'tariff.changed')
    case 'sessions':
      return notice('session.changed')
    case 'cdrs':
      return entry.partner === null ? undefined : notice('cdr.received')
    case 'tokens':
      return notice('token.changed')
    case 'commands':
      return settledCommand(entry) ? notice('command.result', commandView(objectOf(entry))) : undefined
    case 'partners':
      return notice(partnerEvent(entry))
    default:
      return undefined
  }
}

const OPEN = new Set(['sent', 'accepted'])
function settledCommand(entry: FeedEntry): boolean {
  const { direction, status } = JSON.parse(entry.text) as { direction: string; status: string }
  return direction === 'sent' && !OPEN.has(status)
}

function partnerEvent(entry: FeedEntry): NotificationType {
  switch (entry.state) {
    case 'offline':
      return 'partner.offline'
    case 'paused':
    case 'suspended':
      return 'partner.failing'
    case 'invited':
      return 'partner.invited'
    default:
      return 'partner.registered'
  }
}

/** A command as the API shows it: where its outcome goes is between the partner and us. */
export function commandView(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const {
    response_url: _url,
    correlation_id: _correlation,
    partner: _partner,
    direction: _direction,
    ...shown
  } = record
  return shown
}
