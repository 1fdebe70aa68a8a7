// Who may use the company-side API. Keys are long and random, so a plain hash of them is enough to compare with.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '../storage/database.ts'
import type { Caller } from './request.ts'

export interface Keys {
  /** Undefined when nobody was given this key. */
  callerOf(key: string): Caller | undefined
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest()
const admin: Caller = { name: 'admin', scope: 'admin', parties: '*' }

export function keysFor(adminHash: Buffer): Keys {
  return { callerOf: (key) => (timingSafeEqual(hashOf(key), adminHash) ? admin : undefined) }
}

/**
 * The admin key: the one the setting gives, else the one made at the first start. `made`: it was made just now; only
 * its hash is stored, so it has to be shown now or never.
 */
export async function adminKey(database: Database, given: string | undefined): Promise<{ keys: Keys; made?: string }> {
  if (given !== undefined) return { keys: keysFor(hashOf(given)) }
  const made = `ik_${randomBytes(32).toString('base64url')}`
  const { rows } = await database.query<{ hash: string }>(
    `insert into ${database.schema}.api_key (name, hash) values ('admin', $1)
     on conflict (name) do nothing returning hash`,
    [hashOf(made).toString('hex')],
  )
  if (rows[0]) return { keys: keysFor(hashOf(made)), made }
  const stored = await database.query<{ hash: string }>(
    `select hash from ${database.schema}.api_key where name = 'admin'`,
  )
  return { keys: keysFor(Buffer.from(stored.rows[0]!.hash, 'hex')) }
}
