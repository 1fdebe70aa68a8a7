import type { Directory } from '../partners/directory.ts'
import { type Party, partyKey } from '../party.ts'
import { Problem } from './problem.ts'
import type { Caller } from './request.ts'

/** Only objects of our own parties are written here, and only of those the key was made for. */
export function assertOurs(directory: Pick<Directory, 'ownParty'>, caller: Caller, party: Party): void {
  const key = partyKey(party)
  if (!directory.ownParty(key)) {
    throw new Problem(
      'forbidden',
      `${key} is no party of this platform; PUT /parties/{country_code}/{party_id} adds one`,
    )
  }
  if (caller.parties !== '*' && !caller.parties.includes(key)) {
    throw new Problem('forbidden', `This key is not for the party ${key}`)
  }
}
