// The credentials module: a partner registers, renews or ends the connection. Source: credentials; R-CRED-03 to R-CRED-30.

import { fetchVersionDetails } from '@interchange/ocpi/client/version-details'
import {
  invalidParameters,
  methodNotAllowed,
  missingEndpoints,
  notFound,
  type OcpiError,
  unableToUseApi,
  unsupportedVersion,
} from '@interchange/ocpi/wire/error'
import type { Events } from '../../events.ts'
import type { Accepted } from '../../partners/accepting.ts'
import { theirCredentials, versionsFor } from '../../partners/credentials.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Handshake, SaidBy } from '../../partners/keeping.ts'
import type { Partner } from '../../partners/partner.ts'
import type { PartnerService } from '../../partners/service.ts'
import { missingInterfaces } from '../../roles.ts'
import type { Call, Handlers, Reply } from '../call.ts'

export interface CredentialsNeeds {
  readonly service: PartnerService
  readonly directory: Directory
  readonly events: Events
}

type Given = Readonly<Record<string, unknown>> & { readonly token: string; readonly url: string }

export function credentialsSender({ service, directory, events }: CredentialsNeeds): Handlers {
  /**
   * What the client says of itself is checked, then its versions and details are read with its new token, all before it
   * gets an answer and before anything is changed (R-CRED-03, R-CRED-14, R-CRED-16).
   */
  async function callBack({ body, partner, version }: Call): Promise<Handshake> {
    const usable = versionsFor(directory.ownPartiesFor(partner), partner.settings.onlyVersion)
    if (!usable.includes(version.number)) throw notFound('This connection has no use for this version')
    const given = body as Given
    const theirs = theirCredentials(version.number, given)
    const taken = service.taken(partner, theirs)
    if (taken.length > 0) throw refused(partner, invalidParameters(taken))

    const details = await fetchVersionDetails(
      { versionsUrl: given.url, versions: [version.number] },
      service.session(partner, given.token),
    )
    if (details.kind === 'failed') {
      const error = { 3001: unableToUseApi, 3002: unsupportedVersion, 3003: missingEndpoints }[details.statusCode]
      throw refused(partner, error(details.why))
    }
    const missing = missingInterfaces(
      directory.ownPartiesFor(partner).flatMap(({ roles }) => roles),
      theirs.roles.map(({ role }) => role),
      details.endpoints.map(({ identifier, role = 'SENDER' }) => ({ identifier, role })),
      partner.settings.requires,
    )
    if (missing.length > 0) {
      const why = `The version details lack what this side needs: ${missing.join(', ')}`
      throw refused(partner, missingEndpoints(why))
    }
    const { endpoints } = details
    return { version: version.number, versionsUrl: given.url, endpoints, theirs, theirToken: given.token }
  }

  function refused(partner: Partner, error: OcpiError): OcpiError {
    events.registrationFailed(partner.name, 'them', error.message)
    return error
  }

  const answer = ({ version }: Call, partner: Partner, token: string): Reply => ({
    dataText: JSON.stringify(service.credentialsFor(partner, version.number, token)),
  })

  async function given(call: Call, { partner, token }: Accepted, by: SaidBy): Promise<Reply> {
    const reply = answer(call, partner, token)
    await service.said(partner, by)
    return reply
  }

  // A state, not a missing method: Allow lists what the state permits.
  const taken = () =>
    methodNotAllowed(['GET', 'PUT', 'DELETE'], 'This connection is registered already; PUT renews its credentials')
  const notRegistered = () =>
    methodNotAllowed(['GET', 'POST'], 'This connection is not registered yet; POST registers it')

  return {
    /** R-CRED-18: what the client uses to reach us. A CREDENTIALS_TOKEN_A may ask too (T-10). */
    async getCredentials(call) {
      return answer(call, call.partner, call.token)
    },

    async postCredentials(call) {
      if (!call.tokenA) throw taken()
      const made = await callBack(call)
      const registered = await service.acceptRegistration(call.partner, made)
      if (!registered) throw taken()
      return await given(call, registered, 'registration')
    },

    async putCredentials(call) {
      if (call.tokenA) throw notRegistered()
      const updated = await service.renewing(call.partner.id, async () => {
        const made = await callBack(call)
        return await service.acceptUpdate(call.partner, made)
      })
      return await given(call, updated, 'update')
    },

    async deleteCredentials(call) {
      if (call.tokenA) throw notRegistered()
      await service.acceptUnregistration(call.partner)
      return {}
    },
  }
}
