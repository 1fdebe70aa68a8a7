// What looks at received and own objects: audits of CDRs, checks of tariffs.

import type { FeedTail } from '../feed/tail.ts'
import { createAuditor } from '../inspection/auditor.ts'
import { createInspection } from '../inspection/inspection.ts'
import { createLinter } from '../inspection/linter.ts'
import { ownWrites } from '../inspection/own-writes.ts'
import { tariffVersions } from '../inspection/tariff-versions.ts'
import { ownCosts } from '../pricing/own-costs.ts'
import type { Base } from './base.ts'

export type Inspecting = ReturnType<typeof wireInspecting>

type Needs = Pick<Base, 'database' | 'writer' | 'events' | 'clock' | 'prices'> & {
  readonly settings: Pick<Base['settings'], 'costRounding'>
  readonly directory: Base['connections']['directory']
  readonly tail: FeedTail
}

export function wireInspecting({ database, writer, directory, events, clock, prices, settings, tail }: Needs) {
  const needs = { database, writer, directory, events, clock, versions: tariffVersions(database) }
  const costs = ownCosts({ ...needs, prices, rounding: settings.costRounding })
  const auditor = createAuditor(needs)
  const linter = createLinter(needs)
  const inspection = createInspection({ ...needs, tail, auditor, linter })
  return { auditor, linter, inspection, own: ownWrites({ writer, auditor, linter, costs, clock }) }
}
