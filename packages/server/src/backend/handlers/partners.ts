import { type Pulling, PullRefused } from '../../feed/pull/pulling.ts'
import type { Directory } from '../../partners/directory.ts'
import type { PartnerSettings, Role } from '../../partners/partner.ts'
import { HandshakeFailed, PartnerFault, type PartnerService, partnerView } from '../../partners/service.ts'
import { partyKey } from '../../party.ts'
import { conflict, invalidBody, notFound, Problem } from '../problem.ts'
import type { ApiHandler, ApiHandlers } from '../request.ts'

export interface PartnerHandlersNeeds {
  readonly directory: Directory
  readonly service: PartnerService
  readonly pulling: Pulling
}

interface SettingsBody {
  readonly token_encoding?: PartnerSettings['tokenEncoding']
  readonly lenient?: boolean
  readonly clock?: PartnerSettings['clock']
  readonly catch_up?: PartnerSettings['catchUp']
}

const settingsOf = (body: SettingsBody): Partial<PartnerSettings> => ({
  ...(body.token_encoding == null ? {} : { tokenEncoding: body.token_encoding }),
  ...(body.lenient == null ? {} : { lenient: body.lenient }),
  ...(body.clock == null ? {} : { clock: body.clock }),
  ...(body.catch_up == null ? {} : { catchUp: body.catch_up }),
})

export function partnerHandlers({ directory, service, pulling }: PartnerHandlersNeeds): ApiHandlers {
  /** What the person asking can mend, and what the partner did, in HTTP's words. */
  const guarded =
    (handler: ApiHandler): ApiHandler =>
    async (request) => {
      try {
        return await handler(request)
      } catch (error) {
        if (error instanceof PartnerFault) throw invalidBody([{ pointer: error.pointer, detail: error.message }])
        if (error instanceof HandshakeFailed) throw new Problem('partner-failed', error.message)
        if (error instanceof PullRefused) throw conflict(error.message)
        throw error
      }
    }
  const known = (id: string) => {
    const partner = directory.partner(id)
    if (!partner) throw notFound('There is no such partner')
    return partner
  }
  const ownView = (key: string) => {
    const party = directory.ownParty(key)
    if (!party) throw notFound('There is no such party of ours')
    return {
      country_code: party.countryCode,
      party_id: party.partyId,
      roles: party.roles,
      business_details: party.businessDetails,
    }
  }

  const handlers: Record<string, ApiHandler> = {
    async listParties() {
      return {
        status: 200,
        body: { items: directory.ownParties().map((party) => ownView(partyKey(party))), next: null },
      }
    },
    async getParty({ params }) {
      return { status: 200, body: ownView(`${params.country_code}-${params.party_id}`.toUpperCase()) }
    },
    async putParty({ params, body }) {
      const { roles, business_details } = body as { roles: Role[]; business_details: { name: string } }
      const party = { countryCode: params.country_code!.toUpperCase(), partyId: params.party_id!.toUpperCase() }
      const outcome = await service.putOwnParty({ ...party, roles, businessDetails: business_details })
      return { status: outcome === 'created' ? 201 : 200, body: ownView(partyKey(party)) }
    },
    async deleteParty({ params }) {
      if (!(await service.deleteOwnParty(`${params.country_code}-${params.party_id}`.toUpperCase()))) {
        throw notFound('There is no such party of ours')
      }
      return { status: 204 }
    },

    async listPartners() {
      return { status: 200, body: { items: directory.partners().map(partnerView), next: null } }
    },
    async getPartner({ params }) {
      return { status: 200, body: partnerView(known(params.id!)) }
    },
    async postPartner({ body }) {
      const { name, parties, versions_url, token, ...settings } = body as {
        name: string
        parties?: string[]
        versions_url?: string
        token?: string
      } & SettingsBody
      const order = { name, ...(parties?.length ? { parties } : {}), settings: settingsOf(settings) }
      if (versions_url == null && token == null) {
        const invited = await service.invite(order)
        const { id, status } = invited.partner
        return { status: 201, body: { id, status, versions_url: invited.versionsUrl, token: invited.token } }
      }
      if (versions_url == null || token == null) {
        const pointer = versions_url == null ? '/versions_url' : '/token'
        throw invalidBody([
          { pointer, detail: 'is missing; registering needs versions_url and token, inviting neither' },
        ])
      }
      const { id, status } = await service.registerWith({ ...order, versionsUrl: versions_url, token })
      return { status: 201, body: { id, status } }
    },
    async patchPartner({ params, body }) {
      const { name, parties, status, settings } = body as {
        name?: string
        parties?: string[]
        status?: string
        settings?: SettingsBody
      }
      if (status != null && status !== 'suspended' && status !== 'registered') {
        throw invalidBody([
          { pointer: '/status', detail: 'can be set to suspended or registered; the others come about by themselves' },
        ])
      }
      const changed = await service.change(known(params.id!).id, {
        ...(name == null ? {} : { name }),
        ...(parties == null ? {} : { parties }),
        ...(status == null ? {} : { status }),
        ...(settings == null ? {} : { settings: settingsOf(settings) }),
      })
      return { status: 200, body: partnerView(changed!) }
    },
    async deletePartner({ params }) {
      await service.remove(known(params.id!).id)
      return { status: 204 }
    },
    async rotateTokens({ params, body }) {
      const { immediate } = (body ?? {}) as { immediate?: boolean }
      const partner = await service.rotate(known(params.id!).id, { immediate: immediate === true })
      return { status: 200, body: partnerView(partner) }
    },
    async pullPartner({ params, body }) {
      const { module, full } = (body ?? {}) as { module?: string; full?: boolean }
      const report = await pulling.pullNow(known(params.id!).id, {
        ...(module == null ? {} : { module }),
        full: full === true,
      })
      const modules = report.modules.map((pull) => ({
        module: pull.module,
        received: pull.received,
        stored: pull.created + pull.updated,
        left_out: pull.leftOut + pull.refused,
        vanished: pull.vanished,
        failed: pull.why,
      }))
      return { status: 200, body: { modules } }
    },
  }
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, guarded(handler)]))
}
