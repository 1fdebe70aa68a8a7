// Looks every few seconds whether a rule holds for a partner, in one process at a time, and tells when that begins and
// when it is over: in the feed, from where webhooks have it, by mail, and in the log.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { every, type Loop } from '../feed/loop.ts'
import { readerStore } from '../feed/reader-store.ts'
import { type NoticeType, noticeKey, putNotice } from '../notices.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import type { GroupWriter } from '../storage/writer.ts'
import { type MailNeeds, mailer, mailOf } from './mail.ts'
import { holdings, moves } from './rule.ts'
import type { AlertStore, AlertView } from './store.ts'

export interface AlertsNeeds extends Pick<MailNeeds, 'smtpUrl' | 'from'> {
  readonly database: Database
  readonly store: AlertStore
  readonly writer: GroupWriter
  readonly directory: Pick<Directory, 'partners' | 'partner' | 'ownPartiesFor'>
  readonly events: Events
  readonly clock: Clock
  /** Default 2 s. */
  readonly lookMs?: number
}

export interface Alerts {
  start(): void
  stop(): Promise<void>
}

const LOOK_MS = 2000
const HOUR_MS = 3_600_000
/** Longer than a round takes; a dead process's lease runs out. */
const LEASE_MS = 20_000
const TOLD_AT_ONCE = 100

export function createAlerts(needs: AlertsNeeds): Alerts {
  const { database, store, writer, directory, events, clock, lookMs = LOOK_MS } = needs
  const lease = readerStore(database, 'alerts', randomUUID())
  const mails = mailer(needs)
  const stopping = new AbortController()
  const failed = (error: unknown) => events.failed('alerts', error)
  let loops: Loop[] = []
  let purgedAt = 0

  const writing = (alert: AlertView) => mailOf(alert, directory.partner(alert.partner)?.name ?? alert.partner)

  async function look(): Promise<void> {
    if ((await lease.claim(LEASE_MS)) === undefined) return
    const now = clock.now()
    const [rules, open] = await Promise.all([store.rules(), store.open()])
    if (rules.length + open.length > 0) {
      const facts = rules.length === 0 ? [] : await store.facts(directory.partners())
      const held = rules.flatMap((rule) => holdings(rule, facts, now))
      const begun = moves(rules, held, open, now)
      if (Object.values(begun).some((some) => some.length > 0)) await store.move(begun, rules, writing, now)
      // What needs not last is raised in the same round.
      if (begun.begin.length > 0) await store.move(moves(rules, held, await store.open(), now), rules, writing, now)
    }
    for (const alert of await store.untold(TOLD_AT_ONCE)) await tell(alert)
    if (now.getTime() - purgedAt < HOUR_MS) return
    purgedAt = now.getTime()
    await store.purge(now)
  }

  /** The same words each time: what a crash left half done moves nothing in the feed when it is done again. */
  async function tell(alert: AlertView): Promise<void> {
    const type: NoticeType = `alert.${alert.state}`
    const { rule, kind, partner: id, module, state } = alert
    const partner = directory.partner(id)
    const parties = !partner || partner.parties === '*' ? null : directory.ownPartiesFor(partner).map(partyKey)
    const key = noticeKey(`${rule} ${id} ${module ?? ''}`, type)
    const at = state === 'raised' ? alert.raised_at : alert.cleared_at!
    await writer.write({
      load: [key],
      apply: (view) => putNotice(view, key, { type, at, parties, data: { ...alert } }),
    })
    await store.told(alert.id, state)
    const event = { rule, kind, partnerId: id, module: module ?? undefined, ...alert.what }
    if (state === 'raised') events.alertRaised(event)
    else events.alertCleared(event)
  }

  return {
    start() {
      loops = [every(lookMs, look, failed), every(lookMs, () => mails.sendDue(stopping.signal), failed)]
    },
    async stop() {
      stopping.abort()
      await Promise.all(loops.map((loop) => loop.stop()))
      await lease.save(0, 0).catch(failed)
      mails.close()
    },
  }
}
