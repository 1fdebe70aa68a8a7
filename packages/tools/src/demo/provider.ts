// The eMSP's side of the demo: drivers with cards and an app, watching what arrives through the change feed.

import type { CDR, Session, Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '@interchange/server/party'
import { type Api, type Change, segment } from './api.ts'
import type { Plug } from './charging.ts'

export interface Driver {
  readonly name: string
  readonly token: Token
}

export function demoDrivers(party: Party): Driver[] {
  const driver = (name: string, uid: string, number: number, more: Partial<Token>): Driver => ({
    name,
    token: {
      country_code: party.countryCode,
      party_id: party.partyId,
      uid,
      type: 'RFID',
      contract_id: `${party.countryCode}-${party.partyId}-C${String(number).padStart(8, '0')}`,
      issuer: 'Demo Drive',
      valid: true,
      whitelist: 'ALLOWED_OFFLINE',
      last_updated: '2026-01-01T00:00:00Z',
      ...more,
    },
  })
  return [
    driver('Anna (card)', 'DEMO0001', 1, {}),
    driver('Bram (app)', 'DEMO0002', 2, { type: 'APP_USER', whitelist: 'NEVER' }),
    driver('Carla (blocked card)', 'DEMO0003', 3, { valid: false, whitelist: 'NEVER' }),
    driver('Deniz (app)', 'DEMO0004', 4, { type: 'APP_USER', whitelist: 'NEVER' }),
  ]
}

export async function issueTokens(api: Api, drivers: readonly Driver[]): Promise<void> {
  for (const { token } of drivers) {
    await api.put(`/tokens/${token.country_code}/${token.party_id}/${segment(token.uid)}?type=${token.type}`, token)
  }
}

interface Command {
  readonly id: string
  readonly status: string
  readonly response?: { readonly result: string }
}

const SETTLED = new Set(['rejected', 'done', 'canceled', 'timeout', 'failed'])

/** Starts a session from the app; returns the command once it is settled. */
export async function startFromApp(api: Api, party: Party, driver: Driver, plug: Plug): Promise<Command> {
  const command = await api.post<Command>('/commands/START_SESSION', {
    from: { country_code: party.countryCode, party_id: party.partyId },
    to: { country_code: plug.location.country_code, party_id: plug.location.party_id },
    token: { uid: driver.token.uid, type: driver.token.type },
    location_id: plug.location.id,
    evse_uid: plug.evse.uid,
  })
  return await settled(api, command)
}

export async function stopFromApp(api: Api, party: Party, session: Session): Promise<Command> {
  const command = await api.post<Command>('/commands/STOP_SESSION', {
    from: { country_code: party.countryCode, party_id: party.partyId },
    to: { country_code: session.country_code, party_id: session.party_id },
    session_id: session.id,
  })
  return await settled(api, command)
}

async function settled(api: Api, command: Command): Promise<Command> {
  return await until('a command is settled', async () => {
    const now = await api.get<Command>(`/commands/${command.id}`)
    return SETTLED.has(now.status) ? now : undefined
  })
}

/** What the eMSP's change feed has shown so far. */
export interface Watcher {
  session(id: string): Session | undefined
  sessionAt(evseUid: string): Session | undefined
  cdrOf(sessionId: string): CDR | undefined
  /** Milliseconds from the operator's `last_updated` until the eMSP knew, for changes after `since`. */
  latencies(since: number): number[]
  close(): void
}

export function watch(api: Api, heard: (change: Change) => void): Watcher {
  const stop = new AbortController()
  const sessions = new Map<string, Session>()
  const cdrs = new Map<string, CDR>()
  const delays: { at: number; ms: number }[] = []
  api
    .changes(
      '?own=false&modules=locations,sessions,cdrs',
      (change) => {
        const updated = Date.parse(String(change.object?.last_updated))
        if (!Number.isNaN(updated)) delays.push({ at: updated, ms: Math.max(0, Date.now() - updated) })
        if (delays.length > 10_000) delays.splice(0, 5_000)
        if (change.module === 'sessions') sessions.set(change.id, change.object as unknown as Session)
        if (change.module === 'cdrs') {
          const cdr = change.object as unknown as CDR
          if (cdr.session_id) cdrs.set(cdr.session_id, cdr)
        }
        heard(change)
      },
      stop.signal,
    )
    .catch((error: Error) => {
      if (!stop.signal.aborted) throw error
    })
  return {
    session: (id) => sessions.get(id) ?? [...sessions.values()].find((session) => session.id === id),
    sessionAt: (evseUid) =>
      [...sessions.values()].find((session) => session.evse_uid === evseUid && session.status === 'ACTIVE'),
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
