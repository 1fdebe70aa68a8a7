// The admin key of the company-side API: given by the setting, or made at the first start and printed once.

import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../storage/database.ts'

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** `made`: the key, when it was made just now; it is stored as a hash and cannot be read again. */
export async function adminKey(
  database: Database,
  given: string | undefined,
): Promise<{ hash: string; made?: string }> {
  if (given !== undefined) return { hash: hashOf(given) }
  const key = `ik_${randomBytes(32).toString('base64url')}`
  const { rows } = await database.query<{ hash: string }>(
    `insert into ${database.schema}.api_key (name, hash) values ('admin', $1)
     on conflict (name) do nothing returning hash`,
    [hashOf(key)],
  )
  if (rows[0]) return { hash: rows[0].hash, made: key }
  const stored = await database.query<{ hash: string }>(
    `select hash from ${database.schema}.api_key where name = 'admin'`,
  )
  return { hash: stored.rows[0]!.hash }
}
