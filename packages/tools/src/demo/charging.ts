// The operator's backend as the demo simulates it: chargers that start, meter and stop. It has meter values, not OCPI: what
// it knows it tells its platform's charging helper, and the platform makes the sessions and CDRs.

import { randomUUID } from 'node:crypto'
import type { CDR, Charging, Client } from '@interchange/client'
import type { Connector, EVSE, Location, Tariff, Token } from '@interchange/ocpi/generated/v2.3.0'
import { until } from './provider.ts'

export interface Plug {
  readonly location: Location
  readonly evse: EVSE
  readonly connector: Connector
  readonly tariff: Tariff
}

/** Who charges: a token, and the reference the eMSP gave where it gave one. */
export interface Authorized {
  readonly token: Pick<Token, 'uid' | 'type'>
  readonly reference?: string | undefined
}

/** One running charging at one plug. */
interface Running {
  readonly plug: Plug
  /** ms. */
  clock: number
  wattHours: number
}

export interface ChargingEvents {
  started(sessionId: string, plug: Plug): void
  metered(sessionId: string, kwh: number): void
  stopped(sessionId: string, cdr: CDR): void
}

const MINUTE = 60_000
/**
 * Nobody watches a demo for an hour: chargers report what they did since a while ago, minute by minute of their own clock,
 * which never passes the real one.
 */
const BEHIND_MS = 60 * MINUTE

export class Chargers {
  readonly #api: Client
  readonly #events: ChargingEvents
  readonly #running = new Map<string, Running>()

  constructor(api: Client, events: ChargingEvents) {
    this.#api = api
    this.#events = events
  }

  running(): readonly string[] {
    return [...this.#running.keys()]
  }

  isBusy(evseUid: string): boolean {
    return [...this.#running.values()].some(({ plug }) => plug.evse.uid === evseUid)
  }

  /** The driver is allowed and the cable is in: the EVSE turns CHARGING and a session begins. */
  async start(plug: Plug, { token, reference }: Authorized): Promise<string> {
    const id = randomUUID()
    const running = { plug, clock: Date.now() - BEHIND_MS, wattHours: 0 }
    this.#running.set(id, running)
    await this.setStatus(plug, 'CHARGING')
    await this.#api.post('/charging', {
      body: {
        id,
        party: `${plug.location.country_code}-${plug.location.party_id}`,
        location_id: plug.location.id,
        evse_uid: plug.evse.uid,
        connector_id: plug.connector.id,
        token: { uid: token.uid, type: token.type },
        ...(reference === undefined ? {} : { authorization_reference: reference }),
        at: timeText(running.clock),
        meter_wh: 0,
      },
    })
    const { status, reason, findings: found } = await this.#made(id, (charging) => charging.status !== 'PENDING')
    const findings = found ?? []
    if (status !== 'ACTIVE' || findings.length > 0) {
      this.#running.delete(id)
      throw new Error(`the charging is ${status}: ${[reason, ...findings.map(({ message }) => message)].join('; ')}`)
    }
    this.#events.started(id, plug)
    return id
  }

  /** So many minutes later the meter is read: the car took that share of what the connector can give. Returns kWh so far. */
  async meter(sessionId: string, minutes: number, share: number): Promise<number> {
    const running = this.#find(sessionId)
    const later = Math.min(running.clock + minutes * MINUTE, Date.now())
    const watts = Math.floor(wattsOf(running.plug.connector) * share)
    running.wattHours += Math.floor((watts * (later - running.clock)) / (60 * MINUTE))
    running.clock = later
    await this.#api.post('/charging/{id}/meter', {
      path: { id: sessionId },
      body: {
        at: timeText(running.clock),
        meter_wh: running.wattHours,
        power_w: watts,
        state: 'CHARGING',
      },
    })
    const kwh = running.wattHours / 1000
    this.#events.metered(sessionId, kwh)
    return kwh
  }

  /** The driver is done: the session is completed, the EVSE free, and the CDR goes out. */
  async stop(sessionId: string): Promise<CDR> {
    const { plug, clock, wattHours } = this.#find(sessionId)
    this.#running.delete(sessionId)
    const body = { at: timeText(clock), meter_wh: wattHours }
    await this.#api.post('/charging/{id}/stop', { path: { id: sessionId }, body })
    const made = await this.#made(sessionId, ({ cdr_id, findings }) => Boolean(cdr_id) || Boolean(findings?.length))
    const { cdr_id: id, findings } = made
    await this.setStatus(plug, 'AVAILABLE')
    if (!id) throw new Error(`there is no CDR: ${(findings ?? []).map(({ message }) => message).join('; ')}`)
    const { country_code, party_id } = plug.location
    const cdr = await this.#api.get('/cdrs/{country_code}/{party_id}/{id}', { path: { country_code, party_id, id } })
    this.#events.stopped(sessionId, cdr)
    return cdr
  }

  async setStatus({ location, evse }: Pick<Plug, 'location' | 'evse'>, status: EVSE['status']): Promise<void> {
    const { country_code, party_id, id } = location
    const path = { country_code, party_id, id, evse_uid: evse.uid }
    await this.#api.patch('/locations/{country_code}/{party_id}/{id}/{evse_uid}', { path, body: { status } })
  }

  /** What is told is stored at once; what is made of it may come a moment later. */
  #made(id: string, is: (charging: Charging) => boolean): Promise<Charging> {
    return until('the charging helper is done', async () => {
      const charging = await this.#api.get('/charging/{id}', { path: { id } })
      return is(charging) ? charging : undefined
    })
  }

  #find(sessionId: string): Running {
    const running = this.#running.get(sessionId)
    if (!running) throw new Error(`no session ${sessionId} is running`)
    return running
  }
}

const PHASES: Readonly<Record<string, number>> = { AC_3_PHASE: 3, AC_2_PHASE: 2, AC_2_PHASE_SPLIT: 2 }

/** What the connector can give. */
const wattsOf = ({ max_electric_power, max_voltage, max_amperage, power_type }: Connector): number =>
  max_electric_power || max_voltage * max_amperage * (PHASES[power_type] ?? 1)

const timeText = (at: number): string => new Date(at).toISOString()
