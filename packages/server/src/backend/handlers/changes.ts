import type { ChangeFeed } from '../changes/feed.ts'
import { malformed } from '../problem.ts'
import type { ApiHandlers, QueryValue } from '../request.ts'

const listOf = (value: QueryValue): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value : undefined

export function changeHandlers(feed: ChangeFeed): ApiHandlers {
  return {
    async getChanges({ query, headers }) {
      // A browser that reconnects sends the id of the last event it saw; that is newer than the URL it began with.
      const seen = [headers['last-event-id']].flat()[0]
      const since = seen !== undefined && seen !== '' ? seen : (query.since as string | undefined)
      const { own } = query
      if (own !== undefined && typeof own !== 'boolean') throw malformed('own is neither true nor false')
      const stream = await feed.open(since, {
        modules: listOf(query.modules),
        parties: listOf(query.parties)?.map((party) => party.toUpperCase()),
        own,
      })
      return { status: 200, stream }
    },
  }
}
