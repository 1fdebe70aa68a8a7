// Who a driver is: everything that identifies the holder of a token, as far as anything stored says it.

import type { Database } from '../storage/database.ts'
import { type RowKey, rowKey } from '../storage/row.ts'

export interface Driver {
  /** Of this type only; undefined: of any. */
  readonly type: string | undefined
  readonly tokens: readonly KnownToken[]
  /** Upper case (CiString). */
  readonly uids: readonly string[]
  readonly contracts: readonly string[]
  readonly visualNumbers: readonly string[]
}

export interface KnownToken {
  readonly key: RowKey
  /** Of a partner; null: our own. */
  readonly partner: string | null
  readonly isUsable: boolean
}

/** A contract id that more tokens share is no driver's: somebody fills the field with something. */
const MOST_OF_A_CONTRACT = 20

interface TokenRecord {
  country_code: string
  party_id: string
  id: string
  sub: string
  partner: string | null
  usable: boolean
  contract: string | null
  visual: string | null
}

/** All identifiers of the driver, for matching values without case. */
export const identifiersOf = ({ uids, contracts, visualNumbers }: Driver): string[] => [
  ...new Set([...uids, ...contracts, ...visualNumbers]),
]

/** Also where no token is stored: sessions, CDRs and commands may name it all the same. */
export async function findDriver(database: Database, uid: string, type: string | undefined): Promise<Driver> {
  const table = `"${database.schema}".object`

  async function tokensWhere(condition: string, values: readonly string[]): Promise<TokenRecord[]> {
    const { rows } = await database.query<TokenRecord>(
      `select country_code, party_id, id, sub, partner,
         not deleted and coalesce(body->>'valid', 'true') <> 'false' as usable,
         upper(coalesce(body->>'contract_id', body->>'auth_id')) as contract, upper(body->>'visual_number') as visual
       from ${table} where module = 'tokens' and ${condition}`,
      [values],
    )
    return rows
  }

  const named = (await tokensWhere('id = any($1::text[])', [uid.toUpperCase()])).filter(
    ({ sub }) => type === undefined || sub === type,
  )
  const contracts = new Set([...named.map(({ contract }) => contract), ...(await contractsUsedWith())].filter(isText))
  const tokens = new Map(named.map((token) => [textOf(token), token]))
  for (const contract of contracts) {
    const same = await tokensWhere(`upper(coalesce(body->>'contract_id', body->>'auth_id')) = any($1::text[])`, [
      contract,
    ])
    if (same.length > MOST_OF_A_CONTRACT) contracts.delete(contract)
    else for (const token of same) tokens.set(textOf(token), token)
  }
  const all = [...tokens.values()]
  return {
    type,
    tokens: all.map(({ country_code, party_id, id, sub, partner, usable }) => ({
      key: rowKey('tokens', country_code, party_id, id, sub),
      partner,
      isUsable: usable,
    })),
    uids: [...new Set([uid.toUpperCase(), ...all.map(({ id }) => id)])],
    contracts: [...contracts],
    visualNumbers: [...new Set(all.map(({ visual }) => visual).filter(isText))],
  }

  /** Contracts that sessions, CDRs and commands name beside the token. */
  async function contractsUsedWith(): Promise<string[]> {
    const { rows } = await database.query<{ contract: string }>(
      `select distinct upper(token->>'contract_id') as contract
       from (select ${usedToken} as token from ${table} where module in ('sessions', 'cdrs', 'commands')) used
       where upper(token->>'uid') = $1 and ($2::text is null or token->>'type' = $2) and token->>'contract_id' <> ''`,
      [uid.toUpperCase(), type ?? null],
    )
    return rows.map(({ contract }) => contract)
  }
}

/** The token a session, a CDR or a command names. */
export const usedToken = `case when module = 'commands' then body->'request'->'token' else body->'cdr_token' end`

const isText = (text: string | null): text is string => text !== null && text !== ''
const textOf = ({ country_code, party_id, id, sub }: TokenRecord): string => `${country_code} ${party_id} ${id} ${sub}`
