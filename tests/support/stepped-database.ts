import type { Database, Queryable } from '../../packages/server/src/storage/database.ts'

/** Called before and after each statement of a transaction; the transaction stands still until it resolves. */
export type Gate = (moment: 'before' | 'after', statement: number, tx: Queryable) => Promise<void>

/** The same database, with a gate between the statements of its transactions. Statements are counted from 1. */
export function stepped(database: Database, gate: Gate): Database {
  return {
    ...database,
    transaction: (work, opening) =>
      database.transaction(async (tx) => {
        let statement = 0
        const slowed: Queryable = {
          async query<R>(text: string, values?: readonly unknown[]) {
            const current = ++statement
            await gate('before', current, tx)
            const result = await tx.query<R>(text, values)
            await gate('after', current, tx)
            return result
          },
        }
        const opened = opening === undefined ? [] : (await slowed.query(opening)).rows
        const result = await work(slowed, opened)
        return result
      }),
  }
}

/** A point that one side waits at and another side opens. */
export class Signal {
  open: () => void = () => undefined
  readonly opened: Promise<void> = new Promise((resolve) => {
    this.open = resolve
  })
}
