// What every process knows of price groups, in memory: which tariffs a partner is shown at a connector, and which at
// all. Every row that is read says by which revision it has to be judged. A process that has not heard of that revision
// reads it first: no partner is shown yesterday's tariffs beside today's `last_updated`.

import type { Database } from '../../storage/database.ts'
import { keyText, type Row, type RowKey } from '../../storage/row.ts'
import { pricedRow } from './priced.ts'
import type { CompiledGroup, ConnectorPlace } from './rules.ts'
import { firstState, type PriceView, viewOf } from './state.ts'
import { priceStore, pricesChannel, type Withdrawal } from './store.ts'

type Judged = Pick<Row, 'prices'>

/** One of our connectors and the tariffs it names itself. */
export interface OwnConnector extends ConnectorPlace {
  readonly tariffIds: readonly string[]
}

export interface KnownPrices {
  readonly view: PriceView
  /** Resolves when these rows can be judged; undefined: they can now. Called before anything below. */
  catchUp(rows: readonly Judged[]): Promise<void> | undefined
  /** The group by which this partner is shown our rows of a module; undefined: as they are stored. */
  groupFor(module: string, partnerId: string): CompiledGroup | undefined
  /** A location or EVSE of ours as this partner is shown it; the row itself where that is what is stored. */
  priced<R extends Pick<Row, 'key' | 'version' | 'text'>>(row: R, partnerId: string): R
  /** A tariff of ours is for this partner. */
  shows(tariff: RowKey, partnerId: string): boolean
  /** All tariffs of ours that are not. */
  hiddenFrom(partnerId: string): readonly RowKey[]
  /** The partner was shown the tariff, and has not been told that it is gone. */
  isWithdrawn(tariff: RowKey, partnerId: string): boolean
  /** It has been told now. */
  told(tariff: RowKey, partnerId: string): Promise<void>
  /** The tariffs for sessions at a connector of ours with tokens this partner brings; null: with our own tokens. */
  tariffIdsFor(connector: OwnConnector, partnerId: string | null): readonly string[]
  reload(): Promise<void>
  /** Called after each reload that brought something new. */
  onChange(heard: () => void): () => void
  close(): Promise<void>
}

export interface KnownPricesNeeds {
  readonly database: Database
  readonly failed: (error: unknown) => void
}

/** NOTIFY may be lost; then the table is looked at this often. */
const POLL_MS = 10_000

const withdrawalText = ({ partner, tariff }: Withdrawal): string => `${partner}\u0000${keyText(tariff)}`

export async function knownPrices({ database, failed }: KnownPricesNeeds): Promise<KnownPrices> {
  const store = priceStore(database)
  const listeners = new Set<() => void>()
  let revision = -1
  let view = viewOf(firstState)
  let withdrawals: ReadonlySet<string> = new Set<string>()
  let running: Promise<void> | undefined

  async function load(): Promise<void> {
    if ((await store.revision()) === revision) return
    const stored = await store.state()
    const left = await store.withdrawals()
    view = viewOf(stored.state)
    withdrawals = new Set(left.map(withdrawalText))
    revision = stored.revision
    for (const heard of [...listeners]) heard()
  }

  /** Resolves after a read that began later than this call. */
  async function reload(): Promise<void> {
    await running?.catch(() => undefined)
    running ??= load().finally(() => {
      running = undefined
    })
    await running
  }

  async function readUpTo(wanted: number): Promise<void> {
    while (revision < wanted) await reload()
  }

  const groupFor = (module: string, partnerId: string): CompiledGroup | undefined =>
    module === 'locations' || module === 'evses' ? view.inForce.groupOf(partnerId) : undefined

  await reload()
  const unlisten = await database.listen(pricesChannel(database.schema), () => void reload().catch(failed))
  const timer = setInterval(() => void reload().catch(failed), POLL_MS)
  timer.unref()

  return {
    get view() {
      return view
    },
    catchUp(rows) {
      let wanted = revision
      for (const { prices } of rows) if (prices !== undefined && prices > wanted) wanted = prices
      return wanted > revision ? readUpTo(wanted) : undefined
    },
    groupFor,
    priced(row, partnerId) {
      const group = groupFor(row.key.module, partnerId)
      return group ? pricedRow(row, group) : row
    },
    shows: (tariff, partnerId) => view.named.size === 0 || view.shows(keyText(tariff), partnerId),
    hiddenFrom: (partnerId) => [...view.named].flatMap(([tariff, key]) => (view.shows(tariff, partnerId) ? [] : [key])),
    isWithdrawn: (tariff, partner) => withdrawals.has(withdrawalText({ partner, tariff })),
    async told(tariff, partner) {
      if (!withdrawals.has(withdrawalText({ partner, tariff }))) return
      const left = new Set(withdrawals)
      left.delete(withdrawalText({ partner, tariff }))
      withdrawals = left
      await store.withdrawn([{ partner, tariff }])
    },
    tariffIdsFor({ tariffIds, ...place }, partnerId) {
      const group = partnerId === null ? undefined : view.inForce.groupOf(partnerId)
      return group?.tariffIds(place) ?? tariffIds
    },
    reload,
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    async close() {
      clearInterval(timer)
      await unlisten()
      await running?.catch(() => undefined)
    },
  }
}
