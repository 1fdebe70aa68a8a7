// `POST /batch`: lines of any number, each carried out like the single call it stands for.

import { type Events, ourselves } from '../../events.ts'
import type { Within } from '../../inspection/own-writes.ts'
import type { Stored } from '../../modules/store.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyFromKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { type BadLine, type BatchLine, isBad, readLine } from '../batch/line.ts'
import type { Replacing } from '../batch/named-keys.ts'
import { loudly, quietly } from '../batch/quiet.ts'
import { type Replace, startReplace } from '../batch/replace.ts'
import { asFindingsProblem } from '../findings.ts'
import { answerLines, MOST_BYTES } from '../lines/answer.ts'
import { splitLines } from '../lines/split.ts'
import { assertOurs } from '../ours.ts'
import type { OwnObjects, Published } from '../own-objects.ts'
import { asProblem } from '../problem-of.ts'
import type { ApiHandlers, ApiRequest, Caller } from '../request.ts'

export interface BatchHandlersNeeds {
  readonly database: Database
  readonly objects: OwnObjects
  readonly directory: Directory
  readonly events: Pick<Events, 'failed' | 'objectNoted' | 'warned'>
  readonly ids: { uuid(): string }
  /** Aborted when the platform begins to stop. */
  readonly stopping: AbortSignal
  /** Nothing comes, or nobody takes the results, for so long: default a minute. */
  readonly patienceMs?: number
}

export function batchHandlers(needs: BatchHandlersNeeds): ApiHandlers {
  const { database, objects, directory, events, ids, stopping, patienceMs } = needs
  return {
    async postBatch(request) {
      const within = request.query.publish === false ? quietly : loudly
      const acceptFindings = request.query.accept_findings === true
      const replacing = replacingIn(request, directory)
      const replace =
        replacing.length === 0
          ? undefined
          : await startReplace({
              database,
              objects,
              replacing,
              hold: request.query.hold !== false,
              within,
              batch: ids.uuid(),
            })
      const how = { caller: request.caller, within, acceptFindings }
      const lines = answerLines<BatchLine | BadLine>(request.stream, {
        splitter: splitLines(MOST_BYTES),
        read: readLine,
        group: sideBySide,
        async carryOut(group) {
          const results = await Promise.all(group.map((line) => resultOf(line, how)))
          if (replace) await tell(replace, group)
          return results
        },
        ...(replace ? { finish: replace.finish, close: replace.close } : {}),
        events,
        where: 'batch',
        stopping,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      })
      return { status: 200, lines }
    },
  }

  async function resultOf(line: BatchLine | BadLine, how: How): Promise<string> {
    const { number } = line
    try {
      if (isBad(line)) throw line.problem
      if (line.noted.length > 0) events.objectNoted(ourselves, line.module, line.noted)
      const { stored, findings } = await carryOut(line, how)
      const found = findings.length > 0 ? { findings } : {}
      return JSON.stringify({
        line: number,
        status: stored.outcome === 'created' ? 201 : 200,
        outcome: saidOf(stored),
        ...found,
      })
    } catch (error) {
      const problem = asProblem(asFindingsProblem(error), events)
      return JSON.stringify({ line: number, status: problem.status, problem })
    }
  }

  async function carryOut(
    { op, module, place, given }: BatchLine,
    { caller, within, acceptFindings }: How,
  ): Promise<Published> {
    assertOurs(directory, caller, place)
    switch (op) {
      case 'put':
        return objects.put(module, place, given, within)
      case 'patch':
        return objects.patch(module, place, given, within)
      case 'post':
        return objects.issueCdr(given, caller.name, acceptFindings, within)
      case 'delete':
        return { stored: await objects.remove(module, place, within), findings: [] }
    }
  }
}

interface How {
  readonly caller: Caller
  readonly within: Within
  readonly acceptFindings: boolean
}

const saidOf = ({ outcome, row }: Stored): string => (row.deleted ? 'deleted' : outcome)

async function tell(replace: Replace, group: readonly (BatchLine | BadLine)[]): Promise<void> {
  const named = group.flatMap((line) => (isBad(line) ? (line.named ?? []) : line))
  for (const line of group) if (isBad(line) && !line.named) replace.unread(line.number)
  await replace.name(named)
}

function replacingIn({ query, caller }: ApiRequest, directory: Directory): Replacing[] {
  const given = new Set((query.replace as readonly string[] | undefined)?.map((text) => text.toUpperCase()))
  return [...given].map((text) => {
    const [module = '', party = ''] = text.split(':')
    const of = partyFromKey(party)
    assertOurs(directory, caller, of)
    return { module: module.toLowerCase(), ...of }
  })
}

/** Objects others are priced by or bound to go before them. */
const stages: Readonly<Record<string, number>> = { locations: 0, tariffs: 0, tokens: 0, sessions: 1, cdrs: 2 }

const objectOf = ({ module, place: { countryCode, partyId, id, tokenType } }: BatchLine): string =>
  [module, countryCode, partyId, id, tokenType].join('\u0000').toUpperCase()

/** Lines of a group are carried out side by side: one that has to come after another begins a new group. */
function sideBySide(): (line: BatchLine | BadLine) => boolean {
  let first = Number.POSITIVE_INFINITY
  /** For each object its parts that are written; `''`: the object itself. */
  const written = new Map<string, Set<string>>()
  return (line) => {
    if (isBad(line)) return true
    const stage = stages[line.module]!
    if (first < stage) return false
    const part = line.place.evseUid?.toUpperCase() ?? ''
    const parts = written.get(objectOf(line))
    if (parts && (part === '' || parts.has('') || parts.has(part))) return false
    first = Math.min(first, stage)
    written.set(objectOf(line), (parts ?? new Set()).add(part))
    return true
  }
}
