// Charging preferences as eMSP: passes a driver's wish on to the CPO of the session.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { ChargingPreferences } from '@interchange/ocpi/generated/v2.3.0'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import type { Outbound } from '../../outbound.ts'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyFromKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'

export interface SetChargingPreferencesNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly outbound: Outbound
}

/** The CPO's answer (`data` is a ChargingPreferencesResponse), or why it was not asked. */
export type PreferencesAnswer = Answer | { readonly kind: 'unknown_session' } | { readonly kind: 'not_offered' }

export type SetChargingPreferences = (
  session: Party & { readonly id: string },
  preferences: ChargingPreferences,
) => Promise<PreferencesAnswer>

export function createSetChargingPreferences({
  database,
  directory,
  outbound,
}: SetChargingPreferencesNeeds): SetChargingPreferences {
  return async (session, preferences) => {
    const row = await getRow(database, rowKey('sessions', session.countryCode, session.partyId, session.id))
    const partner = row && !row.deleted && row.partner !== null ? directory.partner(row.partner) : undefined
    const ours = row?.audience?.find((party) => directory.ownParty(party))
    if (!row || !partner?.version || !ours) return { kind: 'unknown_session' }
    if (!directory.endpoint(partner, 'sessions', 'SENDER')) return { kind: 'not_offered' }
    const { object: body } = convert(
      canonical.number,
      partner.version,
      'ChargingPreferences',
      preferences as unknown as Record<string, unknown>,
    )
    return await outbound.call(partner, {
      module: 'sessions',
      side: 'SENDER',
      endpoint: 'putChargingPreferences',
      params: { session_id: session.id },
      body,
      from: partyFromKey(ours),
      to: { countryCode: session.countryCode, partyId: session.partyId },
    })
  }
}
