import type { Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Directory } from '../../partners/directory.ts'
import type { Partner } from '../../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRows } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import { fromRow } from '../rows.ts'
import { AUTHORIZATIONS, type AuthorizationRecord } from './record.ts'

export interface StoredTokenNeeds {
  readonly database: Database
  readonly directory: Directory
}

/** Partners whose drivers may charge at a party of ours. */
export const emspsFor = (directory: Directory, from: Party): Partner[] =>
  directory
    .partners()
    .filter((partner) => partner.parties === '*' || partner.parties.includes(partyKey(from)))
    .filter((partner) => directory.partiesOf(partner, 'EMSP').length > 0)

/** Rows that each eMSP may have under the same id. */
async function ofEmsps(
  { database, directory }: StoredTokenNeeds,
  from: Party,
  module: string,
  id: string,
  sub = '',
): Promise<Row[]> {
  const parties = new Set(emspsFor(directory, from).flatMap((partner) => directory.partiesOf(partner, 'EMSP')))
  const keys = [...parties].map((key) => {
    const { countryCode, partyId } = partyFromKey(key)
    return rowKey(module, countryCode, partyId, id, sub)
  })
  return (await getRows(database, keys)).filter((row) => !row.deleted)
}

/** The same uid at two eMSPs says nothing about whose card it is: then, and where nobody pushed it, undefined. */
export async function storedToken(
  needs: StoredTokenNeeds,
  from: Party,
  { uid, type }: { readonly uid: string; readonly type: string },
): Promise<Token | undefined> {
  const rows = await ofEmsps(needs, from, 'tokens', uid, type)
  return rows.length === 1 ? (fromRow(rows[0]!) as unknown as Token) : undefined
}

/** The token of one of our own parties; undefined where none of them has it, or several. */
export async function ownToken(
  { database, directory }: StoredTokenNeeds,
  { uid, type }: { readonly uid: string; readonly type: string },
): Promise<Token | undefined> {
  const keys = directory
    .ownParties()
    .filter(({ roles }) => roles.includes('EMSP'))
    .map(({ countryCode, partyId }) => rowKey('tokens', countryCode, partyId, uid, type))
  const rows = (await getRows(database, keys)).filter((row) => !row.deleted && row.partner === null)
  return rows.length === 1 ? (fromRow(rows[0]!) as unknown as Token) : undefined
}

/** Authorizations that eMSPs gave under a reference; each has references of its own. */
export async function storedAuthorizations(
  needs: StoredTokenNeeds,
  from: Party,
  reference: string,
): Promise<AuthorizationRecord[]> {
  const rows = await ofEmsps(needs, from, AUTHORIZATIONS, reference)
  return rows.map(({ text }) => JSON.parse(text) as AuthorizationRecord)
}
