// What the API shows of things that are not OCPI objects, from what is stored or held in memory.

import type { CommandRecord } from '../modules/commands/record.ts'
import type { OwnParty, Partner } from '../partners/partner.ts'
import { partnerView } from '../partners/service.ts'

export const ownPartyView = ({ countryCode, partyId, roles, businessDetails }: OwnParty) => ({
  country_code: countryCode,
  party_id: partyId,
  roles,
  business_details: businessDetails,
})

type PartnerRow = ReturnType<typeof partnerView> & { readonly last_updated?: string }

export const showPartner = (partner: Partner): Record<string, unknown> => showPartnerRow(partnerView(partner))

/** As it stands in the feed. `["*"]` is all of our parties, and periods are text, as the definitions have it. */
export function showPartnerRow({ last_updated: _, ...view }: PartnerRow): Record<string, unknown> {
  const { parties, settings } = view
  return {
    ...view,
    parties: parties === '*' ? ['*'] : parties,
    settings: { ...settings, initial_push_after: String(settings.initial_push_after) },
  }
}

/** Where its outcome goes stays between the partner and us. `began`: id of the session that followed, where it was looked up. */
export function showCommand(record: CommandRecord, began?: string): Record<string, unknown> {
  const { response_url: _url, correlation_id: _correlation, ...shown } = record
  const session = began ?? record.request.session_id
  return typeof session === 'string' ? { ...shown, session } : shown
}
