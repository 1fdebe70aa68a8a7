import type { CDR, Session } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { AuditRecord } from '../../inspection/audit-record.ts'
import { auditKey } from '../../inspection/keys.ts'
import { tariffVersions } from '../../inspection/tariff-versions.ts'
import { fromRow } from '../../modules/rows.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Party } from '../../party.ts'
import { findObject } from '../../pricing/lookup.ts'
import { getRow, listRows } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import { languagesOf } from '../display-text.ts'
import { notFound } from '../problem.ts'
import { receiptOf } from '../receipt.ts'
import type { ApiHandlers, ApiReply, ApiRequest } from '../request.ts'
import { knownPrice, type UsagePriceNeeds } from '../usage-price.ts'
import { concernOf, concerns } from '../visible.ts'

export interface ReceiptHandlersNeeds extends UsagePriceNeeds {
  readonly directory: UsagePriceNeeds['directory'] & Pick<Directory, 'partners' | 'ownPartiesFor'>
}

/** CDRs of one token that began within a day of the session. */
const MOST_CDRS = 200
const DAY_MS = 86_400_000

export function receiptHandlers(needs: ReceiptHandlersNeeds): ApiHandlers {
  const { database, directory } = needs
  const versions = tariffVersions(database)

  async function seen<T>(module: string, { params, caller }: ApiRequest, id = params.id!): Promise<T | undefined> {
    const found = await findObject<T>(database, module, ownerIn(params), id)
    return found && concerns(concernOf(directory, caller), found.row) ? found.object : undefined
  }

  /** CDRs that a CPO made for sessions of the same token about that time: the session's, and what takes it back. */
  async function cdrsAbout({ cdr_token: token, start_date_time: start, ...usage }: Session | CDR): Promise<CDR[]> {
    const at = Date.parse(/z$/i.test(start) ? start : `${start}Z`)
    const time = (ms: number) => new Date(ms).toISOString()
    const rows = await listRows(
      database,
      {
        module: 'cdrs',
        owners: [`${usage.country_code}-${usage.party_id}`],
        tokenUid: token.uid,
        startedFrom: time(at - DAY_MS),
        startedTo: time(at + DAY_MS),
      },
      { limit: MOST_CDRS },
    )
    return rows.map((row) => fromRow(row) as unknown as CDR)
  }

  async function reply(
    request: ApiRequest,
    session: Session | undefined,
    cdr: CDR | undefined,
    about: readonly CDR[],
  ): Promise<ApiReply> {
    const { caller, headers, query } = request
    const audit = cdr && (await getRow(database, auditKey(keyOf(ownerIn(request.params), cdr.id))))
    const language = typeof query.language === 'string' ? [query.language] : languagesOf(headers['accept-language'])
    const receipted = {
      session,
      cdr,
      creditId: cdr && creditOf(cdr, about)?.id,
      audit: audit && !audit.deleted ? (JSON.parse(audit.text) as AuditRecord) : undefined,
    }
    const known = await knownPrice({ ...needs, versions }, (cdr ?? session)!, caller)
    return { status: 200, body: receiptOf(receipted, known, language) }
  }

  return {
    async getSessionReceipt(request) {
      const session = await seen<Session>('sessions', request)
      if (!session) throw notFound('There is no such session')
      const about = await cdrsAbout(session)
      const mine = about.filter((cdr) => !cdr.credit && cdr.session_id && equalCi(cdr.session_id, session.id))
      // The last one that was not taken back: it stands for those before it.
      const cdr = mine.findLast((one) => !creditOf(one, about)) ?? mine.at(-1)
      return reply(request, session, cdr, about)
    },

    async getCdrReceipt(request) {
      const cdr = await seen<CDR>('cdrs', request)
      if (!cdr) throw notFound('There is no such CDR')
      const session = cdr.session_id ? await seen<Session>('sessions', request, cdr.session_id) : undefined
      return reply(request, session, cdr, await cdrsAbout(cdr))
    },
  }
}

const ownerIn = (params: ApiRequest['params']): Party => ({
  countryCode: params.country_code!,
  partyId: params.party_id!,
})
const keyOf = ({ countryCode, partyId }: Party, id: string) => rowKey('cdrs', countryCode, partyId, id)
const creditOf = ({ id }: CDR, about: readonly CDR[]): CDR | undefined =>
  about.find(({ credit, credit_reference_id: of }) => credit && of && equalCi(of, id))
