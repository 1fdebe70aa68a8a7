// Handshakes that a partner begins, after it was called back: tokens change hands. Source: credentials; R-CRED-05,
// R-CRED-14 to R-CRED-17, R-CRED-29.

import { OcpiError, unauthorized } from '@interchange/ocpi/wire/error'
import { type Handshake, type Keeping, OVERLAP_MS, PartnerGone, type PartnerServiceNeeds } from './keeping.ts'
import type { Partner } from './partner.ts'
import { newToken } from './secrets.ts'

/** The partner, and the token it is to use from now on. */
export interface Accepted {
  readonly partner: Partner
  readonly token: string
}

class LostRace extends Error {}

export function accepting({ database, store, directory, events, clock }: PartnerServiceNeeds, keeping: Keeping) {
  const renewals = new Map<string, Promise<unknown>>()

  return {
    /**
     * Runs what a PUT takes, from the calls back on. A partner may refuse our old token as soon as it has sent us the
     * new one, which is stored only at the end of this.
     */
    async renewing<T>(partnerId: string, work: () => Promise<T>): Promise<T> {
      const mine = work()
      const settled = mine.catch(() => undefined)
      renewals.set(partnerId, settled)
      try {
        return await mine
      } finally {
        if (renewals.get(partnerId) === settled) renewals.delete(partnerId)
      }
    },

    /** Resolves when the PUT that is under way is done; undefined where none is. */
    renewal: (partnerId: string): Promise<unknown> | undefined => renewals.get(partnerId),

    /** POST. Undefined when the invitation has been used in the meantime. */
    async acceptRegistration(partner: Partner, made: Handshake): Promise<Accepted | undefined> {
      const token = newToken()
      try {
        const registered = await keeping.keep(partner, made, async (tx) => {
          // R-CRED-29: of two registrations with one invitation the first to arrive here takes the token.
          if (!(await store.takeTokenA(partner.id, tx))) throw new LostRace()
          await store.addToken(partner.id, token, 'C', clock.now(), tx)
        })
        events.partnerRegistered(registered, 'them', 'registration')
        return { token, partner: registered }
      } catch (error) {
        if (error instanceof LostRace || error instanceof PartnerGone) return undefined
        throw error
      }
    },

    /** PUT. The token used so far lives until the new one is first used, at most a minute. */
    async acceptUpdate(partner: Partner, made: Handshake): Promise<Accepted> {
      // Two renewals that cross would each retire the token the other one hands out.
      if (directory.handshakeOpen(partner.id)) {
        throw new OcpiError('serverError', 'This side is renewing the credentials at this moment; try again')
      }
      return await keeping.inTurn(partner.id, async () => {
        const token = newToken()
        const diesAt = new Date(clock.now().getTime() + OVERLAP_MS)
        const updated = await keeping
          .keep(partner, made, async (tx) => {
            await store.addToken(partner.id, token, 'C', clock.now(), tx)
            await store.retireTokens(partner.id, token, diesAt, tx)
          })
          .catch((error: unknown) => {
            throw error instanceof PartnerGone ? unauthorized('The connection has ended') : error
          })
        events.partnerRegistered(updated, 'them', 'update')
        return { token, partner: updated }
      })
    },

    /** DELETE: its tokens are gone and nothing is sent any more. What it sent stays; it needs a new invitation. */
    async acceptUnregistration(partner: Partner): Promise<void> {
      await keeping.inTurn(partner.id, async () => {
        const ended = await database.transaction(async (tx) => {
          await store.deleteTokens(partner.id, tx)
          return await store.putEnded(partner.id, tx)
        })
        if (ended) await keeping.changed({ ...partner, status: 'suspended', endpoints: [], version: null })
        events.partnerGone(partner, 'them')
      })
    },
  }
}
