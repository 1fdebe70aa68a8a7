// The chargings of the company's own parties: what its backend tells of them is stored at once, and made into OCPI right
// away or when it is due. Sessions are published at a bounded rate; the last state always gets out.

import { randomUUID } from 'node:crypto'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { Finding } from '@interchange/tariff'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { every, type Loop } from '../feed/loop.ts'
import { StorageBusy } from '../storage/writer.ts'
import type { Acceptance, ChargingAuthorization, ChargingRecord, ChargingStop, Reading } from './record.ts'
import { type Settled, type SettlingNeeds, settling } from './settling.ts'
import { type ChargingStore, MOST_READINGS, type StoredCharging } from './store.ts'

export interface ChargingsNeeds extends SettlingNeeds {
  readonly store: ChargingStore
  readonly events: Pick<Events, 'failed' | 'chargingSilent'>
  readonly clock: Clock
  /** Least time between two updates of one session, ms. */
  readonly updateEvery: number
  /** CHARGING_SILENT_DAYS; 0: for ever. */
  readonly silentDays: number
}

export interface Opening {
  readonly record: ChargingRecord
  /** The first one is the start. */
  readonly readings: readonly Reading[]
  readonly stopReading?: Reading | undefined
  /** The backend said when it ended. */
  readonly stopTimeGiven: boolean
}

export interface Opened {
  readonly created: boolean
  readonly stored: StoredCharging
}

export interface Metered {
  readonly stored: StoredCharging
  /** What is odd about the value that was told. */
  readonly findings: readonly Finding[]
}

/** Why something that the backend told is not taken. */
export class ChargingConflict extends Error {
  override readonly name = 'ChargingConflict'
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

const LOOK_MS = 1_000
/** Longer than a session takes to be made, its authorization included. */
const LEASE_MS = 30_000
/** Chargings that one process makes sessions of at a time. */
const AT_ONCE = 20
/** So long a caller waits for the session that its call leads to. */
const WAIT_MS = 4_000
const CLAIM_AGAIN_MS = 25
const FAILED_AGAIN_MS = 10_000
const FORGET_EVERY_MS = 3_600_000
const SILENT_AT_ONCE = 100

export function createChargings(needs: ChargingsNeeds) {
  const { store, events, clock, updateEvery, silentDays } = needs
  const { settle } = settling(needs)
  let loop: Loop | undefined
  let forgotAt = 0
  const underWay = new Set<Promise<unknown>>()

  /** Makes of it what there is to make, unless another process does. */
  async function work(id: string): Promise<boolean> {
    const by = randomUUID()
    const claimed = await store.claim(id, by, LEASE_MS)
    if (!claimed) return false
    try {
      const { settled, again } = await settle(claimed)
      await store.release(id, by, claimed.revision, (record) => withSettled(record, settled), again)
    } catch (error) {
      if (!(error instanceof StorageBusy)) events.failed('charging', error)
      const later = new Date(clock.now().getTime() + FAILED_AGAIN_MS)
      await store.release(id, by, claimed.revision, (record) => record, later)
    }
    return true
  }

  /** The same, waiting for whoever is at it; not longer than a caller likes to. What is not done goes on. */
  async function workNow(id: string): Promise<void> {
    const giveUpAt = performance.now() + WAIT_MS
    const done = (async () => {
      while (!(await work(id)) && performance.now() < giveUpAt) await sleep(CLAIM_AGAIN_MS)
    })()
    const kept = done.catch((error: unknown) => events.failed('charging', error)).finally(() => underWay.delete(kept))
    underWay.add(kept)
    await Promise.race([kept, sleep(WAIT_MS)])
  }

  async function look(): Promise<void> {
    const due = await store.due(clock.now(), AT_ONCE)
    await Promise.all(due.map(work))
    const now = clock.now().getTime()
    if (now - forgotAt > FORGET_EVERY_MS) {
      forgotAt = now
      await endSilent()
      await store.forgetOld()
    }
    if (due.length === AT_ONCE) loop?.wake()
  }

  /**
   * Ends what nobody speaks of any more. What the meter showed was delivered, and is billed up to its last value; where it
   * showed nothing, nobody is billed. Whatever is told at the same time comes first.
   */
  async function endSilent(): Promise<void> {
    const found = silentDays === 0 ? [] : await store.silent(silentDays, SILENT_AT_ONCE)
    for (const { record, revision } of found) {
      const readings = await store.readings(record.id)
      const ended = asEnded(record, readings, silentDays)
      const done = await store.change(record.id, async (now) =>
        now?.revision === revision ? { result: true, change: { record: ended, due: clock.now() } } : { result: false },
      )
      if (done) events.chargingSilent(record.id, silentDays, ended.stop ? 'COMPLETED' : 'INVALID')
    }
    if (found.length > 0) loop?.wake()
    if (found.length === SILENT_AT_ONCE) forgotAt = 0
  }

  /** When the session may be published again. */
  const nextUpdate = ({ published }: ChargingRecord): Date =>
    new Date(Math.max(clock.now().getTime(), (published?.at ?? 0) + updateEvery))

  /** A meter value of before or after another one says whether anything but energy has changed. */
  async function dueAfter(record: ChargingRecord, readings: readonly Reading[]): Promise<Date> {
    for (const { at, state } of readings) {
      if (state === undefined) continue
      const { before } = await store.around(record.id, at)
      if (before?.state !== state) return clock.now()
    }
    return nextUpdate(record)
  }

  /** What a start that is told again says anew: who charges, where that was not known, and meter values. */
  async function again(record: ChargingRecord, readings: readonly Reading[]): Promise<void> {
    const began = await store.change(record.id, async (now) => {
      if (!now) return { result: undefined }
      const authorization = authorizedAnew(now.record, record)
      const change = { record: { ...now.record, authorization }, due: clock.now() }
      const isNew = authorization !== now.record.authorization
      return { result: now.record.start, ...(isNew ? { change } : {}) }
    })
    // Told again without a time, it did not begin once more.
    await meter(record.id, began === record.start ? readings : readings.slice(1))
    await workNow(record.id)
  }

  /**
   * Late ones take their place among the others, and what came before is not changed by what is told again. @throws
   * ChargingConflict when the CDR has been made.
   */
  async function meter(id: string, given: readonly Reading[]): Promise<Metered | undefined> {
    const stored = await store.find(id)
    if (!stored) return undefined
    const due = await dueAfter(stored.record, given)
    const findings: Finding[] = given.length === 1 ? await backwardsAt(id, given[0]!) : []
    await store.change(id, async (now, readingsAt) => {
      if (!now || now.record.authorization.state === 'refused') return { result: undefined }
      const before = await readingsAt(given.map(({ at }) => at))
      findings.push(...contradictions(given, before))
      const readings = merged(given, before)
      if (readings.length === 0) return { result: undefined }
      if (now.record.billed) {
        throw new ChargingConflict('/at', 'comes after the CDR, which never changes; credit it and POST another one')
      }
      if (now.readings + readings.length > MOST_READINGS) {
        throw tooMany('/at')
      }
      return { result: undefined, change: { readings, due } }
    })
    if (due <= clock.now()) loop?.wake()
    return { stored: await show(id), findings }
  }

  async function backwardsAt(id: string, { at, meter_wh: shown }: Reading): Promise<Finding[]> {
    if (shown === undefined) return []
    const { before, after } = await store.around(id, at)
    const less = (a: number | undefined, b: number | undefined) => a !== undefined && b !== undefined && a < b
    return less(shown, before?.meter_wh) || less(after?.meter_wh, shown) ? [BACKWARDS] : []
  }

  /** The same again is the same; with `acceptFindings` a CDR that was not issued is. */
  async function end(
    id: string,
    stop: ChargingStop,
    last: Reading,
    timeGiven: boolean,
  ): Promise<StoredCharging | undefined> {
    const found = await store.change(id, async (now, readingsAt) => {
      if (!now) return { result: false }
      const { record } = now
      if (record.stop) {
        if (timeGiven && record.stop.at !== stop.at) {
          const at = new Date(record.stop.at).toISOString()
          throw new ChargingConflict('/at', `is another time: the charging was stopped at ${at}`)
        }
        const accepted = { ...record.stop, by: stop.by, acceptFindings: true }
        const change = { record: stop.acceptFindings ? { ...record, stop: accepted } : record, due: clock.now() }
        return { result: true, ...(record.billed ? {} : { change }) }
      }
      if (stop.at < record.start) throw new ChargingConflict('/at', 'is before the start')
      const readings = merged([last], await readingsAt([last.at]))
      return { result: true, change: { record: { ...record, stop }, readings, due: clock.now() } }
    })
    if (!found) return undefined
    await workNow(id)
    return show(id)
  }

  async function show(id: string): Promise<StoredCharging> {
    const stored = await store.find(id)
    if (!stored) throw new Error('a charging that was stored is gone')
    return stored
  }

  return {
    find: store.find,
    readings: store.readings,
    list: store.list,

    /**
     * One that was told before is the same: what is new of it is taken. @throws ChargingConflict where it says something
     * else than before.
     */
    async open({ record, readings, stopReading, stopTimeGiven }: Opening): Promise<Opened> {
      const all = eachTime(stopReading ? [...readings, stopReading] : readings)
      if (all.length > MOST_READINGS) throw tooMany('/meter')
      const created = await store.create(record, all, clock.now())
      if (created) await workNow(record.id)
      else await again(record, readings)
      const { stop } = record
      const stored =
        !created && stop && stopReading ? await end(record.id, stop, stopReading, stopTimeGiven) : undefined
      return { created, stored: stored ?? (await show(record.id)) }
    },

    meter,
    stop: end,
    endSilent,

    start(): void {
      loop = every(LOOK_MS, look, (error) => events.failed('charging', error))
    },

    async stopAll(): Promise<void> {
      await loop?.stop()
      await Promise.all(underWay)
    },
  }
}

export type Chargings = ReturnType<typeof createChargings>

const tooMany = (field: string): ChargingConflict =>
  new ChargingConflict(field, `would be too many: a charging has ${MOST_READINGS} meter values at most`)

const BACKWARDS: Finding = {
  code: 'meter-backwards',
  severity: 'warning',
  path: '/meter_wh',
  message: 'the meter shows less than at an earlier time; the energy counts again from its highest value',
}

const contradictions = (given: readonly Reading[], stored: readonly Reading[]): Finding[] =>
  given.some(({ at, meter_wh: shown }) =>
    stored.some((one) => one.at === at && one.meter_wh !== undefined && shown !== undefined && one.meter_wh !== shown),
  )
    ? [
        {
          code: 'meter-contradicts',
          severity: 'warning',
          path: '/meter_wh',
          message: 'another value was told for the same time; the first one counts',
        },
      ]
    : []

/** What was decided while the backend said who charges does not undo that. */
const withSettled = (record: ChargingRecord, settled: Settled): ChargingRecord => ({
  ...record,
  ...settled,
  authorization: record.authorization.state === 'allowed' ? record.authorization : settled.authorization,
})

/** R-SES-12: of several references the last one counts. A token does not become another one. */
function authorizedAnew({ authorization, token, stop }: ChargingRecord, told: ChargingRecord): ChargingAuthorization {
  if (token && told.token && !(equalCi(token.uid, told.token.uid) && token.type === told.token.type)) {
    throw new ChargingConflict('/token', 'is another one: an id is for one charging')
  }
  const { authorization: given } = told
  if (given.state !== 'allowed') return authorization
  if (authorization.state === 'refused') throw new ChargingConflict('', 'it was refused, and that is final')
  if (authorization.state === 'allowed') {
    if (!equalCi(authorization.token.uid, given.token.uid)) {
      throw new ChargingConflict('/authorization_reference', 'is for another token')
    }
    if (authorization.reference === given.reference || stop) return authorization
  }
  return given
}

function asEnded(record: ChargingRecord, readings: readonly Reading[], silentDays: number): ChargingRecord {
  const { authorization, start } = record
  const shown = readings.flatMap(({ meter_wh: value }) => value ?? [])
  const used = shown.length > 1 && Math.max(...shown) > shown[0]!
  if (authorization.state === 'allowed' && used) {
    const at = Math.max(start, readings.at(-1)!.at)
    return { ...record, stop: { at, by: 'nobody', acceptFindings: false, silentDays } }
  }
  const { state, ...was } = authorization
  const reason = `nothing was told of it for ${silentDays} days, and its meter showed nothing`
  const accepted = authorization.state === 'allowed' ? { was: was as Acceptance } : {}
  return { ...record, authorization: { state: 'refused', reason, ...accepted } }
}

/** One for each time: of two the first says what both say. */
export function eachTime(readings: readonly Reading[]): Reading[] {
  const byTime = new Map<number, Reading>()
  for (const one of readings) byTime.set(one.at, { ...one, ...byTime.get(one.at) })
  return [...byTime.values()]
}

/** What is stored stays; what it does not say is taken from what is told again. Only those that say something new. */
function merged(given: readonly Reading[], stored: readonly Reading[]): Reading[] {
  return given.flatMap((reading) => {
    const before = stored.find(({ at }) => at === reading.at)
    if (!before) return [reading]
    const both = { ...reading, ...before }
    return Object.keys(both).length === Object.keys(before).length ? [] : [both]
  })
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
