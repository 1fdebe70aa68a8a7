// The credentials module: a partner registers, renews or ends the connection. Source: credentials; R-CRED-03 to R-CRED-30.

import { fetchVersionDetails, type VersionDetails } from '@interchange/ocpi/client/version-details'
import { isCredentialsToken } from '@interchange/ocpi/wire/authorization'
import {
  invalidParameters,
  methodNotAllowed,
  missingEndpoints,
  unableToUseApi,
  unsupportedVersion,
} from '@interchange/ocpi/wire/error'
import type { Events } from '../../events.ts'
import { theirCredentials } from '../../partners/credentials.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import type { PartnerService } from '../../partners/service.ts'
import { missingInterfaces } from '../../roles.ts'
import type { Call, Handlers } from '../call.ts'

export interface CredentialsNeeds {
  readonly service: PartnerService
  readonly directory: Directory
  readonly events: Events
}

interface Given {
  readonly object: Readonly<Record<string, unknown>> & { readonly token: string; readonly url: string }
  readonly details: VersionDetails
}

export function credentialsSender({ service, directory, events }: CredentialsNeeds): Handlers {
  /** R-CRED-03, R-CRED-14: the client's versions and details are read with its new token before it gets an answer. */
  async function callBack(call: Call): Promise<Given> {
    const object = call.body as Given['object']
    if (!isCredentialsToken(object.token)) {
      throw invalidParameters([
        { path: '/token', message: 'holds white space or characters other than printable ASCII' },
      ])
    }
    const details = await fetchVersionDetails(
      { versionsUrl: object.url, versions: [call.version.number] },
      service.session(object.token, call.partner.settings.tokenEncoding),
    )
    if (details.kind === 'failed') throw failure(call.partner, details.statusCode, details.why)
    const { roles } = theirCredentials(call.version.number, object)
    const missing = missingInterfaces(
      directory.ownPartiesFor(call.partner).flatMap((party) => party.roles),
      roles.map(({ role }) => role),
      details.endpoints.map(({ identifier, role }) => ({ identifier, role: role ?? 'SENDER' })),
    )
    if (missing.length > 0) {
      throw failure(call.partner, 3003, `The version details lack ${missing.join(', ')}, without which there is no use`)
    }
    return { object, details }
  }

  function failure(partner: Partner, statusCode: 3001 | 3002 | 3003, why: string) {
    events.registrationFailed(partner.name, 'them', why)
    return statusCode === 3001
      ? unableToUseApi(why)
      : statusCode === 3002
        ? unsupportedVersion(why)
        : missingEndpoints(why)
  }

  const answer = (call: Call, partner: Partner, token: string) => ({
    dataText: JSON.stringify(service.credentialsFor(partner, call.version.number, token)),
  })

  const made = (call: Call, { object, details }: Given) => ({
    version: call.version.number,
    versionsUrl: object.url,
    endpoints: details.endpoints,
    credentials: object,
    theirToken: object.token,
  })

  const taken = () => methodNotAllowed([], 'This connection is registered already; PUT renews its credentials')
  const notRegistered = () => methodNotAllowed([], 'This connection is not registered yet; POST registers it')

  return {
    /** R-CRED-18: what the client uses to reach us. A CREDENTIALS_TOKEN_A may ask too (T-10). */
    async getCredentials(call) {
      return answer(call, call.partner, call.token)
    },

    async postCredentials(call) {
      if (!call.tokenA) throw taken()
      const given = await callBack(call)
      const registered = await service.acceptRegistration(call.partner, made(call, given))
      if (!registered) throw taken()
      return answer(call, registered.partner, registered.token)
    },

    async putCredentials(call) {
      if (call.tokenA) throw notRegistered()
      const given = await callBack(call)
      const updated = await service.acceptUpdate(call.partner, made(call, given))
      return answer(call, updated.partner, updated.token)
    },

    async deleteCredentials(call) {
      if (call.tokenA || !directory.partner(call.partner.id)) throw notRegistered()
      await service.acceptUnregistration(call.partner)
      return {}
    },
  }
}
