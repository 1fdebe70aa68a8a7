// What parties say to each other through this hub: messages, errors and latencies of each pair.

import type { Clock } from '../clock.ts'
import { type CallReport, type CallStore, windowAt } from './call-figures.ts'

export interface PairReport {
  readonly from: string
  readonly to: string
  readonly window: { readonly from: string; readonly to: string }
  readonly messages: readonly (Omit<CallReport, 'partner' | 'calls'> & {
    readonly messages: number
    readonly error_share: number
  })[]
}

export interface PairFilter {
  /** The pair that the page before ended with. */
  readonly after?: string
  readonly from?: string
  readonly to?: string
  readonly limit: number
}

export function pairReports({ pairs, clock }: { readonly pairs: CallStore; readonly clock: Clock }) {
  return {
    /** In order of their names. */
    async list({ after = '', limit, ...sides }: PairFilter): Promise<PairReport[]> {
      const now = clock.now()
      const names = await pairs.names({ after, limit, ...sides }, now)
      const figures = await pairs.reports(names, now)
      const { from: since, to: until } = windowAt(now)
      return names.map((name) => {
        const [from = '', to = ''] = name.split(' ')
        return {
          from,
          to,
          window: { from: since.toISOString(), to: until.toISOString() },
          messages: figures.flatMap(({ partner, calls, ...one }) =>
            partner === name ? [{ ...one, messages: calls, error_share: share(one.errors, calls) }] : [],
          ),
        }
      })
    },
  }
}

export type PairReports = ReturnType<typeof pairReports>

const share = (errors: number, all: number): number => (all === 0 ? 0 : Math.round((errors / all) * 1e4) / 1e4)
