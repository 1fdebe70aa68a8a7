import type { Clock } from '../../clock.ts'
import type { AuditRecord } from '../../inspection/audit-record.ts'
import type { Auditor } from '../../inspection/auditor.ts'
import { auditKey, lintKey } from '../../inspection/keys.ts'
import type { Linter } from '../../inspection/linter.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { getRow } from '../../storage/objects.ts'
import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import { notFound } from '../problem.ts'
import type { ApiHandlers, ApiReply, ApiRequest, Caller } from '../request.ts'
import { concernOf, concerns } from '../visible.ts'
import { page } from './lists.ts'

export interface InspectionHandlersNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'partners' | 'ownPartiesFor'>
  readonly auditor: Auditor
  readonly linter: Linter
  readonly clock: Clock
}

const asStored = ({ text }: { readonly text: string }): string => text

/** What was found in CDRs and tariffs, and what somebody decides. */
export function inspectionHandlers(needs: InspectionHandlersNeeds): ApiHandlers {
  const { database, directory, auditor, linter, clock } = needs

  async function stored(key: RowKey, caller: Caller): Promise<Row | undefined> {
    const row = await getRow(database, key)
    return row && !row.deleted && concerns(concernOf(directory, caller), row) ? row : undefined
  }

  /** The CDR's key, for one who may decide about it: a party of ours that issued it, or that it is for. */
  async function decidable(request: ApiRequest): Promise<RowKey> {
    const key = keyOf('cdrs', request)
    const row = await stored(key, request.caller)
    if (!row) throw notFound('There is no such CDR')
    // It may have come a moment ago.
    if (!(await stored(auditKey(key), request.caller))) await auditor.rows([row])
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
    listAudits: (request) => page(needs, 'audits', request, asStored),
    async getAudit(request) {
      const row = await stored(auditKey(keyOf('cdrs', request)), request.caller)
      if (!row) throw notFound('There is no such CDR, or it was not audited yet')
      return { status: 200, bodyText: row.text }
    },
    acceptCdr: decide('accepted'),
    disputeCdr: decide('disputed'),
    auditAgain: async (request) => reply(await auditor.again(await decidable(request), request.caller.name)),

    listLints: ({ caller, query: { severity: state, ...query } }) =>
      page(needs, 'lints', { caller, query: { ...query, state } }, asStored),
    async getLint(request) {
      const key = keyOf('tariffs', request)
      const found = await stored(lintKey(key), request.caller)
      if (found) return { status: 200, bodyText: found.text }
      const tariff = await stored(key, request.caller)
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
