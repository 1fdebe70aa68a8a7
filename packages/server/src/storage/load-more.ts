import type { RowKey } from './row.ts'

/** A write asked for the EVSEs of a location it looked at alone. It is run again with them: that is seldom needed. */
export class LoadMore extends Error {
  override readonly name = 'LoadMore'
  readonly keys: readonly RowKey[]
  constructor(keys: readonly RowKey[]) {
    super('a write asked for more rows outside of the group writer')
    this.keys = keys
  }
}
