// Real-time authorization as eMSP: a CPO asks whether a token may charge. Source: 2.2.1 Tokens, "POST Method".

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { LocationReferences, Token } from '@interchange/ocpi/generated/v2.3.0'
import { notEnoughInformation, unknownToken } from '@interchange/ocpi/wire/error'
import type { Directory } from '../../partners/directory.ts'
import type { Party } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRows } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import type { Call, Handlers } from '../call.ts'
import { fromRow } from '../rows.ts'
import type { DecideOwn } from './own-decision.ts'

export interface AuthorizationSenderNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly decideOwn: DecideOwn
}

export function authorizationSender({ database, directory, decideOwn }: AuthorizationSenderNeeds): Handlers {
  /** The token among those of the party that is asked, else of all parties this partner was given. */
  async function findToken(call: Call): Promise<Token | undefined> {
    const type = typeof call.query.type === 'string' ? call.query.type : 'RFID'
    const parties: readonly Party[] = call.to ? [call.to] : directory.ownPartiesFor(call.partner)
    const keys = parties.map(({ countryCode, partyId }) =>
      rowKey('tokens', countryCode, partyId, call.params.token_uid ?? '', type),
    )
    const row = (await getRows(database, keys)).find((found) => !found.deleted && found.partner === null)
    return row && (fromRow(row) as unknown as Token)
  }

  return {
    async authorizeToken(call) {
      const token = await findToken(call)
      // R-TOK-08: 404 and 2004, without data.
      if (!token) throw unknownToken()
      const references = call.body
        ? (convert(call.version.number, canonical.number, 'LocationReferences', call.body as Record<string, unknown>)
            .object as unknown as LocationReferences)
        : undefined
      const decision = await decideOwn(token, references, call.from)
      if (decision.kind === 'need_location') {
        throw notEnoughInformation('The location and its EVSEs are needed to decide')
      }
      return { data: decision.info }
    },
  }
}
