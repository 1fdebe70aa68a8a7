// Commands whose outcome nobody reported in time. The eMSP may stop waiting (R-CMD-06); as CPO we tell it so (R-CMD-07).

import type { Clock } from '../../clock.ts'
import type { Database } from '../../storage/database.ts'
import type { CommandReceiver } from './receiver.ts'
import type { CommandStore } from './record.ts'

export interface ExpiryNeeds {
  readonly database: Database
  readonly commands: CommandStore
  readonly receiver: CommandReceiver
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

const EVERY_MS = 1_000
const MOST_AT_ONCE = 200

export interface Expiry {
  start(): void
  stop(): Promise<void>
  /** Settles what is overdue now; returns how many. */
  sweep(): Promise<number>
}

export function commandExpiry({ database, commands, receiver, clock, failed }: ExpiryNeeds): Expiry {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()

  async function sweep(): Promise<number> {
    const now = clock.now().toISOString()
    const { rows } = await database.query<{ id: string; direction: string }>(
      `select body->>'id' as id, derived->>'direction' as direction
         from ${database.schema}.object
        where module = 'commands' and state = 'accepted' and derived->>'expires_at' < $1
        order by seq limit ${MOST_AT_ONCE}`,
      [now],
    )
    for (const { id, direction } of rows) {
      // R-CMD-07: a silent charge point is a TIMEOUT the CPO reports.
      if (direction === 'received') await receiver.report(id, { result: 'TIMEOUT' })
      else {
        await commands.update(id, (record) =>
          record.status === 'accepted' ? { ...record, status: 'timeout', last_updated: now } : undefined,
        )
      }
    }
    return rows.length
  }

  const loop = () => {
    timer = setTimeout(() => {
      running = sweep()
        .catch(failed)
        .then(() => {
          if (timer) loop()
        })
    }, EVERY_MS)
    timer.unref()
  }
  return {
    start: loop,
    sweep,
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await running
    },
  }
}
