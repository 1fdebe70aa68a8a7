// Charging preferences as CPO: the driver says through the eMSP how the session should charge.
// Source: 2.2.1 Sessions, "Set: Charging Preferences".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { ChargingPreferences, Location, Session, Tariff } from '@interchange/ocpi/generated/v2.3.0'
import { notCapable, notFound } from '@interchange/ocpi/wire/error'
import type { Questions } from '../../backend/questions.ts'
import type { Clock } from '../../clock.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Party } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow, getRows } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { isValidAt } from '../locations/tariffs.ts'
import type { KnownPrices } from '../price-groups/known-prices.ts'
import { fromRow } from '../rows.ts'

export interface ChargingPreferencesNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly questions: Questions
  /** The tariffs that count are those the asking partner is shown. */
  readonly prices: Pick<KnownPrices, 'catchUp' | 'priced'>
  readonly clock: Clock
}

const DECISION_MS = 5_000

export function chargingPreferencesSender(needs: ChargingPreferencesNeeds): Handlers {
  const { database, directory, questions, prices, clock } = needs

  /** R-SES-19: a session of another eMSP is as unknown as one that never was. */
  async function findSession(call: Call): Promise<Session> {
    const parties: readonly Party[] = call.to ? [call.to] : directory.ownPartiesFor(call.partner)
    const keys = parties.map(({ countryCode, partyId }) =>
      rowKey('sessions', countryCode, partyId, call.params.session_id ?? ''),
    )
    const mine = (row: Row) =>
      !row.deleted && row.partner === null && row.audience?.some((party) => directory.mayActFor(call.partner, party))
    const row = (await getRows(database, keys)).find(mine)
    if (!row) throw notFound('There is no such session', 'invalidParameters')
    return fromRow(row) as unknown as Session
  }

  async function evseAndTariffs(session: Session, partnerId: string) {
    const row = await getRow(database, rowKey('locations', session.country_code, session.party_id, session.location_id))
    if (row) await prices.catchUp([row])
    const location = row && !row.deleted ? (fromRow(prices.priced(row, partnerId)) as unknown as Location) : undefined
    const evse = location?.evses?.find(({ uid }) => uid.toUpperCase() === session.evse_uid.toUpperCase())
    const connector = evse?.connectors.find(({ id }) => id.toUpperCase() === session.connector_id.toUpperCase())
    const keys = (connector?.tariff_ids ?? []).map((id) =>
      rowKey('tariffs', session.country_code, session.party_id, id),
    )
    const now = clock.now().toISOString()
    const tariffs = (await getRows(database, keys))
      .filter((found) => !found.deleted)
      .map((found) => fromRow(found))
      .filter((tariff) => isValidAt(tariff, now)) as unknown as Tariff[]
    return { evse, tariffs }
  }

  return {
    async putChargingPreferences(call) {
      const session = await findSession(call)
      const { evse, tariffs } = await evseAndTariffs(session, call.partner.id)
      // R-SES-16: HTTP 404 together with 2001.
      if (!evse?.capabilities?.includes('CHARGING_PREFERENCES_CAPABLE')) {
        throw notCapable('The EVSE of this session takes no charging preferences')
      }
      const preferences = convert(
        call.version.number,
        canonical.number,
        'ChargingPreferences',
        call.body as Record<string, unknown>,
      ).object as unknown as ChargingPreferences
      // R-SES-18, R-LOC-20: a tariff is valid now for every profile an EVSE supports.
      const wanted = preferences.profile_type === 'REGULAR' ? undefined : `PROFILE_${preferences.profile_type}`
      if (wanted && !tariffs.some(({ type }) => type === wanted)) return { data: 'PROFILE_TYPE_NOT_SUPPORTED' }
      const answer = await questions.ask({
        type: 'session.charging_preferences',
        party: { countryCode: session.country_code, partyId: session.party_id },
        data: { session, charging_preferences: preferences },
        deadlineMs: DECISION_MS,
      })
      return { data: answer.kind === 'answer' ? answer.data : 'NOT_POSSIBLE' }
    },
  }
}
