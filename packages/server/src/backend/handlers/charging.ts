// Chargings as the company's backend tells them: what it says becomes a record, and the record is shown.

import { createHash } from 'node:crypto'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Finding } from '@interchange/tariff'
import { ChargingConflict, type Chargings, eachTime } from '../../charging/chargings.ts'
import { timeText } from '../../charging/objects.ts'
import { chargingPlace } from '../../charging/place.ts'
import {
  type AskedToken,
  type ChargingAuthorization,
  type ChargingRecord,
  type Reading,
  type SignedReading,
  statusOf,
} from '../../charging/record.ts'
import type { StoredCharging } from '../../charging/store.ts'
import { timelineOf } from '../../charging/timeline.ts'
import type { Clock, Ids } from '../../clock.ts'
import { storedAuthorizations } from '../../modules/authorization/stored-token.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyFromKey, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { nextAfterSeq, readNextSeq } from '../cursor.ts'
import { assertOurs } from '../ours.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers, ApiReply, Caller, QueryValue } from '../request.ts'

export interface ChargingHandlersNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly chargings: Chargings
  readonly clock: Clock
  readonly ids: Ids
}

/** What start, meter value and stop have in common, as they came. */
interface Told {
  readonly at?: string | null
  readonly meter_wh?: number | null
  readonly power_w?: number | null
  readonly current_a?: number | null
  readonly state?: Reading['state'] | null
  readonly soc?: number | null
  readonly signed?: SignedReading | null
}

interface StartBody extends Told {
  readonly id?: string | null
  readonly party: string
  readonly location_id?: string | null
  readonly evse_uid: string
  readonly connector_id?: string | null
  readonly token?: { readonly uid: string; readonly type?: string | null } | null
  readonly authorization_reference?: string | null
  readonly meter_id?: string | null
  readonly currency?: string | null
  readonly meter?: readonly Told[] | null
  readonly stop?: StopBody | null
}

interface StopBody extends Told {
  readonly start?: StartBody | null
}

/** Clocks of chargers differ. */
const AHEAD_MS = 5 * 60_000
const PAGE = 100

export function chargingHandlers(needs: ChargingHandlersNeeds): ApiHandlers {
  const { database, directory, chargings, clock, ids } = needs

  function timeOf(at: string | null | undefined, pointer: string): number {
    const now = clock.now().getTime()
    const time = at == null ? now : parseDateTime(at)!
    if (time > now + AHEAD_MS) throw invalidBody([{ pointer, detail: 'lies in the future; times are UTC' }])
    return time
  }

  const readingOf = ({ at: _, ...told }: Told, at: number): Reading => {
    const { meter_wh, power_w, current_a, state, soc, signed } = told
    const given = Object.entries({ meter_wh, power_w, current_a, state, soc }).filter(([, value]) => value != null)
    return { at, ...Object.fromEntries(given), ...(signed ? { signed: present(signed) as SignedReading } : {}) }
  }

  async function authorizationOf(
    { token, authorization_reference: reference }: StartBody,
    party: Party,
    pointer: string,
  ): Promise<{ authorization: ChargingAuthorization; asked: AskedToken | null }> {
    const asked = token ? { uid: token.uid, type: token.type ?? 'RFID' } : null
    const pending = { authorization: { state: 'pending' as const, attempts: 0 }, asked }
    if (reference == null) {
      if (asked) return pending
      throw invalidBody([
        { pointer: `${pointer}/token`, detail: 'is missing; it, or authorization_reference, says who' },
      ])
    }
    const given = await storedAuthorizations({ database, directory }, party, reference)
    const known = given.filter(({ token: of }) => of && (!asked || same(of.uid, asked.uid)))
    const [one] = known
    if (known.length === 1 && one?.token && one.method) {
      const at = clock.now().toISOString()
      const allowed = { state: 'allowed' as const, token: one.token, method: one.method, reference: one.reference, at }
      return { authorization: allowed, asked }
    }
    const detail = known.length > 1 ? 'was given by several eMSPs; say the token, too' : 'was given by no eMSP here'
    throw invalidBody([{ pointer: `${pointer}/authorization_reference`, detail }])
  }

  /** Everything a start says, `meter` and `stop` included. */
  async function start(
    body: StartBody,
    caller: Caller,
    pointer: string,
    given: { id?: string; accept?: boolean } = {},
  ) {
    const party = partyFromKey(body.party.toUpperCase())
    assertOurs(directory, caller, party)
    const at = timeOf(body.at, `${pointer}/at`)
    const locationId = body.location_id ?? undefined
    const connectorId = body.connector_id ?? undefined
    const place = await chargingPlace(database, party, { evseUid: body.evse_uid, locationId, connectorId })
    if ('field' in place) throw invalidBody([{ pointer: `${pointer}/${place.field}`, detail: place.message }])
    const { evse_uid, connector_id } = place.cdrLocation
    const named = [partyKey(party), evse_uid.toUpperCase(), connector_id.toUpperCase(), at].join('\n')
    const id = given.id ?? body.id ?? (body.at == null ? ids.uuid() : uuidOf(named))
    const known = await chargings.find(id)
    if (known) assertSame(known.record, party, evse_uid, connector_id)
    const { authorization, asked } = await authorizationOf(body, party, pointer)
    const record: ChargingRecord = {
      id: known?.record.id ?? id,
      country_code: party.countryCode,
      party_id: party.partyId,
      place,
      meterId: body.meter_id ?? null,
      token: asked,
      currency: body.currency ?? null,
      start: at,
      createdAt: clock.now().toISOString(),
      authorization,
      stop: null,
      published: null,
      billed: false,
      problem: null,
      findings: [],
    }
    const told = (body.meter ?? []).map((one, index) => readingOf(one, timeOf(one.at, `${pointer}/meter/${index}/at`)))
    const readings = eachTime([{ state: 'CHARGING', ...readingOf(body, at) }, ...told])
    if (!body.stop) return chargings.open({ record, readings, stopTimeGiven: false })
    const stopAt = timeOf(body.stop.at, `${pointer}/stop/at`)
    if (stopAt < at) throw invalidBody([{ pointer: `${pointer}/stop/at`, detail: 'is before the start' }])
    return chargings.open({
      record: { ...record, stop: { at: stopAt, by: caller.name, acceptFindings: given.accept === true } },
      readings,
      stopReading: readingOf(body.stop, stopAt),
      stopTimeGiven: body.stop.at != null,
    })
  }

  async function find(id: string, caller?: Caller): Promise<StoredCharging> {
    const stored = await chargings.find(id)
    if (!stored) throw notFound('There is no such charging; POST /charging takes it whole, with `meter` and `stop`')
    if (caller) assertOurs(directory, caller, ownerOf(stored.record))
    return stored
  }

  return {
    async startCharging({ body, caller }) {
      const { created, stored } = await refusing(start(body as StartBody, caller, ''))
      return { status: created ? 201 : 200, body: show(stored) }
    },

    async listChargings({ query, caller }) {
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const parties = partiesAsked(query.party, caller)
      const open = query.open !== false
      const found = await chargings.list({ open, parties }, readNextSeq(query.next) ?? 0, limit + 1)
      const shown = found.slice(0, limit)
      const next = found.length > limit ? nextAfterSeq(shown.at(-1)!.seq) : null
      return { status: 200, body: { items: shown.map((one) => show(one)), next } }
    },

    async getCharging({ params, caller }) {
      const stored = await find(params.id!)
      if (!isFor(caller, stored.record)) throw notFound('There is no such charging')
      const { findings } = timelineOf(stored.record, await chargings.readings(params.id!))
      return { status: 200, body: show(stored, findings) }
    },

    async meterCharging({ params, body, caller }): Promise<ApiReply> {
      await find(params.id!, caller)
      const told = body as Told
      const at = timeOf(told.at, '/at')
      const { stored, findings } = (await refusing(chargings.meter(params.id!, [readingOf(told, at)])))!
      return { status: 200, body: show(stored, findings) }
    },

    async stopCharging({ params, query, body, caller }): Promise<ApiReply> {
      const told = (body ?? {}) as StopBody
      const accept = query.accept_findings === true
      const at = timeOf(told.at, '/at')
      const known = await chargings.find(params.id!)
      if (!known && told.start) {
        const { start: begun, ...stop } = told
        const whole = { ...begun, stop }
        const { stored } = await refusing(start(whole, caller, '/start', { id: params.id!, accept }))
        return { status: 200, body: show(stored) }
      }
      await find(params.id!, caller)
      const stop = { at, by: caller.name, acceptFindings: accept }
      const stored = await refusing(chargings.stop(params.id!, stop, readingOf(told, at), told.at != null))
      return { status: 200, body: show(stored!) }
    },
  }
}

const ownerOf = ({ country_code, party_id }: ChargingRecord): Party => ({
  countryCode: country_code,
  partyId: party_id,
})

const isFor = ({ parties }: Caller, record: ChargingRecord): boolean =>
  parties === '*' || parties.includes(partyKey(ownerOf(record)))

/** Undefined: of all parties. A key of some parties sees no others. */
function partiesAsked(asked: QueryValue, { parties }: Caller): readonly string[] | undefined {
  const named = Array.isArray(asked) && asked.length > 0 ? asked.map((party: string) => party.toUpperCase()) : undefined
  if (parties === '*') return named
  return named ? named.filter((party) => parties.includes(party)) : parties
}

const same = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase()

function assertSame(record: ChargingRecord, party: Party, evseUid: string, connectorId: string): void {
  const { evse_uid, connector_id } = record.place.cdrLocation
  const alike =
    partyKey(ownerOf(record)) === partyKey(party) && same(evse_uid, evseUid) && same(connector_id, connectorId)
  if (alike) return
  throw conflict('There is another charging with this id', [{ pointer: '/id', detail: 'is that of another charging' }])
}

const present = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))

/** The same charging told again has the same id. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ChargingConflict)) throw error
    throw conflict('The charging cannot be changed so', [{ pointer: error.field, detail: error.message }])
  }
}

function show({ record, readings, heardAt }: StoredCharging, more: readonly Finding[] = []): Record<string, unknown> {
  const { id, country_code, party_id, place, authorization, published, billed, start, stop, problem } = record
  const { id: location_id, evse_uid, connector_id } = place.cdrLocation
  const findings = [...record.findings, ...more, ...(problem ? [problem] : [])]
  return {
    id,
    country_code,
    party_id,
    location_id,
    evse_uid,
    connector_id,
    status: statusOf(record, published?.status === 'RESERVATION'),
    ...(authorization.state === 'refused' ? { reason: authorization.reason } : {}),
    session_id: published ? id : null,
    cdr_id: billed ? id : null,
    start_date_time: timeText(start),
    ...(stop ? { end_date_time: timeText(stop.at) } : {}),
    kwh: published?.kwh ?? 0,
    meter_values: readings,
    heard_at: heardAt,
    findings: [...new Map(findings.map((one) => [`${one.code} ${one.message}`, one])).values()],
  }
}
