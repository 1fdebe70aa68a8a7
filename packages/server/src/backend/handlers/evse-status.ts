// `POST /evse-status`: what became of many EVSEs, from a backend that knows no Locations.

import { parseJson } from '@interchange/ocpi/wire/json'
import type { Events } from '../../events.ts'
import type { Within } from '../../inspection/own-writes.ts'
import { isRefused } from '../../modules/refused.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyFromKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { type EvseName, type FoundEvse, findEvses } from '../../storage/evse-lookup.ts'
import { loudly, quietly } from '../batch/quiet.ts'
import { judgeBody } from '../body.ts'
import { one } from '../define.ts'
import { answerLines, MOST_BYTES } from '../lines/answer.ts'
import { type Cut, splitEither } from '../lines/split.ts'
import { assertOurs } from '../ours.ts'
import type { OwnObjects } from '../own-objects.ts'
import { conflict, invalidBody, malformed, notFound, type Problem } from '../problem.ts'
import { asProblem } from '../problem-of.ts'
import type { ApiHandlers, Caller } from '../request.ts'

export interface EvseStatusHandlersNeeds {
  readonly database: Database
  readonly objects: OwnObjects
  readonly directory: Directory
  readonly events: Pick<Events, 'failed' | 'warned'>
  /** Aborted when the platform begins to stop. */
  readonly stopping: AbortSignal
  readonly patienceMs?: number
}

interface Report {
  readonly party: string
  readonly evse_uid?: string | null
  readonly evse_id?: string | null
  readonly location_id?: string | null
  readonly status: string
  readonly at?: string | null
}

type Item =
  | { readonly number: number; readonly problem: Problem }
  | { readonly number: number; readonly name: EvseName; readonly fields: Readonly<Record<string, string>> }

export function evseStatusHandlers(needs: EvseStatusHandlersNeeds): ApiHandlers {
  const { database, objects, directory, events, stopping, patienceMs } = needs

  async function apply(item: Item, found: readonly FoundEvse[], caller: Caller, within: Within): Promise<string> {
    const { number } = item
    try {
      if ('problem' in item) throw item.problem
      const { name, fields } = item
      assertOurs(directory, caller, name)
      const { locationId, evseUid } = onlyOne(found)
      const { countryCode, partyId } = name
      const place = { countryCode, partyId, id: locationId, evseUid }
      const { stored } = await objects.patch('locations', place, { value: fields }, within)
      return JSON.stringify({ line: number, status: 200, outcome: stored.outcome })
    } catch (error) {
      // What is late is no mistake: it is passed over, and said to be.
      if (isRefused(error, 'older')) return JSON.stringify({ line: number, status: 200, outcome: 'stale' })
      const problem = asProblem(error, events)
      return JSON.stringify({ line: number, status: problem.status, problem })
    }
  }

  return {
    async postEvseStatus({ query, caller, stream }) {
      const within = query.publish === false ? quietly : loudly
      const lines = answerLines<Item>(stream, {
        splitter: splitEither(MOST_BYTES),
        read: readReport,
        group: oneOfEach,
        async carryOut(group) {
          const named = group.flatMap((item) => ('name' in item ? [item] : []))
          const found =
            named.length === 0
              ? []
              : await findEvses(
                  database,
                  named.map(({ name }) => name),
                )
          const of = new Map(named.map((item, at) => [item as Item, found[at]!]))
          return Promise.all(group.map((item) => apply(item, of.get(item) ?? [], caller, within)))
        },
        events,
        where: 'evse-status',
        stopping,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      })
      return { status: 200, lines }
    },
  }
}

function readReport(cut: Cut): Item {
  const { number } = cut
  if ('fault' in cut) return { number, problem: malformed(`The line ${cut.fault}`) }
  const parsed = parseJson(cut.text)
  if (!parsed.ok) return { number, problem: malformed(`The line ${parsed.why}`) }
  const { faults } = judgeBody(one('EvseStatus'), cut.text, parsed.value)
  if (faults.length > 0) return { number, problem: invalidBody(faults) }
  const { party, evse_uid, evse_id, location_id, status, at } = parsed.value as Report
  if ((evse_uid ?? undefined) === undefined && (evse_id ?? undefined) === undefined) {
    return { number, problem: invalidBody([{ pointer: '/evse_uid', detail: 'is missing; or give evse_id' }]) }
  }
  const name = {
    ...partyFromKey(party),
    evseUid: evse_uid ?? undefined,
    evseId: evse_id ?? undefined,
    locationId: location_id ?? undefined,
  }
  return { number, name, fields: at == null ? { status } : { status, last_updated: at } }
}

function onlyOne(found: readonly FoundEvse[]): FoundEvse {
  const [evse, other] = found
  if (!evse) throw notFound('The party has no such EVSE')
  if (!other) return evse
  const locations = found.map(({ locationId }) => locationId).join(', ')
  throw conflict(`Several EVSEs are called so, in the Locations ${locations}; give location_id`)
}

/** Two statuses of one EVSE come after one another. Whoever names it in two ways is taken for two. */
function oneOfEach(): (item: Item) => boolean {
  const names = new Set<string>()
  return (item) => {
    if (!('name' in item)) return true
    const size = names.size
    return names.add(nameText(item.name)).size > size
  }
}

const nameText = ({ countryCode, partyId, evseUid, evseId }: EvseName): string =>
  [countryCode, partyId, evseUid ?? '', evseUid === undefined ? evseId : ''].join('\u0000').toUpperCase()
