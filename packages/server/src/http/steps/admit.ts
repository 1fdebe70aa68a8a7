// Step: whether this connection may use this module in this version now. Versions and credentials are open to everybody
// who was given a token.

import { notFound, OcpiError, unauthorized } from '@interchange/ocpi/wire/error'
import type { Events } from '../../events.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Authenticated } from './authenticate.ts'
import type { Place } from './match.ts'

/** A partner may call the moment it has sent its answer to our POST, before that answer was read here. */
const SETTLE_MS = 5_000

/** Returns the partner as it is by then. */
export async function admit(
  { partner, tokenA }: Authenticated,
  place: Place,
  directory: Directory,
  events: Events,
): Promise<Partner> {
  if (place.open) return partner
  if (tokenA) {
    events.requestUnauthorized('token A')
    throw unauthorized('CREDENTIALS_TOKEN_A is good for versions and credentials only')
  }
  const known = partner.status === 'invited' ? await settled(partner, directory) : partner
  if (known.status === 'suspended') throw new OcpiError('clientError', 'This connection was suspended by its operator')
  if (known.version !== place.version.number) throw notFound('This connection uses another version')
  return known
}

async function settled(partner: Partner, directory: Directory): Promise<Partner> {
  const now = () => {
    const found = directory.partner(partner.id)
    return found?.status === 'invited' ? undefined : (found ?? null)
  }
  let found = now()
  if (found === undefined) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, SETTLE_MS)
      const stop = directory.onChange(() => now() !== undefined && done())
      function done() {
        clearTimeout(timer)
        stop()
        resolve()
      }
    })
    found = now()
  }
  if (found) return found
  if (found === null) throw unauthorized('The credentials token is not known')
  throw new OcpiError('serverError', 'The registration is not finished yet; try again')
}
