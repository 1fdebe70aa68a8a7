import type { Applying } from '../../modules/price-groups/applying.ts'
import { ownersOf, type PriceGroup, type PriceRule, selectorText, tariffKey } from '../../modules/price-groups/rules.ts'
import { priceStore } from '../../modules/price-groups/store.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRows } from '../../storage/objects.ts'
import { keyText, type RowKey } from '../../storage/row.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { conflict, invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers, Caller } from '../request.ts'
import { assertAllParties } from '../visible.ts'

export interface PriceGroupHandlersNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly priceGroups: Pick<Applying, 'changed'>
}

const PAGE = 100
const MOST_GROUPS = 1000
const MOST_PARTNERS = 1000
const MOST_RULES = 1000
/** Of all rules of a group together. */
const MOST_SELECTORS = 20_000
const MOST_TARIFFS = 100
/** More faults than this in one answer help nobody. */
const MOST_FAULTS = 100

/** As a body states it; null is as good as absent. */
interface GroupBody {
  readonly name?: string | null
  readonly partners?: readonly string[] | null
  readonly rules?: readonly RuleBody[] | null
}

interface RuleBody {
  readonly connectors: readonly SelectorBody[]
  readonly tariff_ids?: readonly string[] | null
}

interface SelectorBody {
  readonly country_code: string
  readonly party_id: string
  readonly location_id?: string | null
  readonly evse_uid?: string | null
  readonly connector_id?: string | null
}

/** Price groups: which partners see which tariffs at our connectors. */
export function priceGroupHandlers({ database, directory, priceGroups }: PriceGroupHandlersNeeds): ApiHandlers {
  const store = priceStore(database)

  /** A partner that was removed since is in no group any more. */
  const shown = ({ name, partners, rules }: PriceGroup, isApplied: boolean) => ({
    name,
    partners: partners.filter((id) => directory.partner(id)),
    rules,
    status: isApplied ? 'applied' : 'applying',
  })

  return {
    async listPriceGroups({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const groups = await store.page(readNext(query.next, /^[A-Za-z0-9._-]{1,36}$/) ?? '', limit + 1)
      const isApplied = await store.isApplied()
      const items = groups.slice(0, limit)
      const next = groups.length > limit ? nextAfter(items.at(-1)!.name) : null
      return { status: 200, body: { items: items.map((group) => shown(group, isApplied)), next } }
    },

    async getPriceGroup({ params, caller }) {
      assertAllParties(caller)
      const isApplied = await store.isApplied()
      const group = await store.group(params.name!)
      if (!group) throw notFound('There is no such price group')
      return { status: 200, body: shown(group, isApplied) }
    },

    async putPriceGroup({ params, body, caller }) {
      const name = params.name!
      const { partners, rules, ...more } = body as GroupBody
      const asked: PriceGroup = { name, partners: partners ?? [], rules: (rules ?? []).map(ruleOf) }
      const faults = [
        ...(more.name == null || more.name === name
          ? []
          : [{ pointer: '/name', detail: 'is not the name in the URL' }]),
        ...partnerFaults(asked.partners, directory),
        ...ruleFaults(asked.rules, directory, caller),
      ]
      if (faults.length > 0) throw invalidBody(faults.slice(0, MOST_FAULTS))
      const { group, missing } = await withTariffs(asked)
      if (missing.length > 0) throw invalidBody(missing.slice(0, MOST_FAULTS))
      const outcome = await store.put(group, MOST_GROUPS)
      if (outcome === 'full')
        throw conflict(`There are ${MOST_GROUPS} price groups already, which is the most there can be`)
      if (typeof outcome !== 'string') throw taken(group.partners, outcome)
      await priceGroups.changed()
      return { status: outcome === 'created' ? 201 : 200, body: shown(group, await store.isApplied()) }
    },

    async deletePriceGroup({ params }) {
      if (!(await store.remove(params.name!))) throw notFound('There is no such price group')
      await priceGroups.changed()
      return { status: 204 }
    },
  }

  /** Tariffs in their own spelling, and those that are none of the parties whose connectors are to name them. */
  async function withTariffs(asked: PriceGroup): Promise<{ group: PriceGroup; missing: ProblemFault[] }> {
    const wanted = new Map<string, RowKey>()
    for (const { connectors, tariff_ids } of asked.rules) {
      for (const owner of ownersOf(connectors).values()) {
        for (const id of tariff_ids) wanted.set(keyText(tariffKey(owner, id)), tariffKey(owner, id))
      }
    }
    const spelled = new Map<string, string>()
    for (const { key, partner, deleted, text } of await getRows(database, [...wanted.values()])) {
      if (partner === null && !deleted) spelled.set(keyText(key), String((JSON.parse(text) as { id: unknown }).id))
    }
    const missing: ProblemFault[] = []
    const rules = asked.rules.map(({ connectors, tariff_ids }, rule): PriceRule => {
      const owners = ownersOf(connectors)
      const ids = tariff_ids.map((id, index) => {
        const none = [...owners].filter(([, owner]) => !spelled.has(keyText(tariffKey(owner, id)))).map(([key]) => key)
        if (none.length > 0) {
          const detail = `is no tariff of ${none.join(', ')}; PUT /tariffs/{country_code}/{party_id}/{id} makes one`
          missing.push({ pointer: `/rules/${rule}/tariff_ids/${index}`, detail })
        }
        return spelled.get(keyText(tariffKey(connectors[0]!, id))) ?? id
      })
      return { connectors, tariff_ids: ids }
    })
    return { group: { ...asked, rules }, missing }
  }
}

const ruleOf = ({ connectors, tariff_ids: ids }: RuleBody): PriceRule => ({
  tariff_ids: ids ?? [],
  connectors: connectors.map(({ country_code, party_id, location_id, evse_uid, connector_id }) => ({
    country_code: country_code.toUpperCase(),
    party_id: party_id.toUpperCase(),
    ...(location_id == null ? {} : { location_id }),
    ...(evse_uid == null ? {} : { evse_uid }),
    ...(connector_id == null ? {} : { connector_id }),
  })),
})

function partnerFaults(partners: readonly string[], directory: Directory): ProblemFault[] {
  const faults = partners.flatMap((id, index) => {
    const pointer = `/partners/${index}`
    if (partners.indexOf(id) < index) return [{ pointer, detail: 'is named already' }]
    return directory.partner(id) ? [] : [{ pointer, detail: 'is no partner; GET /partners lists them' }]
  })
  return [...tooMany(partners, MOST_PARTNERS, '/partners'), ...faults]
}

function ruleFaults(rules: readonly PriceRule[], directory: Directory, caller: Caller): ProblemFault[] {
  const faults = [...tooMany(rules, MOST_RULES, '/rules')]
  const known = new Map<string, string>()
  for (const [rule, { connectors, tariff_ids }] of rules.entries()) {
    const ids = tariff_ids.map((id) => id.toUpperCase())
    faults.push(...tooMany(ids, MOST_TARIFFS, `/rules/${rule}/tariff_ids`))
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index)
        faults.push({ pointer: `/rules/${rule}/tariff_ids/${index}`, detail: 'is named already' })
    }
    for (const [index, selector] of connectors.entries()) {
      const pointer = `/rules/${rule}/connectors/${index}`
      const party = partyKey({ countryCode: selector.country_code, partyId: selector.party_id })
      if (!directory.ownParty(party)) {
        faults.push({ pointer: `${pointer}/party_id`, detail: `${party} is no party of this platform` })
      } else if (caller.parties !== '*' && !caller.parties.includes(party)) {
        faults.push({ pointer: `${pointer}/party_id`, detail: `this key is not for the party ${party}` })
      }
      if (selector.connector_id !== undefined && selector.evse_uid === undefined) {
        const detail = 'needs evse_uid beside it: the id of a connector is unique within its EVSE only'
        faults.push({ pointer: `${pointer}/connector_id`, detail })
      }
      const text = selectorText(selector)
      const before = known.get(text)
      if (before === undefined) known.set(text, pointer)
      else faults.push({ pointer, detail: `names what ${before} names, so it never counts` })
    }
  }
  const selectors = rules.reduce((count, { connectors }) => count + connectors.length, 0)
  if (selectors > MOST_SELECTORS) {
    faults.push({ pointer: '/rules', detail: `name ${selectors} connectors; ${MOST_SELECTORS} is the most` })
  }
  return faults
}

const tooMany = (list: readonly unknown[], most: number, pointer: string): ProblemFault[] =>
  list.length > most ? [{ pointer, detail: `has ${list.length} items; ${most} is the most` }] : []

const taken = (partners: readonly string[], groups: ReadonlyMap<string, string>) =>
  conflict(
    'A partner is in one price group at most',
    [...groups].map(([partner, group]) => ({
      pointer: `/partners/${partners.indexOf(partner)}`,
      detail: `is in the price group ${group}`,
    })),
  )
