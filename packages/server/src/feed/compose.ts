// Makes the request that tells a partner about an object, in the partner's version.

import type { Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import { ByteLru } from '../byte-lru.ts'
import type { BodyTexts } from '../modules/body-texts.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import type { Sharing } from '../modules/sharing.ts'
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
  readonly sharing: Pick<Sharing, 'hub' | 'receiver'>
}

/** What is the same for all partners of a version and price group. */
interface Made {
  readonly object: Json
  readonly params: Record<string, string>
  readonly query: { readonly type: string } | undefined
  readonly bodyText: string | undefined
}

export function composer({ database, directory, bodies, prices, sharing }: ComposeNeeds) {
  const spellings = new ByteLru(SPELLING_BYTES)
  const asked = new Map<string, Promise<string | undefined>>()
  /** By row, as the tail hands it to all lanes; then by form, version and group. What is being made is a promise. */
  const made = new WeakMap<Row, Map<string, Made | Promise<Made | undefined>>>()

  /** The id of a location as its owner spells it: some partners compare with case. */
  function spelling(location: RowKey): string | Promise<string | undefined> {
    const key = keyText(location)
    const known = spellings.get(key) ?? asked.get(key)
    if (known !== undefined) return known
    const asking = readSpelling(location, key).finally(() => asked.delete(key))
    asked.set(key, asking)
    return asking
  }

  async function readSpelling(location: RowKey, key: string): Promise<string | undefined> {
    const row = await getRow(database, location)
    if (!row) return undefined
    const { country_code, party_id, id } = JSON.parse(row.text) as Record<string, string>
    const text = JSON.stringify({ country_code, party_id, location_id: id })
    spellings.set(key, text)
    return text
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
        return location === undefined ? undefined : { ...JSON.parse(location), evse_uid: String(object.uid) }
      }
    }
  }

  async function make(form: Form, row: Row, text: string): Promise<Made | undefined> {
    const object = JSON.parse(text) as Json
    const found = await params(form, row, object)
    return (
      found && {
        object,
        params: found,
        query: endpoints[form][0] === 'tokens' ? { type: String(object.type) } : undefined,
        bodyText: form === 'delete_tariff' ? undefined : bodyOf(form, object, text),
      }
    )
  }

  /** R-ROUTE-14: what a hub passes on comes from the hub, whoever it is of. Undefined: it passes nothing on any more. */
  function partiesOf(row: Row, partner: Partner, module: string): { from: Party; to: Party | undefined } | undefined {
    const owner = { countryCode: row.key.countryCode, partyId: row.key.partyId }
    if (row.partner === null) return { from: owner, to: receiver(partner, module, row, directory) }
    const from = sharing.hub(partner)
    return from && { from, to: sharing.receiver(partner, partyKey(owner), module) }
  }

  /** Once for all partners of the version and group that are told of the row at this place in the feed. */
  function madeOf(
    form: Form,
    row: Row,
    version: Version,
    partner: Partner,
  ): Made | undefined | Promise<Made | undefined> {
    const group = prices.groupFor(row.key.module, partner.id)
    let ofRow = made.get(row)
    if (!ofRow) {
      ofRow = new Map()
      made.set(row, ofRow)
    }
    const name = `${form} ${version.number} ${group?.digest ?? ''}`
    const known = ofRow.get(name)
    if (known) return known
    const text = bodies(row, version, group)
    if (text === undefined) return undefined
    const making = make(form, row, text)
    const all = ofRow
    all.set(name, making)
    // What could not be read, or was not there yet, is looked for again.
    making.then(
      (found) => (found ? all.set(name, found) : all.delete(name)),
      () => all.delete(name),
    )
    return making
  }

  /**
   * Undefined when the object has no form in the partner's version: then there is nothing to tell. A promise only where
   * it is not made yet: most of fifty partners are told what was made for the first.
   */
  return function compose(
    form: Form,
    row: Row,
    partner: Partner,
  ): Composed | undefined | Promise<Composed | undefined> {
    const version = partner.version === null ? undefined : versionOf(partner.version)
    const found = version && madeOf(form, row, version, partner)
    return found instanceof Promise
      ? found.then((of) => of && composed(form, row, partner, of))
      : found && composed(form, row, partner, found)
  }

  function composed(form: Form, row: Row, partner: Partner, made: Made): Composed | undefined {
    const [module, endpoint] = endpoints[form]
    const { object, params, query, bodyText } = made
    const parties = partiesOf(row, partner, module)
    if (!parties) return undefined
    const { from, to } = parties
    return {
      object,
      to,
      request: {
        module,
        side: 'RECEIVER',
        endpoint,
        params,
        query,
        bodyText,
        from,
        to,
        correlationId: row.correlationId ?? undefined,
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
