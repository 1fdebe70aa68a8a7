// Step: who asks. Source: transport, "Authorization header"; R-AUTH-02 to R-AUTH-06.

import { type GivenToken, readAuthorization } from '@interchange/ocpi/wire/authorization'
import { unauthorized } from '@interchange/ocpi/wire/error'
import { type GivenHeaders, headerOf } from '@interchange/ocpi/wire/headers'
import type { Events } from '../../events.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'

export interface Authenticated {
  readonly partner: Partner
  readonly tokenA: boolean
  /** As it was given out. */
  readonly token: string
}

export async function authenticate(
  headers: GivenHeaders,
  directory: Directory,
  events: Events,
): Promise<Authenticated> {
  const given = readAuthorization(headerOf(headers, 'Authorization'))
  if (!given) {
    events.requestUnauthorized('missing')
    throw unauthorized('The Authorization header is missing or not `Token`, one space and the Base64 of the token')
  }
  const found =
    holderOf(given, directory) ??
    ((await directory.catchUp(given.decoded ?? given.raw)) ? holderOf(given, directory) : undefined)
  if (found) return found
  events.requestUnauthorized('unknown')
  throw unauthorized('The credentials token is not known')
}

/** A token counts un-encoded only for partners set to `raw`: it may be the Base64 of somebody else's (T-03). */
function holderOf({ decoded, raw }: GivenToken, directory: Directory): Authenticated | undefined {
  const encoded = decoded === undefined ? undefined : directory.byToken(decoded)
  if (encoded && encoded.partner.settings.tokenEncoding === 'base64') return { ...encoded, token: decoded! }
  const plain = directory.byToken(raw)
  if (plain && plain.partner.settings.tokenEncoding === 'raw') return { ...plain, token: raw }
  // Some partners learn to encode in the middle of a registration; a token that fits encoded is theirs all the same.
  return encoded && { ...encoded, token: decoded! }
}
