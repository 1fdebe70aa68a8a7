import type { Directory } from '../../partners/directory.ts'
import type { OwnParty, Role } from '../../partners/partner.ts'
import type { PartnerService } from '../../partners/service.ts'
import { partyKey } from '../../party.ts'
import { notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { ownPartyView } from '../views.ts'

export interface PartyHandlersNeeds {
  readonly directory: Directory
  readonly service: Pick<PartnerService, 'putOwnParty' | 'deleteOwnParty'>
}

/** Our own parties. */
export function partyHandlers({ directory, service }: PartyHandlersNeeds): ApiHandlers {
  const named = (params: Readonly<Record<string, string>>): OwnParty => {
    const party = directory.ownParty(keyOf(params))
    if (!party) throw notFound(`${keyOf(params)} is no party of this platform`)
    return party
  }
  return {
    async listParties({ caller: { parties } }) {
      const seen = directory.ownParties().filter((party) => parties === '*' || parties.includes(partyKey(party)))
      return { status: 200, body: { items: seen.map(ownPartyView), next: null } }
    },
    async getParty({ params, caller: { parties } }) {
      const party = named(params)
      if (parties !== '*' && !parties.includes(partyKey(party))) {
        throw notFound(`${partyKey(party)} is no party of this key`)
      }
      return { status: 200, body: ownPartyView(party) }
    },
    async putParty({ params, body }) {
      const { roles, business_details: details } = body as {
        roles: Role[]
        business_details?: OwnParty['businessDetails'] | null
      }
      const key = keyOf(params)
      const outcome = await service.putOwnParty({
        countryCode: params.country_code!.toUpperCase(),
        partyId: params.party_id!.toUpperCase(),
        roles: [...new Set(roles)],
        businessDetails: details ?? directory.ownParty(key)?.businessDetails ?? { name: key },
      })
      return { status: outcome === 'created' ? 201 : 200, body: ownPartyView(named(params)) }
    },
    async deleteParty({ params }) {
      await service.deleteOwnParty(partyKey(named(params)))
      return { status: 204 }
    },
  }
}

const keyOf = ({ country_code, party_id }: Readonly<Record<string, string>>): string =>
  partyKey({ countryCode: country_code!, partyId: party_id! })
