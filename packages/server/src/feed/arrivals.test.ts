import { describe, expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { partner } from '../../../../tests/support/object-store.ts'
import { systemClock } from '../clock.ts'
import { createEvents } from '../events.ts'
import { silentLog } from '../log.ts'
import { defaultPartnerSettings } from '../partners/partner.ts'
import { partyFromKey } from '../party.ts'
import type { FeedEntry } from '../storage/objects.ts'
import { rowKey } from '../storage/row.ts'
import { Arrivals, arrivals, type Sight } from './arrivals.ts'
import { Lane } from './lane.ts'
import { lanePartyStore } from './lane-party-store.ts'
import { newLane } from './lane-plan.ts'

const start = { end: 0, epoch: '', now: new Date(0) }

const sight = (over: Partial<Sight> = {}): Sight => ({
  known: new Map([['', null]]),
  seen: new Set(),
  missed: new Set(),
  onlyChanges: false,
  isWaiting: false,
  pending: new Map(),
  end: 50,
  coveredTo: -1,
  ...over,
})
const put = (given: Sight) => Object.fromEntries(arrivals(given).put)

describe('parties that come into the sight of a partner', () => {
  it('of one that comes everything is put into the lane, from its first object on', () => {
    expect(put(sight({ seen: new Set(['NL-NEW']) }))).toEqual({ 'NL-NEW': 0 })
  })

  it('of one that is known nothing is, however far it has got', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
      ['NL-MID', 70],
    ])
    expect(arrivals(sight({ known, seen: new Set(['NL-OLD', 'NL-MID']) }))).toEqual({
      put: new Map(),
      gone: [],
      pending: new Map(),
    })
  })

  it('one that leaves is forgotten, and comes anew when it comes back', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
    ])
    expect(arrivals(sight({ known }))).toEqual({ put: new Map(), gone: ['NL-OLD'], pending: new Map() })
  })

  it('one that was away for a moment comes anew if something of it was passed over meanwhile', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
    ])
    const given = sight({ known, seen: new Set(['NL-OLD']), missed: new Set(['NL-OLD', 'NL-FAR']) })
    expect(put(given)).toEqual({ 'NL-OLD': 0 })
  })

  it('a lane that begins takes down whom it finds: it begins with what is there of them', () => {
    const known = new Map<string, null>()
    expect(put(sight({ known, seen: new Set(['NL-ABC']) }))).toEqual({ '': null, 'NL-ABC': null })
    expect(put(sight({ known }))).toEqual({ '': null })
  })

  it('while a lane waits for the partner to read the module, nobody is put into it; what it read or was sent is not sent again', () => {
    const seen = new Set(['NL-NEW'])
    const waiting = arrivals(sight({ seen, isWaiting: true }))
    expect(waiting).toEqual({ put: new Map(), gone: [], pending: new Map([['NL-NEW', 50]]) })
    const later = { seen, pending: waiting.pending, end: 90 }
    expect(arrivals(sight({ ...later, isWaiting: true })).pending).toEqual(waiting.pending)
    expect(put(sight({ ...later, coveredTo: 50 }))).toEqual({ 'NL-NEW': null })
    // It began to read before the party came.
    expect(put(sight({ ...later, coveredTo: 49 }))).toEqual({ 'NL-NEW': 0 })
    expect(arrivals(sight({ pending: waiting.pending, isWaiting: true })).pending).toEqual(new Map())
  })

  it('who is pushed only what changes is pushed nothing else', () => {
    expect(put(sight({ seen: new Set(['NL-NEW']), onlyChanges: true }))).toEqual({ 'NL-NEW': null })
  })
})

onEachEngine('what comes into sight, in rows', (engine) => {
  it('is taken down; of a party that was out of sight between two looks everything comes again', async () => {
    const database = await engine.open()
    const laneParties = lanePartyStore(database)
    const emsp = partner('emsp', ['NL-EMS:EMSP'], {
      settings: { ...defaultPartnerSettings, initialPushAfter: 'at_once' },
    })
    let seen = new Set(['NL-CPO'])
    const sharing = { hub: () => partyFromKey('NL-HUB'), pushed: () => seen }
    const lane = new Lane(
      newLane(emsp, 'tariffs', { ownPartiesFor: () => [], partiesOf: () => [], endpoint: () => undefined }, start),
      { database, admit: () => true, capacity: 10, pageSize: 10, clock: systemClock },
    )
    const lanes = new Map([['tariffs' as const, lane]])
    const events = createEvents(silentLog())
    const arriving = new Arrivals({ database, laneParties, sharing, events, tailAt: () => 0 }, { id: 'emsp', lanes })
    const rows = async () => Object.fromEntries((await laneParties.of('emsp')).map(({ party, upTo }) => [party, upTo]))
    await arriving.follow(emsp)
    expect(await rows()).toEqual({ '': null, 'NL-CPO': null })
    const entry = { key: rowKey('tariffs', 'NL', 'CPO', 'T1'), partner: 'cpo' } as FeedEntry
    // It is seen, so whatever kept the object back was not that.
    arriving.passedOver(emsp, 'tariffs', entry)
    await arriving.follow(emsp)
    expect(await rows()).toEqual({ '': null, 'NL-CPO': null })
    seen = new Set()
    arriving.passedOver(emsp, 'tariffs', entry)
    seen = new Set(['NL-CPO'])
    await arriving.follow(emsp)
    expect(await rows()).toEqual({ '': null, 'NL-CPO': 0 })
    // A process that takes the partner over knows as much.
    seen = new Set(['NL-CPO', 'NL-NEW'])
    await new Arrivals({ database, laneParties, sharing, events, tailAt: () => 0 }, { id: 'emsp', lanes }).follow(emsp)
    expect(await rows()).toEqual({ '': null, 'NL-CPO': 0, 'NL-NEW': 0 })
  })
})
