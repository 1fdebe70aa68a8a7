// Our own sessions, CDRs and tariffs: costs that the backend leaves out are worked out, and CDRs and tariffs are looked at
// before they go out; what is found is stored in the write that stores the object.

import type { CDR, Tariff } from '@interchange/ocpi'
import { check } from '@interchange/ocpi/define/validate'
import type { Finding } from '@interchange/tariff'
import type { Clock } from '../clock.ts'
import { bodyFrom, lift } from '../modules/body.ts'
import { Refused } from '../modules/refused.ts'
import { tokenParties } from '../modules/sessions/write.ts'
import { type Incoming, type Place, type Stored, storeWhole } from '../modules/store.ts'
import { keyOf } from '../modules/writing.ts'
import type { OwnCosts } from '../pricing/own-costs.ts'
import type { RowKey } from '../storage/row.ts'
import type { GroupWriter, View, Write } from '../storage/writer.ts'
import type { Auditor } from './auditor.ts'
import { auditKey, lintKey } from './keys.ts'
import type { Linter } from './linter.ts'

export interface OwnWritesNeeds {
  readonly writer: GroupWriter
  readonly auditor: Auditor
  readonly linter: Linter
  readonly costs: OwnCosts
  readonly clock: Clock
}

/** Puts something around the write of the object itself: a condition, or that it is not delivered. */
export type Within = (write: Write<Stored>) => Write<Stored>

const alone: Within = (write) => write

export interface Written {
  readonly stored: Stored
  readonly findings: readonly Finding[]
}

/** A CDR of ours with findings of severity `error`, which nobody wants to send. Nothing was stored. */
export class CdrHasErrors extends Error {
  override readonly name = 'CdrHasErrors'
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super('the audit of the CDR found errors')
    this.findings = findings
  }
}

export function ownWrites({ writer, auditor, linter, costs, clock }: OwnWritesNeeds) {
  return {
    /** @throws CdrHasErrors unless `acceptFindings`, then it is issued and accepted in the name of `by`. */
    async issueCdr(given: Incoming, by: string, acceptFindings: boolean, within: Within = alone): Promise<Written> {
      const now = clock.now().toISOString()
      const { incoming } = await costs.cdr(given)
      assertValid('CDR', incoming)
      const cdr = complete(incoming, 'CDR')
      const look = await auditor.look(cdr as unknown as CDR, tokenParties(cdr))
      const { findings } = look.outcome
      const errors = findings.filter(({ severity }) => severity === 'error')
      const decision = acceptFindings ? { action: 'accepted' as const, by, at: now } : undefined
      const issued = within(storeWhole('cdrs', incoming))
      const write = together(issued, auditKey(keyOf('cdrs', incoming.object)), (view, stored) => {
        // The same again is answered like the first time: what there is to say about it was said then.
        if (stored.outcome !== 'created') return undefined
        if (errors.length > 0 && !acceptFindings) throw new CdrHasErrors(errors)
        return auditor.putOwn(view, stored.row, look, decision)
      })
      const { stored, beside } = await writer.write(write)
      if (beside) auditor.tell(beside)
      return { stored, findings: stored.outcome === 'created' ? findings : [] }
    },

    async publishSession(given: Incoming, place: Place, within: Within = alone): Promise<Written> {
      const { incoming, findings } = await costs.session(given)
      return { stored: await writer.write(within(storeWhole('sessions', incoming, place))), findings }
    },

    async publishTariff(incoming: Incoming, place: Place, within: Within = alone): Promise<Written> {
      const key = keyOf('tariffs', incoming.object)
      const findings = linter.findings(complete(incoming, 'Tariff') as unknown as Tariff)
      const { stored, beside } = await writer.write(
        together(within(storeWhole('tariffs', incoming, place)), lintKey(key), (view, { row }) =>
          linter.put(view, row, findings),
        ),
      )
      if (beside) linter.tell(beside)
      return { stored, findings }
    },
  }
}

export type OwnWrites = ReturnType<typeof ownWrites>

/** The canonical object with the time it will be stored with, where it leaves that out. */
const complete = ({ version, object, stamp }: Incoming, name: string) =>
  lift(bodyFrom(version.number, { last_updated: stamp, ...object }), name)

/** With what was filled in, the rules for a whole object hold. */
function assertValid(name: string, { version, object, stamp }: Incoming): void {
  const faults = check(version, name, { last_updated: stamp, ...object }, { ours: true })
  const wrong = faults.filter(({ severity }) => severity !== 'note')
  if (wrong.length > 0) throw new Refused('cdrs', 'identity', wrong)
}

/** A write that puts one more row, which it loads; a throw of `put` fails all of it. */
const together = <T>(
  { load, alone, apply }: Write<Stored>,
  key: RowKey,
  put: (view: View, stored: Stored) => T,
): Write<{ stored: Stored; beside: T }> => ({
  load: [...load, key],
  ...(alone ? { alone } : {}),
  apply(view) {
    const stored = apply(view)
    return { stored, beside: put(view, stored) }
  },
})
