import { describe, expect, it } from 'vitest'
import type { FeedEntry } from '../storage/objects.ts'
import { rowKey } from '../storage/row.ts'
import { afterRefusal, feedModules, type LaneState, laneModules, laneOf, nextMessage } from './next-message.ts'

const entry = (module: string, over: Partial<FeedEntry> = {}): FeedEntry => ({
  key: rowKey(module, 'NL', 'ABC', 'ID1', module === 'evses' ? 'E1' : module === 'tokens' ? 'RFID' : ''),
  seq: 1,
  version: '2.3.0',
  text: '{}',
  lastUpdated: '2026-01-01T00:00:00Z',
  partner: null,
  audience: null,
  position: 20,
  fullPosition: 20,
  deleted: false,
  state: null,
  correlationId: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
  parentPosition: module === 'evses' ? 5 : null,
  parentFullPosition: module === 'evses' ? 5 : null,
  ...over,
})
const lane = (over: Partial<LaneState> = {}): LaneState => ({
  partnerId: 'p1',
  inScope: true,
  shown: 'shown',
  known: 10,
  parked: false,
  born: 0,
  ...over,
})

describe('what is sent for an entry of the feed', () => {
  it('an object never goes back to the connection it came from', () => {
    for (const module of ['locations', 'evses', 'tariffs', 'tokens', 'sessions', 'cdrs']) {
      expect(nextMessage(entry(module, { partner: 'p1' }), lane())).toEqual({ skip: 'echo' })
      expect(nextMessage(entry(module, { partner: 'p2' }), lane())).toHaveProperty('form')
    }
  })

  it('what is out of scope is skipped', () => {
    expect(nextMessage(entry('locations'), lane({ inScope: false }))).toEqual({ skip: 'out_of_scope' })
    expect(nextMessage(entry('commands'), lane())).toEqual({ skip: 'out_of_scope' })
  })

  it('T-38 about what leaves a partner that another one brought, nothing is said; what its owner hides goes as it is', () => {
    for (const module of laneModules) {
      const foreign = entry(module, { partner: 'p2' })
      expect(nextMessage(foreign, lane({ inScope: false, leaving: true }))).toEqual({ skip: 'out_of_scope' })
    }
    const hidden = entry('locations', { partner: 'p2' })
    expect(nextMessage(hidden, lane({ inScope: false, withdrawn: true }))).toEqual({ form: 'put_location' })
    expect(nextMessage(hidden, lane({ inScope: false, withdrawn: true, born: 20 }))).toEqual({ skip: 'out_of_scope' })
    expect(nextMessage(entry('locations'), lane({ inScope: false, withdrawn: true }))).toEqual({
      form: 'remove_location',
    })
  })

  it('a location is PUT as a whole, status change or not', () => {
    expect(nextMessage(entry('locations', { fullPosition: 3 }), lane())).toEqual({ form: 'put_location' })
  })

  it("an EVSE whose location changed at the same time or later is left to the location's entry", () => {
    expect(nextMessage(entry('evses', { parentPosition: 20 }), lane())).toEqual({ skip: 'covered' })
    expect(nextMessage(entry('evses', { parentPosition: 21 }), lane())).toEqual({ skip: 'covered' })
    expect(nextMessage(entry('evses', { parentPosition: 19 }), lane())).toEqual({ form: 'put_evse' })
    expect(nextMessage(entry('evses', { parentPosition: null }), lane())).toEqual({ form: 'put_evse' })
  })

  it('what was stored without being delivered is skipped by lanes that were there already', () => {
    for (const module of laneModules) {
      expect(nextMessage(entry(module, { quiet: true }), lane({ born: 19 }))).toEqual({ skip: 'quiet' })
      expect(nextMessage(entry(module, { quiet: true }), lane({ born: 20 }))).toHaveProperty('form')
    }
  })

  it('an EVSE is not left to a location that is not delivered', () => {
    const evse = entry('evses', { parentPosition: 21, parentQuiet: true })
    expect(nextMessage(evse, lane())).toEqual({ form: 'put_evse' })
  })

  it('R-LOC-35 only the status of an EVSE is sent when the partner has the rest of it', () => {
    expect(nextMessage(entry('evses', { fullPosition: 10 }), lane({ known: 10 }))).toEqual({ form: 'patch_evse' })
    expect(nextMessage(entry('evses', { fullPosition: 11 }), lane({ known: 10 }))).toEqual({ form: 'put_evse' })
    expect(nextMessage(entry('evses', { fullPosition: 10 }), lane({ known: 10, parked: true }))).toEqual({
      form: 'put_evse',
    })
  })

  it('R-SES-02 a session is PUT when new or when more than scalars changed, else PATCHed', () => {
    expect(nextMessage(entry('sessions'), lane())).toEqual({ form: 'put_session' })
    expect(nextMessage(entry('sessions', { fullPosition: 4 }), lane())).toEqual({ form: 'patch_session' })
    expect(nextMessage(entry('sessions', { fullPosition: 4 }), lane({ parked: true }))).toEqual({ form: 'put_session' })
  })

  it('only of tariffs it is said that they are gone', () => {
    for (const module of ['locations', 'evses', 'tokens', 'sessions', 'cdrs']) {
      expect(nextMessage(entry(module, { deleted: true }), lane())).toEqual({ skip: 'gone' })
    }
  })

  it('R-TAR-02 a tariff is PUT, and DELETEd when it is gone; one gone before the lane began is not spoken of', () => {
    expect(nextMessage(entry('tariffs', { fullPosition: 4 }), lane())).toEqual({ form: 'put_tariff' })
    expect(nextMessage(entry('tariffs', { deleted: true }), lane({ born: 19 }))).toEqual({ form: 'delete_tariff' })
    expect(nextMessage(entry('tariffs', { deleted: true }), lane({ born: 20 }))).toEqual({ skip: 'gone' })
  })

  it('R-CDR-02 a CDR is POSTed; R-TOK-05 a token is always PUT', () => {
    expect(nextMessage(entry('cdrs', { fullPosition: 4 }), lane())).toEqual({ form: 'post_cdr' })
    expect(nextMessage(entry('tokens', { fullPosition: 4 }), lane())).toEqual({ form: 'put_token' })
  })

  it('R-UPD-06 a refused PATCH is followed by one PUT of all there is', () => {
    const refusal = { missing: false, locationParked: false }
    expect(afterRefusal('patch_session', { ...refusal, missing: true })).toBe('put_session')
    expect(afterRefusal('patch_evse', refusal)).toBe('put_evse')
    expect(afterRefusal('patch_evse', { ...refusal, missing: true })).toBe('put_location')
    expect(afterRefusal('put_evse', { ...refusal, missing: true })).toBe('put_location')
  })

  it('a refused PUT is followed by nothing, and a parked location is not tried for the sake of its EVSEs', () => {
    for (const form of [
      'put_location',
      'put_session',
      'put_tariff',
      'delete_tariff',
      'put_token',
      'post_cdr',
    ] as const) {
      expect(afterRefusal(form, { missing: true, locationParked: false })).toBeUndefined()
    }
    expect(afterRefusal('put_evse', { missing: false, locationParked: false })).toBeUndefined()
    expect(afterRefusal('put_evse', { missing: true, locationParked: true })).toBeUndefined()
    expect(afterRefusal('patch_evse', { missing: true, locationParked: true })).toBe('put_evse')
  })

  it('EVSEs travel in the lane of locations, and lanes start in the order of what refers to what', () => {
    expect(laneModules).toEqual(['tariffs', 'locations', 'tokens', 'sessions', 'cdrs'])
    expect(feedModules('locations')).toEqual(['locations', 'evses'])
    expect(laneOf('evses')).toBe('locations')
    expect(laneOf('commands')).toBeUndefined()
  })
})
