import { canonical } from '@interchange/ocpi/canonical'
import type { PartnerStatus } from './partners/partner.ts'
import { type RowKey, rowKey } from './storage/row.ts'
import type { View } from './storage/writer.ts'

// What happened, where the state of an object does not say it: a partner that is back looks like one that was never
// away. A notice is a row of the feed, the newest of its kind per subject; webhooks are told of it, nobody else is.

export const NOTICES = 'notices'

export type NoticeType =
  | 'partner.registered'
  | 'partner.offline'
  | 'partner.online'
  | 'partner.failing'
  | 'alert.raised'
  | 'alert.cleared'

export interface Notice {
  readonly type: NoticeType
  /** DateTime. */
  readonly at: string
  /** Keys of our parties it concerns; null: all. */
  readonly parties: readonly string[] | null
  readonly data: Readonly<Record<string, unknown>>
}

/** `kind` tells apart what is said of one subject: of each kind only the newest is kept. */
export const noticeKey = (subject: string, kind: string): RowKey => rowKey(NOTICES, '', '', subject, kind)

/** Says it within a write that loads the key. */
export function putNotice(view: View, key: RowKey, notice: Notice): void {
  view.put({
    key,
    version: canonical.number,
    text: JSON.stringify(notice),
    lastUpdated: notice.at,
    partner: null,
    state: notice.type,
  })
}

/** What a change of a partner's status is called; undefined where nobody needs to be told. */
export function partnerNotice(before: string | null | undefined, status: PartnerStatus): NoticeType | undefined {
  if (before === status) return undefined
  switch (status) {
    case 'registered':
      return before === 'offline' || before === 'paused' || before === 'suspended'
        ? 'partner.online'
        : 'partner.registered'
    case 'offline':
      return 'partner.offline'
    case 'paused':
      return 'partner.failing'
    default:
      return undefined
  }
}
