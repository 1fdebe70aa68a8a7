// Audits CDRs: those that arrive, those that waited for something, and those somebody asks about. An audit that is made
// twice changes nothing the second time, so nobody has to know whether it was made.

import type { CDR } from '@interchange/ocpi'
import { audit, type Finding } from '@interchange/tariff'
import { verifySignedData } from '@interchange/tariff/ocmf'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { fromRow } from '../modules/rows.ts'
import { type AuditRules, defaultAuditRules } from '../partners/partner.ts'
import { getRow, getRows } from '../storage/objects.ts'
import { type Row, type RowKey, rowKey } from '../storage/row.ts'
import type { GroupWriter, View } from '../storage/writer.ts'
import {
  type Audited,
  type AuditRecord,
  type AuditState,
  auditChange,
  codesOf,
  type Decision,
  type Outcome,
  outcomeOf,
  readAudit,
  stateOf,
  withDecision,
  withOutcome,
} from './audit-record.ts'
import { type GatherNeeds, gather, type Subject } from './gather.ts'
import { auditKey, awaitsWord, cdrKey, neighbourWords } from './keys.ts'
import { passingOver } from './passing-over.ts'
import { signatureCheck } from './signature-check.ts'
import { sourceOf } from './source.ts'

export interface AuditorNeeds extends GatherNeeds {
  readonly writer: GroupWriter
  readonly events: Events
  readonly clock: Clock
}

/** What was found in a CDR, and what it is found by. */
export interface Look {
  readonly outcome: Outcome
  readonly state: AuditState
  readonly words: readonly string[]
}

/** Audits that are made again at a time because something came. */
const WAITING_AT_ONCE = 500

/** What an audit says of a CDR that it could not work on: silence would look like acceptance. */
const NOT_AUDITED: Finding = {
  code: 'not-audited',
  severity: 'error',
  path: '',
  message: 'could not be audited; the log of the platform says why',
}

export function createAuditor(needs: AuditorNeeds) {
  const { database, directory, writer, events, clock } = needs
  const passOver = passingOver(events)

  function judge({ cdr }: Subject, rules: AuditRules, gathered: Awaited<ReturnType<typeof gather>>[number]): Look {
    try {
      const { pinnedKey } = gathered
      const options = pinnedKey === undefined ? signatureCheck : { ...signatureCheck, pinnedKey }
      const signed = cdr.signed_data ? { signed: verifySignedData(cdr.signed_data, options) } : {}
      const made = audit(cdr, { ...gathered.context, ...signed, now: clock.now(), tolerance: rules.tolerance })
      const outcome = outcomeOf(made, rules)
      const state = stateOf({ verdict: made.verdict, findings: outcome.findings }, rules)
      return { outcome, state, words: [...neighbourWords(cdr), ...gathered.awaits] }
    } catch (error) {
      events.failed('audit', error)
      const made = { verdict: 'flagged' as const, findings: [NOT_AUDITED], differences: [] }
      return { outcome: outcomeOf(made, rules), state: stateOf(made, rules), words: [] }
    }
  }

  /** A partner's rules; of our own CDRs those of the partner who is sent them, but that nobody pays us what is held. */
  function rulesFor({ partner, audience }: Pick<Row, 'partner' | 'audience'>): AuditRules {
    if (partner !== null) return directory.partner(partner)?.settings.audit ?? defaultAuditRules
    const receiver = audience?.[0] === undefined ? undefined : directory.serving(audience[0], 'EMSP')
    return { ...(receiver?.settings.audit ?? defaultAuditRules), hold: [] }
  }

  /** Within a write that loads the audit's key. True when the record is another one now. */
  function put(
    view: View,
    cdr: Pick<Row, 'key' | 'audience'>,
    audited: Audited,
    look: Look,
    by?: string,
  ): AuditRecord | undefined {
    const row = view.get(auditKey(cdr.key))
    const before = row && !row.deleted ? readAudit(row) : undefined
    const record = withOutcome(before, audited, look.outcome, look.state, clock.now().toISOString(), by)
    view.put(auditChange(record, cdr, look.words))
    return record === before ? undefined : record
  }

  function tell(record: AuditRecord): void {
    events.cdrAudited(sourceOf(directory, record), { ...record, codes: codesOf(record.findings) })
  }

  async function store(row: Row, look: Look, by?: string): Promise<AuditRecord | undefined> {
    const audited = auditedOf(row)
    const changed = await writer.write({
      load: [auditKey(row.key)],
      apply: (view) => put(view, row, audited, look, by),
    })
    if (changed) tell(changed)
    return changed
  }

  /** Rows of CDRs, in the order they came in. `by`: a person asked for it. */
  async function rows(cdrs: readonly Row[], by?: string): Promise<void> {
    const readable = await passOver('cdrs', cdrs, (row): { row: Row; subject: Subject } => ({
      row,
      subject: { cdr: fromRow(row) as unknown as CDR, seq: row.seq },
    }))
    if (readable.length === 0) return
    const gathered = await gather(
      needs,
      readable.map(({ subject }) => subject),
    )
    const looks = readable.map(({ row, subject }, index) => ({
      row,
      look: judge(subject, rulesFor(row), gathered[index]!),
    }))
    // All at once: the writer makes one transaction of them.
    await passOver('cdrs', looks, ({ row, look }) => store(row, look, by))
  }

  return {
    rows,

    /** Objects that came: CDRs that waited for one of them are audited again. */
    async arrived(keys: readonly RowKey[], signal?: AbortSignal): Promise<void> {
      if (keys.length === 0) return
      const words = keys.map(awaitsWord)
      const now = clock.now().toISOString()
      let after = 0
      while (!signal?.aborted) {
        const { rows: waiting } = await database.query<{
          country_code: string
          party_id: string
          id: string
          seq: number
        }>(
          `select country_code, party_id, id, seq::float8 as seq from "${database.schema}".object
           where module = 'audits' and not deleted and seq > $3::bigint
             and derived->'found_by' ?| $1::text[] and derived->>'until' > $2
           order by seq limit ${WAITING_AT_ONCE}`,
          [words, now, after],
        )
        const cdrs = waiting.map(({ country_code, party_id, id }) => rowKey('cdrs', country_code, party_id, id))
        if (cdrs.length > 0) await rows((await getRows(database, cdrs)).sort((a, b) => a.seq - b.seq))
        if (waiting.length < WAITING_AT_ONCE) return
        after = waiting.at(-1)!.seq
      }
    },

    /** Asked for by a person. Undefined: there is no such CDR. */
    async again(cdr: RowKey, by: string): Promise<AuditRecord | undefined> {
      const row = await getRow(database, cdr)
      if (!row || row.deleted) return undefined
      await rows([row], by)
      const stored = await getRow(database, auditKey(cdr))
      return stored && readAudit(stored)
    },

    /** Undefined: there is no such audit. */
    async decide(cdr: RowKey, decision: Decision): Promise<AuditRecord | undefined> {
      const key = auditKey(cdr)
      const decided = await writer.write({
        load: [key],
        apply(view) {
          const row = view.get(key)
          if (!row || row.deleted) return undefined
          const record = withDecision(readAudit(row), decision)
          view.put(auditChange(record, { key: cdrKey(key), audience: row.audience }))
          return record
        },
      })
      if (decided) events.cdrDecided(sourceOf(directory, decided), decided.state)
      return decided
    },

    /** What would be found in a CDR of ours that is not stored yet. `audience`: whom it is for. */
    async look(cdr: CDR, audience: readonly string[]): Promise<Look> {
      const subject = { cdr, seq: Number.POSITIVE_INFINITY }
      const [gathered] = await gather(needs, [subject])
      return judge(subject, rulesFor({ partner: null, audience }), gathered!)
    },

    /** Stores what was found in a CDR of ours within the write that stores the CDR; the write loads the audit's key. */
    putOwn(view: View, row: Row, look: Look, decision?: Decision): AuditRecord | undefined {
      const made = put(view, row, auditedOf(row), look)
      if (!made || !decision || made.state === 'accepted') return made
      const decided = withDecision(made, decision)
      view.put(auditChange(decided, row))
      return decided
    },

    tell,
  }
}

export type Auditor = ReturnType<typeof createAuditor>

/** Ids in the spelling of the CDR. */
function auditedOf(row: Row): Audited {
  const { country_code, party_id, id } = JSON.parse(row.text) as Readonly<Record<string, unknown>>
  return { country_code: String(country_code), party_id: String(party_id), cdr_id: String(id), partner: row.partner }
}
