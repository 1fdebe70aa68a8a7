// Checks tariffs: each received and own one, whenever it changes.

import type { Tariff } from '@interchange/ocpi'
import { type Finding, lint } from '@interchange/tariff'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { fromRow } from '../modules/rows.ts'
import type { Directory } from '../partners/directory.ts'
import type { Row } from '../storage/row.ts'
import type { GroupWriter, View } from '../storage/writer.ts'
import { codesOf } from './audit-record.ts'
import { lintKey } from './keys.ts'
import { type LintRecord, lintChange, lintRecord, readLint } from './lint-record.ts'
import { passingOver } from './passing-over.ts'
import { sourceOf } from './source.ts'

export interface LinterNeeds {
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly events: Events
  readonly clock: Clock
}

export function createLinter({ writer, directory, events, clock }: LinterNeeds) {
  const passOver = passingOver(events)

  /** Within a write that loads the lint's key; a tariff without findings has no row. Undefined: it is as it was. */
  function put(view: View, tariff: Row, findings: readonly Finding[]): LintRecord | undefined {
    const row = view.get(lintKey(tariff.key))
    const before = row && !row.deleted ? readLint(row) : undefined
    if (findings.length === 0) {
      if (before) view.put({ ...lintChange(before, tariff), deleted: true })
      return undefined
    }
    const record = lintRecord(before, tariff, findings, clock.now().toISOString())
    view.put(lintChange(record, tariff))
    return record === before ? undefined : record
  }

  function tell(record: LintRecord): void {
    events.tariffLinted(sourceOf(directory, record), { ...record, codes: codesOf(record.findings) })
  }

  return {
    /** Findings of a canonical tariff that somebody waits for: one that cannot be looked at has none. */
    findings(tariff: Tariff): readonly Finding[] {
      try {
        return lint(tariff)
      } catch (error) {
        events.inspectionPassedOver('tariffs', error)
        return []
      }
    },

    /** Rows of tariffs, deleted ones too. */
    async rows(tariffs: readonly Row[]): Promise<void> {
      await passOver('tariffs', tariffs, async (row) => {
        const key = lintKey(row.key)
        const findings = row.deleted ? [] : lint(fromRow(row) as unknown as Tariff)
        const changed = await writer.write({ load: [key], apply: (view) => put(view, row, findings) })
        if (changed) tell(changed)
      })
    },

    /** What a tariff that has no row looks like: nothing was found, or nobody has looked yet. */
    record: (row: Row): LintRecord =>
      lintRecord(undefined, row, lint(fromRow(row) as unknown as Tariff), row.lastUpdated),

    put,
    tell,
  }
}

export type Linter = ReturnType<typeof createLinter>
