// `replace`: what a party has in a module is what the batch named. The rest is withdrawn when the batch ended properly,
// unless that would be so much that a mistake is likelier (docs/decisions/0023-batch-replace.md).

import { isTooMuch } from '../../feed/pull/plan.ts'
import type { Within } from '../../inspection/own-writes.ts'
import { isRefused } from '../../modules/refused.ts'
import type { Place } from '../../modules/store.ts'
import type { Database } from '../../storage/database.ts'
import { feedState } from '../../storage/objects.ts'
import { type RowKey, rowKey } from '../../storage/row.ts'
import { AT_ONCE } from '../lines/answer.ts'
import type { OwnObjects } from '../own-objects.ts'
import { Problem } from '../problem.ts'
import { namedKeys, type Replacing } from './named-keys.ts'

export interface ReplaceNeeds {
  readonly database: Database
  readonly objects: OwnObjects
  readonly replacing: readonly Replacing[]
  /** Keep what is suspiciously much. */
  readonly hold: boolean
  readonly within: Within
  readonly batch: string
}

export const replacingName = ({ module, countryCode, partyId }: Replacing): string =>
  `${module}:${countryCode}-${partyId}`

export async function startReplace({ database, objects, replacing, hold, within, batch }: ReplaceNeeds) {
  const named = namedKeys(database, batch)
  await named.sweep()
  /** What is written after this by whomever is newer than what the batch knows. */
  const { position: until } = await feedState(database)
  const unreadable = new Map<string, number>()
  const isReplaced = (key: RowKey): boolean =>
    replacing.some(
      (one) => one.module === key.module && one.countryCode === key.countryCode && one.partyId === key.partyId,
    )

  async function withdraw(of: Replacing): Promise<object> {
    const replace = replacingName(of)
    const unread = [...unreadable.keys()].join(', ')
    if (unread !== '') {
      const detail = `Nothing was withdrawn: line ${unread} does not say what it is about`
      return { replace, status: 409, outcome: 'held', problem: new Problem('conflict', detail) }
    }
    const { known, missing } = await named.count(of, until)
    if (hold && isTooMuch(missing, known)) {
      const detail = `${missing} of ${known} were not named; hold=false withdraws them all the same`
      return { replace, status: 409, outcome: 'held', missing, known, problem: new Problem('conflict', detail) }
    }
    let withdrawn = 0
    let after = 0
    for (;;) {
      const rows = await named.missing(of, until, after, AT_ONCE)
      const removals = rows.map(({ id, sub }) => {
        const { module, countryCode, partyId } = of
        const place: Place = { countryCode, partyId, id, ...(module === 'tokens' ? { tokenType: sub } : {}) }
        return objects.remove(module, place, within).then(
          () => void withdrawn++,
          (error: unknown) => {
            // Somebody else was faster.
            if (!isRefused(error)) throw error
          },
        )
      })
      await Promise.all(removals)
      if (rows.length < AT_ONCE) return { replace, status: 200, outcome: 'withdrawn', withdrawn, known }
      after = rows.at(-1)!.seq
    }
  }

  return {
    /** Whatever a line is about is there, also when the line itself was bad. */
    async name(lines: readonly { readonly module: string; readonly place: Place }[]): Promise<void> {
      const keys = lines.map(keyOf).filter(isReplaced)
      if (keys.length > 0) await named.add(keys)
    },

    /** Nobody knows what a line is about: it may be anything. */
    unread(line: number): void {
      if (unreadable.size < 10) unreadable.set(String(line), line)
    },

    async *finish(): AsyncGenerator<string> {
      for (const of of replacing) yield JSON.stringify(await withdraw(of))
    },

    close: (): Promise<void> => named.drop(),
  }
}

export type Replace = Awaited<ReturnType<typeof startReplace>>

const keyOf = ({ module, place }: { readonly module: string; readonly place: Place }): RowKey =>
  rowKey(module, place.countryCode, place.partyId, place.id, module === 'tokens' ? (place.tokenType ?? 'RFID') : '')
