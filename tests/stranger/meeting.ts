// One platform and, in each test, strangers who come to it for the first time.

import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type OurSide, outcome, startPlatform } from './conversation.ts'
import { type Said, Stranger, type StrangerOptions } from './stranger.ts'

type Kind = Pick<StrangerOptions, 'version' | 'role'>
type More = Partial<StrangerOptions>

export interface Registered {
  readonly stranger: Stranger
  readonly invitation: { readonly id: string; readonly versions_url: string; readonly token: string }
  readonly said: Said
}

export function meeting() {
  const here = {} as { ours: OurSide }
  const met: Stranger[] = []
  let count = 0

  beforeAll(async () => {
    here.ours = await startPlatform()
  })
  afterEach(async () => {
    await Promise.all(met.splice(0).map((stranger) => stranger.stop()))
  })
  afterAll(() => here.ours.stop())

  /** Each has a party of its own; a party is served by one connection. */
  async function meet(kind: Kind, more: More = {}): Promise<Stranger> {
    count += 1
    const party = { country_code: 'BE', party_id: `S${count.toString(36).padStart(2, '0').toUpperCase()}` }
    const stranger = await Stranger.start({ ...kind, party, ...more })
    met.push(stranger)
    return stranger
  }

  async function registered(kind: Kind, more: More = {}): Promise<Registered> {
    const stranger = await meet(kind, more)
    const invitation = await here.ours.invite()
    const said = await stranger.register(invitation.versions_url, invitation.token)
    expect(outcome(said)).toBe('200/1000')
    return { stranger, invitation, said }
  }

  return { here, meet, registered }
}
