// What a webhook is told of the changes in a part of the feed.

import type { AuditRecord } from '../../inspection/audit-record.ts'
import { AUDITS } from '../../inspection/keys.ts'
import { NOTICES, type Notice } from '../../notices.ts'
import type { Directory } from '../../partners/directory.ts'
import type { FeedEntry } from '../../storage/objects.ts'
import { type ToldChange, toldChange } from '../changes/change.ts'
import { showPartnerRow } from '../views.ts'
import type { NotificationType } from './event-types.ts'
import type { Webhook } from './store.ts'

export interface Notification {
  readonly type: NotificationType
  readonly data: Readonly<Record<string, unknown>>
}

/** Modules whose rows can become notifications. */
export const notifiedModules = [
  'locations',
  'evses',
  'tariffs',
  'sessions',
  'cdrs',
  'tokens',
  'commands',
  AUDITS,
  'parked',
  NOTICES,
]

export const wantsEvent = ({ events }: Webhook, type: string): boolean => events === null || events.includes(type)

export const wantsParty = ({ parties }: Webhook, concerned: readonly string[] | null): boolean =>
  parties === null || concerned === null || concerned.some((party) => parties.includes(party))

/** Entries in feed order, each with what the webhook is told of it; most often one thing, or nothing. */
export function notificationsOf(
  entries: readonly FeedEntry[],
  after: number,
  webhook: Webhook,
  directory: Directory,
  failed: (error: unknown) => void,
): { readonly entry: FeedEntry; readonly notification: Notification | undefined }[] {
  const whole = wantsEvent(webhook, 'location.changed')
  const told = new Set(entries.filter(({ key }) => whole && key.module === 'locations').map(locationOf))
  return entries.map((entry) => {
    const nothing = { entry, notification: undefined }
    // Told with its location, which is always told whole.
    if (entry.key.module === 'evses' && whole && (told.has(locationOf(entry)) || comesLater(entry))) return nothing
    try {
      const { notification, parties } = described(entry, after, whole, directory)
      const wanted = notification && wantsEvent(webhook, notification.type) && wantsParty(webhook, parties)
      return wanted ? { entry, notification } : nothing
    } catch (error) {
      failed(error)
      return nothing
    }
  })
}

const locationOf = ({ key }: FeedEntry): string => `${key.countryCode}-${key.partyId}/${key.id}`
const comesLater = ({ parentPosition, position }: FeedEntry): boolean => (parentPosition ?? 0) >= position

interface Described {
  readonly notification: Notification | undefined
  /** Parties it concerns; null: all of ours. */
  readonly parties: readonly string[] | null
}

function described(entry: FeedEntry, after: number, whole: boolean, directory: Directory): Described {
  if (entry.key.module === NOTICES) {
    const { type, data, parties } = JSON.parse(entry.text) as Notice
    const shown = type.startsWith('partner.') ? showPartnerRow(data as Parameters<typeof showPartnerRow>[0]) : data
    return { notification: { type, data: shown }, parties }
  }
  const change = toldChange(entry, directory)
  return { notification: notificationOf(change, after, whole), parties: change.parties }
}

function notificationOf({ entry, object }: ToldChange, after: number, whole: boolean): Notification | undefined {
  switch (entry.key.module) {
    case 'locations':
      return { type: 'location.changed', data: object }
    case 'evses': {
      const { countryCode, partyId, id } = entry.key
      const data = { country_code: countryCode, party_id: partyId, location_id: entry.parentId ?? id, evse: object }
      // Who hears of locations hears of more than a status there; who does not, hears every status here.
      return { type: whole && entry.fullPosition > after ? 'location.changed' : 'evse.status', data }
    }
    case 'tariffs':
      return { type: entry.deleted ? 'tariff.deleted' : 'tariff.changed', data: object }
    case 'sessions':
      return { type: 'session.changed', data: object }
    case 'cdrs':
      return entry.partner === null ? undefined : { type: 'cdr.received', data: object }
    case AUDITS:
      return auditNotification(object as unknown as AuditRecord)
    case 'tokens':
      return { type: 'token.changed', data: object }
    case 'commands':
      return isSettled(object) ? { type: 'command.result', data: object } : undefined
    case 'parked':
      return entry.deleted ? undefined : { type: 'object.parked', data: object }
    default:
      return undefined
  }
}

/** Of a CDR in which nothing was found `cdr.received` is enough. */
function auditNotification(audit: AuditRecord): Notification | undefined {
  if (audit.state === 'accepted' && audit.history.every(({ state }) => state === 'accepted')) return undefined
  return { type: `cdr.${audit.state}`, data: { ...audit } }
}

/** As eMSP, once the outcome is known. What a command we received came to, we have said ourselves. */
const isSettled = ({ direction, status }: Readonly<Record<string, unknown>>): boolean =>
  direction === 'sent' && status !== 'sent' && status !== 'accepted'
