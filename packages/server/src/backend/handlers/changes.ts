import type { ChangeFeed } from '../changes/feed.ts'
import { conflict, invalidBody, malformed, notFound, Problem } from '../problem.ts'
import type { QuestionBoard } from '../question-board.ts'
import { wrongWith } from '../questions.ts'
import type { ApiHandlers, Caller, QueryValue } from '../request.ts'

const listOf = (value: QueryValue): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value : undefined

/** A key that is for some parties hears of these alone. */
function partiesFor({ parties }: Caller, asked: readonly string[] | undefined): readonly string[] | undefined {
  const wanted = asked?.map((party) => party.toUpperCase())
  if (parties === '*') return wanted
  const foreign = wanted?.find((party) => !parties.includes(party))
  if (foreign) throw new Problem('forbidden', `This key is not for the party ${foreign}`)
  return wanted ?? parties
}

export function changeHandlers(feed: ChangeFeed, board: Pick<QuestionBoard, 'find' | 'answer'>): ApiHandlers {
  return {
    async getChanges({ query, headers, caller }) {
      // A browser that reconnects sends the id of the last event it saw; that is newer than the URL it began with.
      const seen = [headers['last-event-id']].flat()[0]
      const since = seen !== undefined && seen !== '' ? seen : (query.since as string | undefined)
      if (query.questions === true && caller.scope === 'read') {
        throw new Problem('forbidden', 'Questions are for keys with scope write, which may answer them')
      }
      const { own, questions } = query
      if (own !== undefined && typeof own !== 'boolean') throw malformed('own is neither true nor false')
      const stream = await feed.open(since, {
        modules: listOf(query.modules),
        parties: partiesFor(caller, listOf(query.parties)),
        own,
        questions: questions === true,
      })
      return { status: 200, stream }
    },

    async answerQuestion({ params, body, caller }) {
      const asked = await board.find(params.id!)
      if (!asked || (caller.parties !== '*' && !caller.parties.includes(asked.party))) {
        throw notFound('There is no such question; it may be over for more than a minute')
      }
      // The one answer that is no object has a name here.
      const answer = asked.type === 'session.charging_preferences' ? (body as { result?: unknown }).result : body
      const why = wrongWith(asked.type, answer)
      if (why !== undefined) throw invalidBody([{ pointer: '', detail: why }])
      if (asked.isAnswered) throw conflict('The question is answered already')
      if (asked.isOver || !(await board.answer(asked.id, answer))) {
        throw new Problem('gone', `The answer comes too late: it was wanted by ${asked.expiresAt}`)
      }
      return { status: 204 }
    },
  }
}
