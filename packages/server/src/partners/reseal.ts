import type { PartnerStore } from './partner-store.ts'
import { PARTNER_TOKEN, type Secrets } from './secrets.ts'

/**
 * At the start: every stored partner token has to be readable, or nothing could be sent and nobody would know why. What
 * only SECRET_KEY_OLD opens is sealed with the present key. Returns how many were.
 */
export async function resealTokens(store: PartnerStore, secrets: Secrets): Promise<number> {
  let resealed = 0
  for (const { partner, outboundToken } of await store.partners()) {
    if (outboundToken === null) continue
    const token = secrets.open(PARTNER_TOKEN, outboundToken)
    if (token === undefined) {
      throw new Error(
        `SECRET_KEY does not open the stored token of the partner ${partner.name}; ` +
          'it was stored with another key, which SECRET_KEY_OLD can name while SECRET_KEY is the new one',
      )
    }
    if (!secrets.isOld(PARTNER_TOKEN, outboundToken)) continue
    await store.putSealed(partner.id, outboundToken, secrets.seal(PARTNER_TOKEN, token))
    resealed++
  }
  return resealed
}
