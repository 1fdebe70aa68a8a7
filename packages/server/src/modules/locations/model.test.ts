import fc from 'fast-check'
import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { freshLocation, type ObjectStore, objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { connector, evse, location, noonPlus } from '../../../../../tests/support/wire-objects.ts'
import { isRefused } from '../refused.ts'

// The same rules once more, in the plainest words: one object in memory, changed in place.

interface Connector {
  id: string
  last_updated: string
  [field: string]: unknown
}
interface Evse {
  uid: string
  status: string
  connectors: Connector[]
  last_updated: string
}

type Sent =
  | { kind: 'put'; minute: number; name: string | undefined; evses: { uid: string; minute: number; status: string }[] }
  | { kind: 'patch'; minute: number; name: string }
  | { kind: 'putEvse'; uid: string; minute: number; status: string; connectors: string[] }
  | { kind: 'patchEvse'; uid: string; minute: number; status: string }
  | { kind: 'putConnector' | 'patchConnector'; uid: string; id: string; minute: number; amperage: number }

class Naive {
  own: { name?: string; last_updated: string } | undefined
  evses: Evse[] = []

  /** False: refused. */
  take(sent: Sent): boolean {
    const time = noonPlus(sent.minute)
    if (sent.kind === 'put') return this.put(sent, time)
    if (!this.own) return false
    if (sent.kind === 'patch') {
      if (time >= this.own.last_updated) this.own = { name: sent.name, last_updated: time }
      return true
    }
    const held = this.evses.find(({ uid }) => uid === sent.uid)
    if (sent.kind === 'putEvse') {
      this.putEvse(held, {
        uid: sent.uid,
        status: sent.status,
        last_updated: time,
        connectors: sent.connectors.map((id) => connector({ id, last_updated: time })),
      })
      return true
    }
    if (!held) return false
    if (sent.kind === 'patchEvse') {
      if (time >= held.last_updated) Object.assign(held, { status: sent.status, last_updated: time })
      return true
    }
    const plug = held.connectors.find(({ id }) => id === sent.id)
    if (!plug && sent.kind === 'patchConnector') return false
    if (plug && time < plug.last_updated) return true
    const changed = { max_amperage: sent.amperage, last_updated: time }
    if (plug) Object.assign(plug, changed)
    else held.connectors.push(connector({ id: sent.id, ...changed }))
    if (time > held.last_updated) held.last_updated = time
    return true
  }

  private put(sent: Extract<Sent, { kind: 'put' }>, time: string): boolean {
    if (this.own && time < this.own.last_updated) return true
    this.own = sent.name === undefined ? { last_updated: time } : { name: sent.name, last_updated: time }
    const before = [...this.evses]
    for (const { uid, status, minute } of sent.evses) {
      const held = this.evses.find((one) => one.uid === uid)
      this.putEvse(held, evse({ uid, status, last_updated: noonPlus(minute) }) as Evse)
    }
    for (const held of before) {
      const named = sent.evses.some(({ uid }) => uid === held.uid)
      if (named || held.status === 'REMOVED' || time < held.last_updated) continue
      Object.assign(held, { status: 'REMOVED', last_updated: time })
    }
    return true
  }

  private putEvse(held: Evse | undefined, given: Evse): void {
    if (!held) this.evses.push(given)
    else if (given.last_updated >= held.last_updated) Object.assign(held, given)
  }

  read(id: string): unknown {
    if (!this.own) return undefined
    const times = [this.own.last_updated, ...this.evses.map((one) => one.last_updated)].sort()
    const evses = this.evses.length > 0 ? { evses: this.evses } : {}
    return { ...location({ id }), ...this.own, ...evses, last_updated: times.at(-1) }
  }
}

async function send(
  store: ObjectStore,
  { id, place, at }: ReturnType<typeof freshLocation>,
  sent: Sent,
): Promise<boolean> {
  const last_updated = noonPlus(sent.minute)
  const write = () => {
    switch (sent.kind) {
      case 'put': {
        const name = sent.name === undefined ? {} : { name: sent.name }
        const evses = sent.evses.map(({ uid, status, minute }) => evse({ uid, status, last_updated: noonPlus(minute) }))
        return store.whole('locations', location({ id, ...name, evses, last_updated }), { place })
      }
      case 'patch':
        return store.patch('locations', place, { name: sent.name, last_updated })
      case 'putEvse': {
        const connectors = sent.connectors.map((one) => connector({ id: one, last_updated }))
        return store.whole('locations', evse({ uid: sent.uid, status: sent.status, connectors, last_updated }), {
          place: at(sent.uid),
        })
      }
      case 'patchEvse':
        return store.patch('locations', at(sent.uid), { status: sent.status, last_updated })
      case 'putConnector':
        return store.whole('locations', connector({ id: sent.id, max_amperage: sent.amperage, last_updated }), {
          place: at(sent.uid, sent.id),
        })
      case 'patchConnector':
        return store.patch('locations', at(sent.uid, sent.id), { max_amperage: sent.amperage, last_updated })
    }
  }
  try {
    await write()
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
}

const uid = fc.constantFrom('E1', 'E2', 'E3')
const plug = fc.constantFrom('1', '2')
const status = fc.constantFrom('AVAILABLE', 'CHARGING', 'REMOVED')
const minute = fc.integer({ min: 0, max: 9 })
const anySent: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    minute,
    name: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    evses: fc.uniqueArray(fc.record({ uid, minute, status }), { selector: (one) => one.uid, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('patch' as const), minute, name: fc.constantFrom('c', 'd') }),
  fc.record({
    kind: fc.constant('putEvse' as const),
    uid,
    minute,
    status,
    connectors: fc.uniqueArray(plug, { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant('patchEvse' as const), uid, minute, status }),
  fc.record({
    kind: fc.constantFrom('putConnector' as const, 'patchConnector' as const),
    uid,
    id: plug,
    minute,
    amperage: fc.constantFrom(16, 32, 63),
  }),
)

onEachEngine('any sequence of pushes', (engine) => {
  const store = objectStore(engine, partner('cpo', ['NL-ABC:CPO']))

  it('R-UPD-01 to R-UPD-11 PUT and PATCH at three depths leave what the plain rules leave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySent, { minLength: 1, maxLength: 15 }), async (sequence) => {
        const naive = new Naive()
        const fresh = freshLocation()
        const first: Sent = {
          kind: 'put',
          minute: 0,
          name: undefined,
          evses: [{ uid: 'E1', minute: 0, status: 'AVAILABLE' }],
        }
        for (const sent of [first, ...sequence]) {
          expect(await send(store(), fresh, sent)).toBe(naive.take(sent))
          expect(await store().object('locations', fresh.place)).toEqual(naive.read(fresh.id))
        }
      }),
      { numRuns: engine.name === 'pglite' ? 60 : 40 },
    )
  })

  it('pushes at the same time leave what some order of them leaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySent, { minLength: 2, maxLength: 12 }), async (sequence) => {
        const naive = new Naive()
        const fresh = freshLocation()
        const first: Sent = {
          kind: 'put',
          minute: 0,
          name: undefined,
          evses: [{ uid: 'E1', minute: 0, status: 'AVAILABLE' }],
        }
        await send(store(), fresh, first)
        naive.take(first)
        // The writer takes writes in the order they are handed to it, however many share a transaction.
        await Promise.all(sequence.map((sent) => send(store(), fresh, sent)))
        for (const sent of sequence) naive.take(sent)
        expect(await store().object('locations', fresh.place)).toEqual(naive.read(fresh.id))
      }),
      { numRuns: engine.name === 'pglite' ? 60 : 40 },
    )
  })
})
