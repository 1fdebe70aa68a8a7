// Real-time authorization without a receiver: asked of the token's owner where the hub knows it, else of every eMSP that
// an agreement opens, all at once (2.2.1 Tokens, "POST Method"; R-ROUTE-20). The first ALLOWED wins; nobody's permission
// is kept.

import type { Answer } from '@interchange/ocpi/wire/envelope'
import { forwardTimeout, OcpiError, unknownReceiver, unknownToken } from '@interchange/ocpi/wire/error'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { ownersOf } from '../storage/owners.ts'
import type { Agreements } from './agreements.ts'
import type { Forward } from './forward.ts'
import type { Carried, HubRequest } from './request.ts'
import { TokenOwners } from './token-owners.ts'

export interface OpenAuthorizationNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly agreements: Pick<Agreements, 'allows'>
  readonly forward: Forward
}

export type AskedOpenly = { readonly carried: Carried; readonly to: Party } | { readonly local: Party }

/** More are not asked about one card. */
const MOST_ASKED = 50

interface Candidate {
  readonly partner: Partner
  readonly to: Party
}

interface Reply extends Candidate {
  readonly carried: Carried
}

/** From the best to the worst. */
type Worth = 'allowed' | 'known' | 'too little said' | 'silent' | 'unknown'

export function openAuthorization({ database, directory, agreements, forward }: OpenAuthorizationNeeds) {
  const remembered = new TokenOwners()

  /** Parties with the role that may be asked by this one. */
  function emsps({ from, partner: caller, module, side }: HubRequest): string[] {
    const others = directory.partners().filter(({ id, status }) => id !== caller.id && status !== 'invited')
    const keys = [
      ...others.flatMap((partner) => directory.partiesOf(partner, 'EMSP')),
      ...directory.ownParties().flatMap((party) => (party.roles.includes('EMSP') ? [partyKey(party)] : [])),
    ]
    return [...new Set(keys)].filter((key) => agreements.allows(partyKey(from), key, module.id, side))
  }

  /** An eMSP that is away may know the card, so it counts as one that did not answer. */
  const candidates = (request: HubRequest, keys: readonly string[]): Candidate[] =>
    keys.flatMap((key) => {
      const partner = directory.serving(key, 'EMSP')
      if (!partner || partner.id === request.partner.id) return []
      return directory.endpoint(partner, 'tokens', 'SENDER') ? [{ partner, to: partyFromKey(key) }] : []
    })

  /** Resolves with the first ALLOWED, else when everybody has answered or failed. */
  function askAll(request: HubRequest, asked: readonly Candidate[]): Promise<{ replies: Reply[]; silent: boolean }> {
    const over = new AbortController()
    const replies: Reply[] = []
    let silent = false
    return new Promise((resolve) => {
      let open = asked.length
      const end = () => {
        resolve({ replies: [...replies], silent })
        over.abort()
      }
      if (open === 0) end()
      for (const { partner, to } of asked) {
        const reply =
          partner.status === 'registered'
            ? forward(request, { partner, to, signal: over.signal })
            : Promise.reject(new Error('it is not connected'))
        reply.then(
          (carried) => {
            replies.push({ partner, to, carried })
            if (worthOf(carried.answer) === 'allowed' || --open === 0) end()
          },
          () => {
            silent = true
            if (--open === 0) end()
          },
        )
      }
    })
  }

  return async function authorize(request: HubRequest): Promise<AskedOpenly> {
    const uid = request.params.token_uid ?? ''
    const type = request.query.get('type') ?? 'RFID'
    const suitable = emsps(request)
    const owners = (await ownersOf(database, { module: 'tokens', id: uid, sub: type }, suitable)).map(
      ({ owner }) => owner,
    )
    const [owner, another] = owners
    if (owner !== undefined && another === undefined) return await askOwner(request, owner)
    const known = remembered.get(uid, type)
    if (owner === undefined && known !== undefined && suitable.includes(known)) {
      const answered = await askOwner(request, known)
      if (!('carried' in answered) || worthOf(answered.carried.answer) !== 'unknown') return answered
      remembered.forget(uid, type)
    }
    const asked = candidates(request, owners.length > 0 ? owners : suitable).slice(0, MOST_ASKED)
    const { replies, silent } = await askAll(request, asked)
    const best = (worth: Worth) => replies.find(({ carried }) => worthOf(carried.answer) === worth)
    const found = best('allowed') ?? best('known')
    if (found) remembered.set(uid, type, partyKey(found.to))
    const told = found ?? best('too little said')
    if (told) return { carried: told.carried, to: told.to }
    if (silent || best('silent')) {
      throw forwardTimeout('Timeout on forwarded request: not every eMSP that may know this token has answered')
    }
    throw unknownToken()
  }

  async function askOwner(request: HubRequest, owner: string): Promise<AskedOpenly> {
    const to = partyFromKey(owner)
    if (directory.ownParty(owner)) return { local: to }
    const [candidate] = candidates(request, [owner])
    if (!candidate) throw unknownReceiver()
    if (candidate.partner.status !== 'registered') {
      throw new OcpiError('notConnected', 'The eMSP of this token is not connected')
    }
    return { carried: await forward(request, candidate), to }
  }
}

/** R-TOK-08: 2004 is a card nobody has there, 2002 one that needs the location to decide. */
function worthOf(answer: Answer | undefined): Worth {
  if (answer?.kind === 'ok') {
    const allowed = (answer.data as { allowed?: unknown } | undefined)?.allowed
    return allowed === 'ALLOWED' ? 'allowed' : typeof allowed === 'string' ? 'known' : 'silent'
  }
  if (answer?.kind !== 'refused') return 'silent'
  if (answer.statusCode === 2002) return 'too little said'
  return answer.statusCode === 2004 || answer.http === 404 ? 'unknown' : 'silent'
}
