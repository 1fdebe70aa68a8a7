// A push that is older than what is stored is not applied. One of the two times is wrong, so the object is read once from
// whoever owns it, and what comes is applied like what a crawl brings. Only locations can be read one by one (Locations,
// "Sender Interface", GET); other modules wait for the next crawl.

import { versionOf } from '@interchange/ocpi/versions'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { memberOf } from '../../modules/json-text.ts'
import type { Outbound } from '../../outbound.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Party } from '../../party.ts'
import { keyText, type RowKey } from '../../storage/row.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { noCounts, takeItem } from './intake.ts'
import type { PullStore } from './pull-store.ts'

export interface ReadBackNeeds {
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly outbound: Outbound
  readonly events: Events
  readonly clock: Clock
  readonly putAside: PullStore['putAside']
}

/** The push that was too old. */
export interface StalePush {
  readonly partnerId: string
  /** Of the object, or of a part of it. */
  readonly key: RowKey
  /** As the URL spelled the object's id. */
  readonly id: string
  /** Who was asked, and who asked. */
  readonly to: Party | undefined
  readonly from: Party | undefined
  readonly correlationId: string
}

export interface ReadBack {
  /** Never waits, never throws. */
  want(push: StalePush): void
  stop(): Promise<void>
}

/** Between two reads of one partner. */
const SPACING_MS = 500
/** Objects of one partner that wait to be read; what comes beyond them is read by the next crawl. */
const MOST_WAITING = 200

interface Waiting {
  readonly pushes: Map<string, StalePush>
  running: Promise<void>
}

export function createReadBack(needs: ReadBackNeeds, spacingMs = SPACING_MS): ReadBack {
  const { directory, events, clock, outbound } = needs
  const partners = new Map<string, Waiting>()
  const stopping = new AbortController()

  async function work(partnerId: string, { pushes }: Waiting): Promise<void> {
    while (pushes.size > 0 && !stopping.signal.aborted) {
      const [name, push] = pushes.entries().next().value!
      // What is pushed too late again while it is read is read again.
      pushes.delete(name)
      await read(push).catch((error: unknown) => events.failed('read back', error))
      await pause(spacingMs, stopping.signal)
    }
    partners.delete(partnerId)
  }

  async function read({ partnerId, id, to, from, correlationId }: StalePush): Promise<void> {
    const partner = directory.partner(partnerId)
    const version = partner?.version == null ? undefined : versionOf(partner.version)
    // One that is away is read when it is back.
    if (!partner || !version || partner.status !== 'registered') return
    if (!directory.endpoint(partner, 'locations', 'SENDER')) return
    const askedAt = clock.now()
    const answer = await outbound.call(partner, {
      module: 'locations',
      side: 'SENDER',
      endpoint: 'getLocation',
      params: { location_id: id },
      correlationId,
      ...(to && { from: to }),
      ...(from && { to: from }),
    })
    if (answer.kind !== 'ok') return events.readBack(partner, 'locations', 'failed')
    const counts = noCounts()
    const about = { partner, version, module: 'locations', correlationId } as const
    const item = { value: answer.data, text: memberOf(answer.text, 'data') }
    await takeItem(needs, about, item, askedAt, {
      counts,
      see: () => undefined,
      aside: (part) =>
        void needs
          .putAside({ partner: partnerId, module: 'locations' }, [part], clock.now())
          .catch((error: unknown) => events.failed('read back', error)),
    })
    events.readBack(partner, 'locations', counts.created + counts.updated > 0 ? 'applied' : 'not applied')
  }

  return {
    want(push) {
      if (stopping.signal.aborted || (push.key.module !== 'locations' && push.key.module !== 'evses')) return
      if (directory.partner(push.partnerId)?.status !== 'registered') return
      const name = keyText({ ...push.key, module: 'locations', sub: '' })
      const waiting = partners.get(push.partnerId)
      if (waiting) {
        if (waiting.pushes.size < MOST_WAITING && !waiting.pushes.has(name)) waiting.pushes.set(name, push)
        return
      }
      const first: Waiting = { pushes: new Map([[name, push]]), running: Promise.resolve() }
      partners.set(push.partnerId, first)
      first.running = work(push.partnerId, first)
    },

    async stop() {
      stopping.abort()
      await Promise.all([...partners.values()].map(({ running }) => running))
    },
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    if (signal.aborted) done()
    else signal.addEventListener('abort', done)
  })
