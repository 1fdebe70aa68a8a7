import type { ChangeFeed } from '../changes/feed.ts'
import { malformed, Problem } from '../problem.ts'
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

export function changeHandlers(feed: ChangeFeed): ApiHandlers {
  return {
    async getChanges({ query, headers, caller }) {
      // A browser that reconnects sends the id of the last event it saw; that is newer than the URL it began with.
      const seen = [headers['last-event-id']].flat()[0]
      const since = seen !== undefined && seen !== '' ? seen : (query.since as string | undefined)
      const { own } = query
      if (own !== undefined && typeof own !== 'boolean') throw malformed('own is neither true nor false')
      const stream = await feed.open(since, {
        modules: listOf(query.modules),
        parties: partiesFor(caller, listOf(query.parties)),
        own,
      })
      return { status: 200, stream }
    },
  }
}
