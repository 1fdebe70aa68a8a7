import type { ModulePull, Pulling } from '../../feed/pull/pulling.ts'
import type { Directory } from '../../partners/directory.ts'
import {
  type AuditRules,
  defaultPartnerSettings,
  type Partner,
  type PartnerEndpoint,
  type PartnerRole,
  type PartnerSettings,
  type Role,
} from '../../partners/partner.ts'
import type { PartnerService } from '../../partners/service.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import { showPartner } from '../views.ts'
import { concernOf } from '../visible.ts'

export interface PartnerHandlersNeeds {
  readonly directory: Directory
  readonly service: PartnerService
  readonly pulling: Pick<Pulling, 'pullNow'>
}

/** A module without a value goes back to its default. */
type PerModule<T> = Readonly<Record<string, T | null>> | null

/** As a body states it; null is as good as absent. */
interface SettingsBody {
  readonly token_encoding?: PartnerSettings['tokenEncoding'] | null
  readonly lenient?: boolean | null
  readonly clock?: PartnerSettings['clock'] | null
  readonly push?: PerModule<boolean>
  readonly max_rate?: PerModule<number>
  readonly window?: PerModule<number>
  readonly pull?: PerModule<boolean>
  readonly pull_interval?: PerModule<number>
  readonly initial_push_after?: string | null
  readonly catch_up?: PartnerSettings['catchUp'] | null
  readonly source_for?: readonly string[] | null
  readonly version?: string | null
  readonly requires?: readonly string[] | null
  readonly audit?: AuditBody | null
  readonly own_party_as_receiver?: PartnerSettings['ownPartyAsReceiver'] | null
}

interface AuditBody {
  readonly tolerance?: { readonly absolute?: number | null; readonly relative?: number | null } | null
  readonly hold?: readonly string[] | null
  readonly ignore?: readonly string[] | null
}

interface PartnerBody {
  readonly name?: string | null
  readonly parties?: readonly string[] | null
  readonly status?: 'registered' | 'suspended' | null
  readonly settings?: SettingsBody | null
}

interface NewPartnerBody extends PartnerBody {
  readonly name: string
  readonly versions_url?: string | null
  readonly token?: string | null
  readonly token_encoding?: PartnerSettings['tokenEncoding'] | null
  readonly version?: string | null
  readonly endpoints?: readonly PartnerEndpoint[] | null
  readonly roles?: readonly WireRole[] | null
  readonly our_token?: string | null
}

type WireRole = {
  readonly role: Role
  readonly country_code: string
  readonly party_id: string
  readonly business_details: { readonly name: string }
}

/** Partners: invited, registered with, changed, read again, ended. */
export function partnerHandlers({ directory, service, pulling }: PartnerHandlersNeeds): ApiHandlers {
  const known = ({ id }: Readonly<Record<string, string>>): Partner => {
    const partner = directory.partner(id!)
    if (!partner) throw notFound('There is no such partner')
    return partner
  }

  return {
    async listPartners({ caller }) {
      const seen = concernOf(directory, caller)?.partners
      const items = directory.partners().filter(({ id }) => !seen || seen.includes(id))
      return { status: 200, body: { items: items.map(showPartner), next: null } }
    },
    async getPartner({ params, caller }) {
      const partner = known(params)
      if (concernOf(directory, caller)?.partners.includes(partner.id) === false) {
        throw notFound('There is no such partner')
      }
      return { status: 200, body: showPartner(partner) }
    },

    async postPartner({ body }) {
      const { name, parties, versions_url, token, token_encoding, version, settings, ...more } = body as NewPartnerBody
      const scope = scopeOf(directory, parties)
      const order = {
        name,
        ...(scope === undefined || scope === '*' ? {} : { parties: scope }),
        ...(version == null ? {} : { version }),
        settings: settingsOf({ ...settings, ...(token_encoding ? { token_encoding } : {}) }, defaultPartnerSettings),
      }
      if (more.endpoints?.length) {
        const connected = await service.connect({
          ...order,
          version: version!,
          endpoints: more.endpoints,
          roles: more.roles!.map(asPartnerRole),
          token: token!,
          ...(more.our_token == null ? {} : { ourToken: more.our_token }),
        })
        const { id, status } = connected.partner
        return { status: 201, body: { id, status, token: connected.token } }
      }
      if (versions_url == null || token == null) {
        const roles = more.roles?.map(asPartnerRole)
        const invited = await service.invite({ ...order, ...(roles && { roles }) })
        const { id, status } = invited.partner
        return { status: 201, body: { id, status, versions_url: invited.versionsUrl, token: invited.token } }
      }
      const { id, status } = await service.registerWith({ ...order, versionsUrl: versions_url, token })
      return { status: 201, body: { id, status } }
    },

    async patchPartner({ params, body }) {
      const partner = known(params)
      const { name, parties, status, settings } = body as PartnerBody
      const scope = scopeOf(directory, parties)
      const changed = await service.change(partner.id, {
        ...(name == null ? {} : { name }),
        ...(scope === undefined ? {} : { parties: scope }),
        ...(status == null ? {} : { status }),
        ...(settings == null ? {} : { settings: settingsOf(settings, partner.settings) }),
      })
      if (!changed) throw notFound('There is no such partner')
      return { status: 200, body: showPartner(changed) }
    },

    async deletePartner({ params }) {
      await service.remove(known(params).id)
      return { status: 204 }
    },

    async rotateTokens({ params, body }) {
      const partner = known(params)
      if (partner.version === null) throw conflict('The partner is not registered, so there are no tokens to renew')
      const { immediate } = (body ?? {}) as { immediate?: boolean | null }
      return { status: 200, body: showPartner(await service.rotate(partner.id, { immediate: immediate === true })) }
    },

    async pullPartner({ params, body }) {
      const partner = known(params)
      const { module, full } = (body ?? {}) as { module?: string | null; full?: boolean | null }
      const report = await pulling.pullNow(partner.id, { ...(module == null ? {} : { module }), full: full === true })
      return { status: 200, body: { partner: partner.id, modules: report.modules.map(showPull) } }
    },
  }
}

/** Absent or empty says nothing; `*` among them is all. */
function scopeOf(
  directory: Directory,
  parties: readonly string[] | null | undefined,
): readonly string[] | '*' | undefined {
  if (!parties || parties.length === 0) return undefined
  if (parties.includes('*')) return '*'
  const unknown = parties.flatMap((key, index) =>
    directory.ownParty(key.toUpperCase())
      ? []
      : [{ pointer: `/parties/${index}`, detail: 'is no party of this platform' }],
  )
  if (unknown.length > 0) throw invalidBody(unknown)
  return [...new Set(parties.map((key) => key.toUpperCase()))]
}

/** Only what is given; a switch of one module leaves the other modules as they are. */
function settingsOf(body: SettingsBody, before: PartnerSettings): Partial<PartnerSettings> {
  return {
    ...(body.token_encoding == null ? {} : { tokenEncoding: body.token_encoding }),
    ...(body.lenient == null ? {} : { lenient: body.lenient }),
    ...(body.clock == null ? {} : { clock: body.clock }),
    ...(body.push == null ? {} : { push: merged(before.push, body.push) }),
    ...(body.max_rate == null ? {} : { maxRate: merged(before.maxRate, body.max_rate) }),
    ...(body.window == null ? {} : { window: merged(before.window, body.window) }),
    ...(body.pull == null ? {} : { pull: merged(before.pull, body.pull) }),
    ...(body.pull_interval == null ? {} : { pullInterval: merged(before.pullInterval, body.pull_interval) }),
    ...(body.initial_push_after == null ? {} : { initialPushAfter: periodOf(body.initial_push_after) }),
    ...(body.catch_up == null ? {} : { catchUp: body.catch_up }),
    ...(body.source_for == null ? {} : { sourceFor: body.source_for.map((party) => party.toUpperCase()) }),
    ...(body.version == null ? {} : { onlyVersion: body.version }),
    ...(body.requires == null ? {} : { requires: body.requires }),
    ...(body.audit == null ? {} : { audit: auditRulesOf(body.audit, before.audit) }),
    ...(body.own_party_as_receiver == null ? {} : { ownPartyAsReceiver: body.own_party_as_receiver }),
  }
}

const auditRulesOf = ({ tolerance, hold, ignore }: AuditBody, before: AuditRules): AuditRules => ({
  tolerance: {
    absolute: tolerance?.absolute ?? before.tolerance.absolute,
    relative: tolerance?.relative ?? before.tolerance.relative,
  },
  hold: hold ?? before.hold,
  ignore: ignore ?? before.ignore,
})

/** Modules that are not named stay as they are; null takes a module back to its default. */
const merged = <T>(
  before: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, T | null>>,
): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries<T | null>({ ...before, ...changes }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    ),
  )

const periodOf = (text: string): PartnerSettings['initialPushAfter'] =>
  text === 'never' || text === 'at_once' ? text : Number(text)

const asPartnerRole = ({ role, country_code, party_id, business_details }: WireRole): PartnerRole => ({
  role,
  countryCode: country_code.toUpperCase(),
  partyId: party_id.toUpperCase(),
  businessDetails: business_details,
})

const showPull = ({ leftOut, ...pull }: ModulePull) => ({ ...pull, left_out: leftOut })
