// Handshakes that we begin: registering with a platform that invited us, renewing, ending. Source: credentials,
// "Registration" and the use cases after it; R-CRED-02, R-CRED-10, R-CRED-16, R-CRED-17, R-CRED-26.

import {
  type Registered,
  type RegistrationFailed,
  register,
  unregister,
  update,
} from '@interchange/ocpi/client/registration'
import { fetchVersionDetails, type VersionDetails } from '@interchange/ocpi/client/version-details'
import { OcpiError } from '@interchange/ocpi/wire/error'
import { refusedUrl } from '../outbound/address-guard.ts'
import { missingInterfaces, rolesBehind } from '../roles.ts'
import { type TheirCredentials, theirCredentials, versionsFor } from './credentials.ts'
import { HandshakeFailed, PartnerFault } from './faults.ts'
import { type Handshake, type Keeping, OVERLAP_MS, type PartnerServiceNeeds } from './keeping.ts'
import type { Partner, PartnerEndpoint } from './partner.ts'
import { hashToken, newToken } from './secrets.ts'

export interface RegisterOrder {
  /** As it is to be kept when the handshake succeeds; not stored yet. */
  readonly partner: Partner
  readonly versionsUrl: string
  /** Its CREDENTIALS_TOKEN_A. */
  readonly token: string
}

export function registering(needs: PartnerServiceNeeds, keeping: Keeping) {
  const { store, directory, events, clock, publicUrl, addressRules } = needs

  function failure(partner: Partner, why: string): HandshakeFailed {
    events.registrationFailed(partner.name, 'us', why)
    return new HandshakeFailed(why)
  }

  /** One exchange of credentials. `method` says which; `token` is the one in use so far. */
  async function exchange(
    how: typeof register | typeof update,
    partner: Partner,
    { versionsUrl, token, versions }: { versionsUrl: string; token: string; versions: readonly string[] },
    ourToken: string,
  ): Promise<Registered | RegistrationFailed> {
    if (versions.length === 0) {
      throw failure(partner, 'None of our parties has a role that the OCPI version to be used knows')
    }
    return await how(
      {
        versionsUrl,
        versions,
        ourCredentials: (version) => keeping.credentialsFor(partner, version, ourToken),
        // T-08: the partner calls back with our new token before it answers.
        async beforeSend(details) {
          assertUseful(partner, details)
          await store.addToken(partner.id, ourToken, 'P', clock.now())
          await keeping.spread()
        },
      },
      keeping.session(partner, token),
    )
  }

  /** R-CRED-10: what is of no use is not registered with; nothing has been sent by then. */
  function assertUseful(partner: Partner, { version, endpoints: offered }: VersionDetails): void {
    const endpoints = offered.map(({ identifier, role = 'SENDER' }) => ({ identifier, role }))
    const ours = directory.ownPartiesFor(partner).flatMap(({ roles }) => roles)
    const missing = missingInterfaces(ours, rolesBehind(endpoints), endpoints, partner.settings.requires)
    if (missing.length === 0) return
    throw failure(
      partner,
      `The details of ${version} lack what our side needs: ${missing.join(', ')}; nothing was sent`,
    )
  }

  const handshake = (made: Registered, theirs: TheirCredentials): Handshake => ({
    version: made.version,
    versionsUrl: made.credentials.url,
    endpoints: made.endpoints,
    theirs,
    theirToken: made.credentials.token,
  })

  /** The credentials a partner answered with, or why they cannot be used; it takes the connection for made by then. */
  function judge(partner: Partner, made: Registered): TheirCredentials | string {
    try {
      const theirs = theirCredentials(made.version, made.credentials.object)
      const taken = keeping.taken(partner, theirs)
      return taken.length === 0 ? theirs : taken.map(({ path, message }) => `${path} ${message}`).join('; ')
    } catch (error) {
      if (error instanceof OcpiError) return error.message
      throw error
    }
  }

  return {
    /** Throws PartnerFault for what the person asking can mend, HandshakeFailed for what the partner did. */
    async register({ partner, versionsUrl, token }: RegisterOrder): Promise<Partner> {
      const refused = refusedUrl(versionsUrl, addressRules)
      if (refused) throw new PartnerFault('/versions_url', refused)
      const ours = refusedUrl(publicUrl, addressRules)
      if (ours) throw new PartnerFault('/versions_url', `cannot be registered with: our own PUBLIC_URL ${ours}`)
      const versions = versionsFor(directory.ownPartiesFor(partner), partner.settings.onlyVersion)
      const ourToken = newToken()
      await store.putPartner(partner, null)
      let kept = false
      try {
        const made = await exchange(register, partner, { versionsUrl, token, versions }, ourToken)
        if (made.kind === 'failed') throw failure(partner, made.why)
        const theirs = judge(partner, made)
        if (typeof theirs === 'string') {
          await unregister(made.credentialsUrl, keeping.session(partner, made.credentials.token))
          throw failure(partner, `The credentials it answered with cannot be used: ${theirs}`)
        }
        const registered = await keeping.keep(partner, handshake(made, theirs), (tx) =>
          store.addToken(partner.id, ourToken, 'C', clock.now(), tx),
        )
        kept = true
        await keeping.said(registered, 'registration')
        events.partnerRegistered(registered, 'us', 'registration')
        return registered
      } finally {
        if (!kept) {
          await store.deletePartner(partner.id)
          await keeping.spread()
        }
      }
    },

    /** PUT: new tokens for both sides, their endpoints read again; in another version where one is named (R-CRED-15). */
    async renew(id: string, options: { immediate?: boolean; version?: string } = {}): Promise<Partner> {
      return await keeping.inTurn(id, async () => {
        const partner = directory.partner(id)
        const token = partner && directory.outboundToken(id)
        if (!partner?.versionsUrl || !partner.version || token === undefined) {
          throw new PartnerFault('/status', 'is not registered by a handshake, so there are no credentials to renew')
        }
        const ourToken = newToken()
        const versions = versionsFor(directory.ownPartiesFor(partner), options.version ?? partner.version)
        let made: Registered | RegistrationFailed
        try {
          made = await exchange(update, partner, { versionsUrl: partner.versionsUrl, token, versions }, ourToken)
        } catch (error) {
          await forget(ourToken)
          throw error
        }
        if (made.kind === 'failed') {
          // Nobody knows which token the partner uses now, so both stay good; renewing again settles it.
          if ('applied' in made && made.applied === 'unknown') await store.addToken(id, ourToken, 'C', clock.now())
          else await store.deleteToken(hashToken(ourToken))
          await keeping.spread()
          throw failure(partner, made.why)
        }
        const diesAt = new Date(clock.now().getTime() + (options.immediate ? 0 : OVERLAP_MS))
        // Roles it may not have are not taken over, but the tokens have changed hands.
        const judged = judge(partner, made)
        const theirs = typeof judged === 'string' ? { roles: partner.roles, hubParty: partner.hubParty } : judged
        const renewed = await keeping.keep(partner, handshake(made, theirs), async (tx) => {
          await store.addToken(id, ourToken, 'C', clock.now(), tx)
          await store.retireTokens(id, ourToken, diesAt, tx)
        })
        if (typeof judged === 'string') {
          events.warned('renew', `its new credentials were not taken over: ${judged}`, { partnerId: id })
        }
        await keeping.said(renewed, 'renewal')
        events.partnerRegistered(renewed, 'us', 'update')
        return renewed
      })
    },

    /**
     * Reads its versions and details again and takes over where its modules are now. True: something has moved. OCPI
     * has no message for that but PUT credentials, and some platforms move without one.
     */
    async reread(id: string): Promise<boolean> {
      return await keeping.inTurn(id, async () => {
        const partner = directory.partner(id)
        const token = partner && directory.outboundToken(id)
        if (!partner?.versionsUrl || !partner.version || token === undefined) return false
        const { versionsUrl, version } = partner
        const found = await fetchVersionDetails({ versionsUrl, versions: [version] }, keeping.session(partner, token))
        if (found.kind === 'failed') return false
        const endpoints = found.endpoints.map(({ identifier, role = 'SENDER' as const, url }) => ({
          identifier,
          role,
          url,
        }))
        if (sameEndpoints(endpoints, partner.endpoints)) return false
        try {
          assertUseful(partner, found)
        } catch (error) {
          if (error instanceof HandshakeFailed) return false
          throw error
        }
        const moved = { ...partner, endpoints }
        if (!(await store.putEndpoints(moved))) return false
        events.warned('endpoints', 'its version details list other endpoints; they are used from now on', {
          partnerId: id,
        })
        await keeping.changed(moved)
        return true
      })
    },

    /** Tells the partner that the connection ends. Returns why that did not succeed. */
    async unregister(partner: Partner): Promise<string | undefined> {
      const token = directory.outboundToken(partner.id)
      const url = directory.endpoint(partner, 'credentials', 'SENDER')?.url
      if (token === undefined || url === undefined) return undefined
      const ended = await unregister(url, keeping.session(partner, token))
      return ended.kind === 'failed' ? ended.why : undefined
    },
  }

  async function forget(token: string): Promise<void> {
    await store.deleteToken(hashToken(token))
    await keeping.spread()
  }
}

const sameEndpoints = (some: readonly PartnerEndpoint[], others: readonly PartnerEndpoint[]): boolean => {
  const text = (list: readonly PartnerEndpoint[]) =>
    JSON.stringify(list.map(({ identifier, role, url }) => `${identifier} ${role} ${url}`).sort())
  return text(some) === text(others)
}
