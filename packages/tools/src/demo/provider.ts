// The eMSP's side of the demo: drivers with cards and an app, watching what arrives through the change feed.

import type { CDR, Change, Client, Command, Session } from '@interchange/client'
import type { Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '@interchange/server/party'
import type { Plug } from './charging.ts'

export interface Driver {
  readonly name: string
  readonly token: Token
}

/** `issuer` and `series`: what the cards say, and what their uids begin with. */
export const driversOf =
  (party: Party, issuer: string, series: string) =>
  (name: string, number: number, more: Partial<Token> = {}): Driver => ({
    name,
    token: {
      country_code: party.countryCode,
      party_id: party.partyId,
      uid: `${series}${String(number).padStart(4, '0')}`,
      type: 'RFID',
      contract_id: `${party.countryCode}-${party.partyId}-C${String(number).padStart(8, '0')}`,
      issuer,
      valid: true,
      whitelist: 'ALLOWED_OFFLINE',
      last_updated: '2026-01-01T00:00:00Z',
      ...more,
    },
  })

export const anApp = { type: 'APP_USER', whitelist: 'NEVER' } as const
export const blocked = { valid: false, whitelist: 'NEVER' } as const

export function demoDrivers(party: Party): Driver[] {
  const driver = driversOf(party, 'Demo Drive', 'DEMO')
  return [
    driver('Anna (card)', 1),
    driver('Bram (app)', 2, anApp),
    driver('Carla (blocked card)', 3, blocked),
    driver('Deniz (app)', 4, anApp),
  ]
}

export async function issueTokens(api: Client, drivers: readonly Driver[]): Promise<void> {
  for (const { token } of drivers) {
    const { country_code, party_id, uid, type } = token
    const path = { country_code, party_id, uid }
    await api.put('/tokens/{country_code}/{party_id}/{uid}', { path, query: { type }, body: token })
  }
}

const SETTLED = new Set(['rejected', 'done', 'canceled', 'timeout', 'failed'])

/** Starts a session from the app; returns the command once it is settled. */
export async function startFromApp(api: Client, party: Party, driver: Driver, plug: Plug): Promise<Command> {
  const command = await api.post('/commands/START_SESSION', {
    body: {
      from: { country_code: party.countryCode, party_id: party.partyId },
      to: { country_code: plug.location.country_code, party_id: plug.location.party_id },
      token: { uid: driver.token.uid, type: driver.token.type },
      location_id: plug.location.id,
      evse_uid: plug.evse.uid,
    },
  })
  return await settled(api, command)
}

export async function stopFromApp(api: Client, party: Party, session: Session): Promise<Command> {
  const command = await api.post('/commands/STOP_SESSION', {
    body: {
      from: { country_code: party.countryCode, party_id: party.partyId },
      to: { country_code: session.country_code, party_id: session.party_id },
      session_id: session.id,
    },
  })
  return await settled(api, command)
}

async function settled(api: Client, command: Command): Promise<Command> {
  return await until('a command is settled', async () => {
    const now = await api.get('/commands/{id}', { path: { id: command.id } })
    return SETTLED.has(now.status) ? now : undefined
  })
}

const isAt = (session: Session, { location, evse }: Plug): boolean =>
  session.evse_uid === evse.uid &&
  session.location_id === location.id &&
  session.country_code === location.country_code &&
  session.party_id === location.party_id

/** What the eMSP's change feed has shown so far. */
export interface Watcher {
  session(id: string): Session | undefined
  sessionAt(plug: Plug): Session | undefined
  cdrOf(sessionId: string): CDR | undefined
  /** Milliseconds from the operator's `last_updated` until the eMSP knew, for changes after `since`. */
  latencies(since: number): number[]
  close(): void
}

export function watch(api: Client, heard: (change: Change) => void): Watcher {
  const stop = new AbortController()
  const sessions = new Map<string, Session>()
  const cdrs = new Map<string, CDR>()
  const delays: { at: number; ms: number }[] = []
  async function follow(): Promise<void> {
    const modules = ['locations' as const, 'sessions' as const, 'cdrs' as const]
    for await (const change of api.changes({ own: false, modules, signal: stop.signal })) {
      if (change.module === 'locations' || change.module === 'sessions' || change.module === 'cdrs') {
        const updated = Date.parse(change.object.last_updated)
        delays.push({ at: updated, ms: Math.max(0, Date.now() - updated) })
        if (delays.length > 10_000) delays.splice(0, 5_000)
      }
      if (change.module === 'sessions') sessions.set(change.id, change.object)
      if (change.module === 'cdrs' && change.object.session_id) cdrs.set(change.object.session_id, change.object)
      heard(change)
    }
  }
  void follow()
  return {
    session: (id) => sessions.get(id) ?? [...sessions.values()].find((session) => session.id === id),
    sessionAt: (plug) => [...sessions.values()].find((session) => session.status === 'ACTIVE' && isAt(session, plug)),
    cdrOf: (sessionId) => cdrs.get(sessionId),
    latencies: (since) => delays.filter(({ at }) => at >= since).map(({ ms }) => ms),
    close: () => stop.abort(),
  }
}

/** Waits for a condition, at most `timeoutMs`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
