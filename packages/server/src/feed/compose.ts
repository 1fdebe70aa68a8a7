// Makes the request that tells a partner about an object, in the partner's version.

import { versionOf } from '@interchange/ocpi/versions'
import { ByteLru } from '../byte-lru.ts'
import type { BodyTexts } from '../modules/body-texts.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import type { OutboundRequest } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import { offersInterface } from '../roles.ts'
import type { Source } from '../storage/feed-state.ts'
import { getRow } from '../storage/objects.ts'
import { keyText, type Row, type RowKey } from '../storage/row.ts'
import type { Form } from './next-message.ts'

type Json = Readonly<Record<string, unknown>>

/** Endpoint and OCPI module of each form. */
const endpoints: Readonly<Record<Form, readonly [module: string, endpoint: string]>> = {
  put_location: ['locations', 'putLocation'],
  put_evse: ['locations', 'putEvse'],
  patch_evse: ['locations', 'patchEvse'],
  put_tariff: ['tariffs', 'putTariff'],
  delete_tariff: ['tariffs', 'deleteTariff'],
  put_token: ['tokens', 'putToken'],
  put_session: ['sessions', 'putSession'],
  patch_session: ['sessions', 'patchSession'],
  post_cdr: ['cdrs', 'postCdr'],
  remove_location: ['locations', 'putLocation'],
  invalidate_token: ['tokens', 'putToken'],
}

/** What a PATCH of a session leaves out: what never changes, and the periods, which a PATCH would append. */
const NOT_IN_PATCH: ReadonlySet<string> = new Set(['country_code', 'party_id', 'id', 'cdr_token', 'charging_periods'])

export interface Composed {
  readonly request: OutboundRequest
  /** Party of the partner it is for. */
  readonly to: Party | undefined
  /** The object in the partner's version. */
  readonly object: Json
}

export type Compose = ReturnType<typeof composer>

const SPELLING_BYTES = 8 * 1024 * 1024

export interface ComposeNeeds {
  readonly database: Source
  readonly directory: Directory
  readonly bodies: BodyTexts
  readonly prices: Pick<KnownPrices, 'groupFor'>
}

export function composer({ database, directory, bodies, prices }: ComposeNeeds) {
  const spellings = new ByteLru(SPELLING_BYTES)

  /** The id of a location as its owner spells it: some partners compare with case. */
  async function spelling(location: RowKey): Promise<{ countryCode: string; partyId: string; id: string } | undefined> {
    const key = keyText(location)
    let known = spellings.get(key)
    if (known === undefined) {
      const row = await getRow(database, location)
      if (!row) return undefined
      const { country_code: countryCode, party_id: partyId, id } = JSON.parse(row.text) as Record<string, string>
      known = JSON.stringify({ countryCode, partyId, id })
      spellings.set(key, known)
    }
    return JSON.parse(known)
  }

  async function params(form: Form, row: Row, object: Json): Promise<Record<string, string> | undefined> {
    const own = { country_code: String(object.country_code), party_id: String(object.party_id) }
    switch (form) {
      case 'put_location':
      case 'remove_location':
        return { ...own, location_id: String(object.id) }
      case 'put_tariff':
      case 'delete_tariff':
        return { ...own, tariff_id: String(object.id) }
      case 'put_token':
      case 'invalidate_token':
        return { ...own, token_uid: String(object.uid) }
      case 'put_session':
      case 'patch_session':
        return { ...own, session_id: String(object.id) }
      case 'post_cdr':
        return {}
      case 'put_evse':
      case 'patch_evse': {
        const location = await spelling({ ...row.key, module: 'locations', sub: '' })
        if (!location) return undefined
        return {
          country_code: location.countryCode,
          party_id: location.partyId,
          location_id: location.id,
          evse_uid: String(object.uid),
        }
      }
    }
  }

  /** Undefined when the object has no form in the partner's version: then there is nothing to tell. */
  return async function compose(form: Form, row: Row, partner: Partner): Promise<Composed | undefined> {
    const version = partner.version === null ? undefined : versionOf(partner.version)
    const text = version && bodies(row, version, prices.groupFor(row.key.module, partner.id))
    if (text === undefined) return undefined
    const object = JSON.parse(text) as Json
    const [module, endpoint] = endpoints[form]
    const found = await params(form, row, object)
    if (!found) return undefined
    const to = receiver(partner, module, row, directory)
    return {
      object,
      to,
      request: {
        module,
        side: 'RECEIVER',
        endpoint,
        params: found,
        ...(module === 'tokens' ? { query: { type: String(object.type) } } : {}),
        ...(form === 'delete_tariff' ? {} : { bodyText: bodyOf(form, object, text) }),
        from: { countryCode: row.key.countryCode, partyId: row.key.partyId },
        ...(to ? { to } : {}),
        ...(row.correlationId === null ? {} : { correlationId: row.correlationId }),
      },
    }
  }
}

function bodyOf(form: Form, object: Json, text: string): string {
  if (form === 'patch_evse') return JSON.stringify({ status: object.status, last_updated: object.last_updated })
  if (form === 'remove_location') return JSON.stringify({ ...object, evses: removed(object.evses) })
  if (form === 'invalidate_token') return JSON.stringify({ ...object, valid: false })
  if (form !== 'patch_session') return text
  const changed = Object.entries(object).filter(([name, value]) => value !== null && !NOT_IN_PATCH.has(name))
  return JSON.stringify(Object.fromEntries(changed))
}

/**
 * R-LOC-04: there is no DELETE of a location. Times stay: a partner that is given the party again is sent the object as
 * it is, and must not take that for older than the withdrawal.
 */
const removed = (evses: unknown): unknown[] =>
  Array.isArray(evses) ? evses.map((evse: Json) => ({ ...evse, status: 'REMOVED' })) : []

/**
 * Who it is for (transport, "Message Routing Headers"): of a session or CDR the party it is meant for; else the hub,
 * which passes it on to all (Broadcast Push), or the partner's first party in a role that takes the module.
 */
export function receiver(
  partner: Partner,
  module: string,
  row: Pick<Row, 'audience'>,
  directory: Pick<Directory, 'partiesOf'>,
): Party | undefined {
  const served = row.audience?.length ? directory.partiesOf(partner) : []
  const meant = row.audience?.find((party) => served.includes(party))
  if (meant !== undefined) return partyFromKey(meant)
  if (partner.hubParty) return partner.hubParty
  const taking = partner.roles.find(({ role }) => role === 'HUB' || offersInterface([role], module, 'RECEIVER'))
  return taking ? partyFromKey(partyKey(taking)) : undefined
}
