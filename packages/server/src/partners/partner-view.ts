import type { Partner, PartnerSettings } from './partner.ts'

/** A partner as the backend API and the feed show it; it never holds a token. */
export const partnerView = (partner: Partner) => ({
  id: partner.id,
  name: partner.name,
  status: partner.status,
  version: partner.version,
  versions_url: partner.versionsUrl,
  roles: partner.roles.map(({ role, countryCode, partyId, businessDetails }) => ({
    role,
    country_code: countryCode,
    party_id: partyId,
    business_details: businessDetails,
  })),
  endpoints: partner.endpoints,
  parties: partner.parties,
  settings: settingsView(partner.settings),
  last_seen: partner.lastSeen,
})

const settingsView = (settings: PartnerSettings) => ({
  token_encoding: settings.tokenEncoding,
  lenient: settings.lenient,
  clock: settings.clock,
  push: settings.push,
  max_rate: settings.maxRate,
  window: settings.window,
  pull: settings.pull,
  pull_interval: settings.pullInterval,
  initial_push_after: settings.initialPushAfter,
  catch_up: settings.catchUp,
  source_for: settings.sourceFor,
  audit: settings.audit,
  own_party_as_receiver: settings.ownPartyAsReceiver,
  ...(settings.onlyVersion === undefined ? {} : { version: settings.onlyVersion }),
  ...(settings.requires === undefined ? {} : { requires: settings.requires }),
})
