// Looks at what arrives: a subscriber of the feed that checks each tariff and audits each CDR, of partners and our own.
// What it finds are rows of the feed themselves (docs/audit.md).

import { randomUUID } from 'node:crypto'
import { readerStore } from '../feed/reader-store.ts'
import { type Subscriber, SubscriberLoop } from '../feed/subscriber.ts'
import type { FeedTail } from '../feed/tail.ts'
import type { Auditor, AuditorNeeds } from './auditor.ts'
import type { Linter } from './linter.ts'
import { passingOver } from './passing-over.ts'

export interface InspectionNeeds extends AuditorNeeds {
  readonly tail: FeedTail
  readonly auditor: Auditor
  readonly linter: Linter
}

export interface Inspection {
  start(): void
  stop(): Promise<void>
}

/** Tariffs and CDRs are looked at; CDRs may wait for the others. */
const MODULES = ['tariffs', 'cdrs', 'sessions', 'locations']

export function createInspection(needs: InspectionNeeds): Inspection {
  const { database, tail, auditor, linter, versions, events, clock } = needs
  const passOver = passingOver(events)
  const subscriber: Subscriber = {
    name: 'inspection',
    modules: MODULES,
    ...readerStore(database, 'inspection', randomUUID()),
    async *take(entries, _after, signal) {
      const of = (module: string) => entries.filter(({ key }) => key.module === module)
      const tariffs = of('tariffs')
      const present = tariffs.filter(({ deleted }) => !deleted)
      await passOver('tariffs', present, (row) => versions.keep(row, clock.now()))
      await linter.rows(tariffs)
      if (signal.aborted) return
      await auditor.rows(of('cdrs').filter(({ deleted }) => !deleted))
      // After those of this read: a CDR and what it lacks may stand in it together.
      await auditor.arrived(
        entries.filter(({ deleted }) => !deleted).map(({ key }) => key),
        signal,
      )
      if (signal.aborted) return
      const last = entries.at(-1)
      if (last) yield last.position
    },
  }
  const modules = new Set(MODULES)
  let loop: SubscriberLoop | undefined
  let unsubscribe = (): void => undefined

  return {
    start() {
      const running = new SubscriberLoop(subscriber, { database, events, clock })
      loop = running
      unsubscribe = tail.subscribe(({ entries }) => {
        if (entries.some(({ key }) => modules.has(key.module))) running.wake()
      })
    },
    async stop() {
      unsubscribe()
      await loop?.stop()
    },
  }
}
