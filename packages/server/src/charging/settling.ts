// Makes OCPI of a charging: asks for the authorization, publishes its session, issues its CDR. What is done twice changes
// nothing the second time, so a process that dies between two steps leaves nothing half done.

import { canonical } from '@interchange/ocpi/canonical'
import type { Tariff, Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Finding } from '@interchange/tariff'
import type { Clock, Ids } from '../clock.ts'
import { CdrHasErrors, type OwnWrites } from '../inspection/own-writes.ts'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import type { Authorize } from '../modules/authorization/authorize.ts'
import { cdrTokenOf } from '../modules/authorization/record.ts'
import { storedToken } from '../modules/authorization/stored-token.ts'
import type { Json } from '../modules/json-text.ts'
import { isRefused } from '../modules/refused.ts'
import type { Incoming } from '../modules/writing.ts'
import type { Directory } from '../partners/directory.ts'
import type { Party } from '../party.ts'
import { connectorTariff, type TariffNeeds } from '../pricing/connector-tariff.ts'
import { findObject } from '../pricing/lookup.ts'
import { cdrOf, sessionOf, timeText } from './objects.ts'
import { type ChargingRecord, statusOf } from './record.ts'
import { signedDataOf } from './signed.ts'
import type { ChargingStore, StoredCharging } from './store.ts'
import { type Timeline, timelineOf } from './timeline.ts'

export interface SettlingNeeds extends TariffNeeds {
  readonly directory: Directory
  readonly versions: Pick<TariffVersions, 'asOf'>
  readonly store: ChargingStore
  readonly authorize: Authorize
  readonly own: Pick<OwnWrites, 'publishSession' | 'issueCdr'>
  readonly clock: Clock
  readonly ids: Ids
}

/** The fields of a record that settling decides; the others are the backend's. */
export type Settled = Pick<ChargingRecord, 'authorization' | 'tariff' | 'published' | 'billed' | 'problem' | 'findings'>

export interface Settlement {
  readonly settled: Settled
  /** Ask for the authorization again then. */
  readonly again?: Date
}

/** An answer that comes sooner needs no PENDING before it. */
const PENDING_AFTER_MS = 1_000
/** A driver waits no longer; after that nobody has authorized anything. */
const ASKED_FOR_MS = 10 * 60_000
const ASKED_EVERY_MS = 15_000
/** Whoever started so long ago and reports only now was offline. */
const AFTERWARDS_MS = 5 * 60_000

export function settling(needs: SettlingNeeds) {
  const { database, versions, store, authorize, own, clock, ids } = needs

  const incoming = (object: Json): Incoming => ({
    version: canonical,
    object,
    partner: null,
    source: 'own',
    correlationId: ids.uuid(),
    stamp: clock.now().toISOString(),
  })

  const partyOf = ({ country_code, party_id }: ChargingRecord): Party => ({
    countryCode: country_code,
    partyId: party_id,
  })

  /** The tariff that is for this driver at the connector, as it was when the charging began. */
  async function tariffOf(
    record: ChargingRecord,
    token: Token | ReturnType<typeof cdrTokenOf>,
  ): Promise<Tariff | null> {
    const { id, evse_uid, connector_id } = record.place.cdrLocation
    const found = await findObject(database, 'locations', partyOf(record), id)
    if (!found) return null
    await needs.prices.catchUp([found.row])
    const usage = {
      country_code: record.country_code,
      party_id: record.party_id,
      cdr_token: cdrTokenOf(token),
      location_id: id,
      evse_uid,
      connector_id,
      start_date_time: timeText(record.start),
    }
    const place = { owner: partyOf(record), location: found.object as never }
    return (await connectorTariff({ ...needs, versions }, usage, place)).tariff ?? null
  }

  async function publish(record: ChargingRecord, timeline: Timeline, pending?: Json): Promise<ChargingRecord> {
    const { country_code: countryCode, party_id: partyId, id, published } = record
    const place = { countryCode, partyId, id }
    const status = statusOf(record, timeline.reserving)
    try {
      const { findings } = await own.publishSession(incoming(sessionOf(record, timeline, pending)), place)
      const wasPending = published?.wasPending === true || status === 'PENDING'
      const kwh = record.authorization.state === 'allowed' ? timeline.kwh : 0
      return {
        ...record,
        published: { status, kwh, at: clock.now().getTime(), wasPending },
        problem: null,
        findings: [...timeline.findings, ...signedDataOf(timeline.readings).findings, ...ofCosts(findings)],
      }
    } catch (error) {
      return { ...record, problem: problemOf('session-not-made', error) }
    }
  }

  async function bill(record: ChargingRecord, timeline: Timeline): Promise<ChargingRecord> {
    const { by, acceptFindings } = record.stop!
    try {
      const { findings } = await own.issueCdr(incoming(cdrOf(record, timeline)), by, acceptFindings)
      return { ...record, billed: true, problem: null, findings: unlike([...record.findings, ...findings]) }
    } catch (error) {
      return { ...record, problem: problemOf('cdr-not-made', error) }
    }
  }

  /** `pending` is called when the answer lets wait for itself. */
  async function authorized(
    record: ChargingRecord,
    pending: (record: ChargingRecord) => Promise<ChargingRecord>,
  ): Promise<{ record: ChargingRecord; again?: Date }> {
    const { authorization, token, place, start, stop } = record
    if (authorization.state !== 'pending' || !token) return { record }
    const now = clock.now().getTime()
    const asked = authorize({
      from: partyOf(record),
      token,
      location: { location_id: place.cdrLocation.id, evse_uids: [place.cdrLocation.evse_uid] },
      afterwards: stop !== null || now - start > AFTERWARDS_MS,
    })
    const quick = await Promise.race([asked.then(() => true), elapsed(PENDING_AFTER_MS).then(() => false)])
    // Handled below, where it is awaited.
    asked.catch(() => undefined)
    const waiting = quick ? record : await pending(record)
    const answer = await asked
    const at = clock.now()
    if (answer.allowed === 'ALLOWED' && answer.token) {
      const { decidedBy, authorization_reference: reference } = answer
      const method = decidedBy === 'command' ? 'COMMAND' : decidedBy === 'realtime' ? 'AUTH_REQUEST' : 'WHITELIST'
      const allowed = {
        state: 'allowed' as const,
        token: cdrTokenOf(answer.token),
        method: method as 'COMMAND' | 'AUTH_REQUEST' | 'WHITELIST',
        reference: reference ?? null,
        at: at.toISOString(),
      }
      return { record: { ...waiting, authorization: allowed } }
    }
    if (answer.unanswered && at.getTime() - Date.parse(record.createdAt) < ASKED_FOR_MS) {
      const asking = { state: 'pending' as const, attempts: authorization.attempts + 1 }
      const again = new Date(at.getTime() + ASKED_EVERY_MS)
      return { record: await pending({ ...waiting, authorization: asking }), again }
    }
    const reason = answer.reason ?? `the eMSP says ${answer.allowed}`
    return { record: { ...waiting, authorization: { state: 'refused', reason } } }
  }

  /** A session can be PENDING where the token is known, so that it is known for whom it is. */
  async function pendingSession(record: ChargingRecord): Promise<ChargingRecord> {
    if (record.published || !record.token || record.stop) return record
    const token = await storedToken(needs, partyOf(record), record.token)
    if (!token) return record
    const priced = { ...record, tariff: await tariffOf(record, token) }
    const readings = await store.readings(record.id)
    return publish(priced, timelineOf(priced, readings), cdrTokenOf(token) as unknown as Json)
  }

  return {
    /** What is to be made of a charging as it is. The caller has claimed it. */
    async settle({ record: stored }: StoredCharging): Promise<Settlement> {
      const { record: decided, again } = await authorized(stored, pendingSession)
      let record = decided
      const { authorization } = record
      if (authorization.state === 'allowed') {
        if (record.tariff === undefined) record = { ...record, tariff: await tariffOf(record, authorization.token) }
        const timeline = timelineOf(record, await store.readings(record.id))
        record = await publish(record, timeline)
        if (record.stop && !record.billed && !record.problem) record = await bill(record, timeline)
      } else if (authorization.state === 'refused' && record.published) {
        // Nobody pays for it, and the eMSP that saw it is told (R-SES-08).
        const timeline = timelineOf(record, await store.readings(record.id))
        const token = record.token && (await storedToken(needs, partyOf(record), record.token))
        const asked = token ? (cdrTokenOf(token) as unknown as Json) : undefined
        if (asked || authorization.was) record = await publish(record, timeline, asked)
      }
      const { tariff, published, billed, problem, findings } = record
      const settled = {
        authorization,
        ...(tariff === undefined ? {} : { tariff }),
        published,
        billed,
        problem,
        findings,
      }
      return { settled, ...(again ? { again } : {}) }
    },
  }
}

const elapsed = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })

/** That a reservation comes before the session that a session object speaks of is no fault of its periods. */
const ofCosts = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ code }) => code !== 'period-before-start')

const unlike = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.code} ${finding.path} ${finding.message}`, finding])).values(),
]

/** Why an object was not made, where its rules forbid it; whatever nobody foresaw is thrown on. */
function problemOf(code: string, error: unknown): Finding {
  const because = (faults: readonly { path: string; message: string }[]): Finding => ({
    code,
    severity: 'error',
    path: '',
    message: faults.map(({ path, message }) => `${path} ${message}`.trim()).join('; '),
  })
  if (error instanceof CdrHasErrors) return because(error.findings.filter(({ severity }) => severity === 'error'))
  if (isRefused(error)) return because(error.faults.length > 0 ? error.faults : [{ path: '', message: error.message }])
  throw error
}
