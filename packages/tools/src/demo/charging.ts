// The operator's backend as the demo simulates it: chargers that start, meter and stop. It knows its platform only
// through the public backend API and the questions that arrive at its webhook.

import { randomUUID } from 'node:crypto'
import type { CDR, CdrToken, Connector, EVSE, Location, Session, Tariff } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '@interchange/server/party'
import { type Api, segment } from './api.ts'
import { energyCost, kwh } from './cost.ts'

export interface Plug {
  readonly location: Location
  readonly evse: EVSE
  readonly connector: Connector
  readonly tariff: Tariff
}

export interface Authorized {
  readonly token: CdrToken
  readonly method: Session['auth_method']
  readonly reference?: string
}

/** One running session at one plug. */
interface Running {
  readonly session: Session
  readonly plug: Plug
  wattHours: number
}

export interface ChargingEvents {
  started(session: Session, plug: Plug): void
  metered(session: Session): void
  stopped(session: Session, cdr: CDR): void
}

export class Chargers {
  readonly #api: Api
  readonly #party: Party
  readonly #events: ChargingEvents
  readonly #running = new Map<string, Running>()

  constructor(api: Api, party: Party, events: ChargingEvents) {
    this.#api = api
    this.#party = party
    this.#events = events
  }

  running(): readonly string[] {
    return [...this.#running.keys()]
  }

  isBusy(evseUid: string): boolean {
    return [...this.#running.values()].some(({ plug }) => plug.evse.uid === evseUid)
  }

  /** The driver is allowed and the cable is in: the EVSE turns CHARGING and a session begins. */
  async start(plug: Plug, authorized: Authorized): Promise<string> {
    const now = new Date().toISOString()
    const session: Session = {
      ...this.#owner(),
      id: randomUUID(),
      start_date_time: now,
      kwh: 0,
      cdr_token: authorized.token,
      auth_method: authorized.method,
      ...(authorized.reference === undefined ? {} : { authorization_reference: authorized.reference }),
      location_id: plug.location.id,
      evse_uid: plug.evse.uid,
      connector_id: plug.connector.id,
      currency: plug.tariff.currency,
      total_cost: energyCost(0, plug.tariff),
      status: 'ACTIVE',
      last_updated: now,
    }
    this.#running.set(session.id, { session, plug, wattHours: 0 })
    await this.setStatus(plug, 'CHARGING')
    await this.#write(session)
    this.#events.started(session, plug)
    return session.id
  }

  /** A meter value: so much energy more since the last one, in whole Wh. */
  async meter(sessionId: string, wattHours: number): Promise<void> {
    const running = this.#running.get(sessionId)
    if (!running) throw new Error(`no session ${sessionId} is running`)
    running.wattHours += wattHours
    const session = this.#reading(running)
    await this.#write(session)
    this.#events.metered(session)
  }

  /** The driver is done: the session is completed, the EVSE free, and the CDR goes out. */
  async stop(sessionId: string): Promise<CDR> {
    const running = this.#running.get(sessionId)
    if (!running) throw new Error(`no session ${sessionId} is running`)
    this.#running.delete(sessionId)
    const end = new Date().toISOString()
    const session: Session = { ...this.#reading(running), end_date_time: end, status: 'COMPLETED', last_updated: end }
    await this.#write(session)
    await this.setStatus(running.plug, 'AVAILABLE')
    const cdr = this.#cdr(session, running, end)
    await this.#api.post('/cdrs', cdr)
    this.#events.stopped(session, cdr)
    return cdr
  }

  async setStatus({ location, evse }: Pick<Plug, 'location' | 'evse'>, status: EVSE['status']): Promise<void> {
    const { countryCode, partyId } = this.#party
    await this.#api.request(
      'PATCH',
      `/locations/${countryCode}/${partyId}/${segment(location.id)}/${segment(evse.uid)}`,
      {
        status,
      },
    )
  }

  #reading({ session, wattHours, plug }: Running): Session {
    return {
      ...session,
      kwh: kwh(wattHours),
      total_cost: energyCost(wattHours, plug.tariff),
      last_updated: new Date().toISOString(),
    }
  }

  async #write(session: Session): Promise<void> {
    const { countryCode, partyId } = this.#party
    await this.#api.put(`/sessions/${countryCode}/${partyId}/${segment(session.id)}`, session)
  }

  #cdr(session: Session, { plug, wattHours }: Running, end: string): CDR {
    const { location, evse, connector, tariff } = plug
    const cost = energyCost(wattHours, tariff)
    const seconds = (Date.parse(end) - Date.parse(session.start_date_time)) / 1000
    return {
      ...this.#owner(),
      id: randomUUID(),
      start_date_time: session.start_date_time,
      end_date_time: end,
      session_id: session.id,
      cdr_token: session.cdr_token,
      auth_method: session.auth_method,
      ...(session.authorization_reference === undefined
        ? {}
        : { authorization_reference: session.authorization_reference }),
      cdr_location: {
        id: location.id,
        ...(location.name === undefined ? {} : { name: location.name }),
        // CdrLocation keeps the older, shorter limits (45 and 20 characters).
        address: location.address.slice(0, 45),
        city: location.city,
        ...(location.postal_code === undefined ? {} : { postal_code: location.postal_code }),
        country: location.country,
        coordinates: location.coordinates,
        evse_uid: evse.uid,
        evse_id: evse.evse_id ?? '#NA',
        connector_id: connector.id,
        connector_standard: connector.standard,
        connector_format: connector.format,
        connector_power_type: connector.power_type,
      },
      currency: session.currency,
      tariffs: [tariff],
      charging_periods: [
        {
          start_date_time: session.start_date_time,
          dimensions: [{ type: 'ENERGY', volume: kwh(wattHours) }],
          tariff_id: tariff.id,
        },
      ],
      total_cost: cost,
      total_energy: kwh(wattHours),
      total_energy_cost: cost,
      // Hours, four decimals: about a third of a second.
      total_time: Math.round((seconds / 3600) * 10_000) / 10_000,
      last_updated: end,
    }
  }

  #owner() {
    return { country_code: this.#party.countryCode, party_id: this.#party.partyId }
  }
}
