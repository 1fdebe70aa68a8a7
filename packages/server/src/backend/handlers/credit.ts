// Takes an own CDR back: the credit CDR is made here, since all it says is said already (2.2.1 CDRs, "Credit CDRs").

import { canonical } from '@interchange/ocpi/canonical'
import type { CDR } from '@interchange/ocpi/generated/v2.3.0'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { Clock, Ids } from '../../clock.ts'
import { CdrHasErrors, type OwnWrites, type Written } from '../../inspection/own-writes.ts'
import { creditCdr } from '../../modules/cdrs/credit.ts'
import { canonicalText } from '../../modules/rows.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Party } from '../../party.ts'
import { findObject } from '../../pricing/lookup.ts'
import type { Database } from '../../storage/database.ts'
import { asFindingsProblem, findingHeaders } from '../findings.ts'
import { assertOurs } from '../ours.ts'
import { conflict, notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'

export interface CreditHandlersNeeds {
  readonly database: Database
  readonly own: Pick<OwnWrites, 'issueCdr'>
  readonly directory: Directory
  readonly clock: Clock
  readonly ids: Ids
}

/** What is wrong with the credit itself. Whatever else an audit finds was wrong with what it takes back. */
const OF_CREDITS: ReadonlySet<string> = new Set(['credited-twice', 'credit-of-credit', 'credit-positive'])

export function creditHandlers({ database, own, directory, clock, ids }: CreditHandlersNeeds): ApiHandlers {
  async function issue(credit: CDR, by: string): Promise<Written> {
    const incoming = {
      version: canonical,
      object: credit as unknown as Record<string, unknown>,
      partner: null,
      source: 'own' as const,
      correlationId: ids.uuid(),
    }
    try {
      return await own.issueCdr(incoming, by, false)
    } catch (error) {
      const isItsOwn = error instanceof CdrHasErrors && error.findings.some(({ code }) => OF_CREDITS.has(code))
      if (!(error instanceof CdrHasErrors) || isItsOwn) throw asFindingsProblem(error)
      return own.issueCdr(incoming, by, true)
    }
  }

  return {
    async creditCdr({ params, body, caller }) {
      const party: Party = { countryCode: params.country_code!, partyId: params.party_id! }
      assertOurs(directory, caller, party)
      const found = await findObject<CDR>(database, 'cdrs', party, params.id!)
      if (!found) throw notFound('There is no such CDR')
      const { object: original } = found
      if (original.credit === true) throw conflict('A credit CDR is not credited; POST the CDR that is right')
      const { id: asked, reason } = (body ?? {}) as { id?: string | null; reason?: string | null }
      const id = asked ?? `${original.id}-C`
      const before = await findObject<CDR>(database, 'cdrs', party, id)
      if (before) {
        const takesBack = before.object.credit === true ? (before.object.credit_reference_id ?? '') : ''
        if (equalCi(takesBack, original.id)) return { status: 200, bodyText: canonicalText(before.row) }
        throw conflict('There is another CDR with this id', [{ pointer: '/id', detail: 'is that of another CDR' }])
      }
      const credit = creditCdr(original, id, clock.now().toISOString())
      const { stored, findings } = await issue(reason == null ? credit : { ...credit, remark: reason }, caller.name)
      return { status: 201, bodyText: canonicalText(stored.row), headers: findingHeaders(findings) }
    },
  }
}
