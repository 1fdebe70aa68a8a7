// Which values in a message name a driver, and which are secrets. Source: 2.2.1 Tokens ("Token object"), CDRs
// ("CdrToken"), Locations ("PublishTokenType"), Credentials; 2.1.1 calls a contract's id auth_id.

import type { Place } from './json-strings.ts'

/** Fields that name a driver wherever they stand. */
export const driverFields = ['contract_id', 'visual_number', 'auth_id', 'group_id'] as const
const DRIVER: ReadonlySet<string> = new Set(driverFields)
/** Objects in which `uid` is a driver's; elsewhere it is an EVSE's. */
const TOKENS: ReadonlySet<string> = new Set(['token', 'cdr_token', 'publish_allowed_to'])
/** Never kept in any form. `token` is one of these where it is a text: credentials; a Token is an object. */
const SECRET: ReadonlySet<string> = new Set(['token', 'authorization', 'password', 'secret', 'api_key'])

export type Kind = 'driver' | 'secret' | undefined

/** What a value is. `module`: of the message it stands in; the objects of tokens are tokens. */
export function kindOf(module: string, { key, around }: Place): Kind {
  if (SECRET.has(key)) return 'secret'
  if (DRIVER.has(key) || around.some((name) => DRIVER.has(name))) return 'driver'
  if (key !== 'uid' && key !== 'token_uid') return undefined
  return key === 'token_uid' || module === 'tokens' || around.some((name) => TOKENS.has(name)) ? 'driver' : undefined
}
