// Whose price a quote is: the driver that a query names.

import type { Directory } from '../partners/directory.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { Driver } from '../retail/rules.ts'
import { ownToken } from '../retail/sold.ts'
import type { Database } from '../storage/database.ts'
import { malformed, notFound } from './problem.ts'
import type { Caller } from './request.ts'

export interface DriverQuery {
  readonly party?: string
  readonly token?: string
  readonly token_type?: string
  readonly contract_id?: string
}

interface Needs {
  readonly database: Database
  readonly directory: Pick<Directory, 'ownParty' | 'ownParties'>
}

/** Undefined: none is named. */
export async function askedDriver(
  { database, directory }: Needs,
  caller: Caller,
  query: DriverQuery,
): Promise<Driver | undefined> {
  const { token, token_type: type, contract_id: contractId } = query
  if (query.party === undefined && token === undefined && contractId === undefined) return undefined
  if (token !== undefined && contractId !== undefined) {
    throw fault('contract_id', 'cannot be beside token, which has a contract')
  }
  const party = partyOf(directory, caller, query.party)
  if (token === undefined) return { party, contractId }
  const driver = await ownToken(database, party, token, type ?? 'RFID')
  if (!driver) throw notFound(`There is no such token of ${partyKey(party)}`)
  return driver
}

function partyOf(directory: Needs['directory'], { parties }: Caller, given: string | undefined): Party {
  const isTheirs = (party: string) => parties === '*' || parties.includes(party)
  if (given !== undefined) {
    const key = given.toUpperCase()
    if (!directory.ownParty(key)) throw fault('party', `${key} is no party of this platform`)
    if (!isTheirs(key)) throw fault('party', `this key is not for the party ${key}`)
    return partyFromKey(key)
  }
  const [only, ...more] = directory.ownParties().flatMap((party) => {
    const key = partyKey(party)
    return party.roles.includes('EMSP') && isTheirs(key) ? [key] : []
  })
  if (!only) throw fault('party', 'is needed: no party of this key is an eMSP')
  if (more.length > 0) throw fault('party', 'is needed: several parties are eMSPs')
  return partyFromKey(only)
}

const fault = (parameter: string, detail: string) => malformed('A parameter is malformed', [{ parameter, detail }])
