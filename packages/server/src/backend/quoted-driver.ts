// Whose price a quote is: the driver that a query names.

import type { Directory } from '../partners/directory.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { Driver } from '../retail/rules.ts'
import { ownToken } from '../retail/sold.ts'
import type { Database } from '../storage/database.ts'
import { malformed } from './problem.ts'
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

/** Where `party` says whose objects are listed. */
export const driverOfList = ({ driver_party, token, token_type, contract_id }: ListDriverQuery): DriverQuery => ({
  ...(driver_party === undefined ? {} : { party: driver_party }),
  ...(token === undefined ? {} : { token }),
  ...(token_type === undefined ? {} : { token_type }),
  ...(contract_id === undefined ? {} : { contract_id }),
})

export type ListDriverQuery = Omit<DriverQuery, 'party'> & { readonly driver_party?: string }

/** Undefined: none is named. `named`: the parameter that says the party. */
export async function askedDriver(
  { database, directory }: Needs,
  caller: Caller,
  query: DriverQuery,
  named: 'party' | 'driver_party' = 'party',
): Promise<Driver | undefined> {
  const { token, token_type: type, contract_id: contractId } = query
  if (query.party === undefined && token === undefined && contractId === undefined) return undefined
  if (token !== undefined && contractId !== undefined) {
    throw fault('contract_id', 'cannot be beside token, which has a contract')
  }
  const party = partyOf(directory, caller, query.party, named)
  if (token === undefined) return { party, contractId }
  const driver = await ownToken(database, party, token, type ?? 'RFID')
  if (!driver) throw fault('token', `names no token of ${partyKey(party)}`)
  return driver
}

function partyOf(directory: Needs['directory'], { parties }: Caller, given: string | undefined, named: string): Party {
  const isTheirs = (party: string) => parties === '*' || parties.includes(party)
  if (given !== undefined) {
    const key = given.toUpperCase()
    if (!directory.ownParty(key)) throw fault(named, `${key} is no party of this platform`)
    if (!isTheirs(key)) throw fault(named, `this key is not for the party ${key}`)
    return partyFromKey(key)
  }
  const [only, ...more] = directory.ownParties().flatMap((party) => {
    const key = partyKey(party)
    return party.roles.includes('EMSP') && isTheirs(key) ? [key] : []
  })
  if (!only) throw fault(named, 'is needed: no party of this key is an eMSP')
  if (more.length > 0) throw fault(named, 'is needed: several parties are eMSPs')
  return partyFromKey(only)
}

const fault = (parameter: string, detail: string) => malformed('A parameter is malformed', [{ parameter, detail }])
