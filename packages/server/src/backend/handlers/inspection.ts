import type { Clock } from '../../clock.ts'
import type { AuditRecord } from '../../inspection/audit-record.ts'
import type { Auditor } from '../../inspection/auditor.ts'
import { auditKey, lintKey } from '../../inspection/keys.ts'
import type { Linter } from '../../inspection/linter.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import { notFound, Problem } from '../problem.ts'
import type { ApiHandlers, ApiReply, ApiRequest } from '../request.ts'
import { page } from './lists.ts'

export interface InspectionHandlersNeeds {
  readonly database: Database
  readonly auditor: Auditor
  readonly linter: Linter
  readonly clock: Clock
}

const asStored = ({ text }: { readonly text: string }): string => text

/** What was found in CDRs and tariffs, and what somebody decides. */
export function inspectionHandlers({ database, auditor, linter, clock }: InspectionHandlersNeeds): ApiHandlers {
  async function stored(key: RowKey): Promise<Row | undefined> {
    const row = await getRow(database, key)
    return row && !row.deleted ? row : undefined
  }

  /** The CDR's key, for one who may decide about it: a party of ours that issued it, or that it is for. */
  async function decidable(request: ApiRequest): Promise<RowKey> {
    const key = keyOf('cdrs', request)
    const row = await stored(key)
    if (!row) throw notFound('There is no such CDR')
    const { parties } = request.caller
    const concerned = [`${key.countryCode}-${key.partyId}`, ...(row.audience ?? [])]
    if (parties !== '*' && !concerned.some((party) => parties.includes(party))) {
      throw new Problem('forbidden', 'The CDR is of no party of this key')
    }
    // It may have come a moment ago.
    if (!(await stored(auditKey(key)))) await auditor.rows([row])
    return key
  }

  const decide =
    (action: 'accepted' | 'disputed') =>
    async (request: ApiRequest): Promise<ApiReply> => {
      const key = await decidable(request)
      const { text } = (request.body ?? {}) as { text?: string | null }
      const by = request.caller.name
      const at = clock.now().toISOString()
      return reply(await auditor.decide(key, { action, by, at, ...(text == null ? {} : { text }) }))
    }

  return {
    listAudits: ({ query }) => page(database, 'audits', query, asStored),
    async getAudit(request) {
      const row = await stored(auditKey(keyOf('cdrs', request)))
      if (!row) throw notFound('There is no such CDR, or it was not audited yet')
      return { status: 200, bodyText: row.text }
    },
    acceptCdr: decide('accepted'),
    disputeCdr: decide('disputed'),
    auditAgain: async (request) => reply(await auditor.again(await decidable(request), request.caller.name)),

    listLints: ({ query: { severity: state, ...query } }) => page(database, 'lints', { ...query, state }, asStored),
    async getLint(request) {
      const key = keyOf('tariffs', request)
      const found = await stored(lintKey(key))
      if (found) return { status: 200, bodyText: found.text }
      const tariff = await stored(key)
      if (!tariff) throw notFound('There is no such tariff')
      return { status: 200, body: linter.record(tariff) }
    },
  }
}

const keyOf = (module: string, { params }: ApiRequest): RowKey =>
  rowKey(module, params.country_code!, params.party_id!, params.id!)

function reply(record: AuditRecord | undefined): ApiReply {
  if (!record) throw notFound('The CDR could not be audited; the log says why')
  return { status: 200, body: record }
}
