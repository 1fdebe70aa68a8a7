// URLs of a partner that another one is given to come back with: the next page of a list, a CDR that was stored. What
// is given is a URL of the hub with the original sealed in it, so there is no table to keep (R-ROUTE-25, R-ROUTE-26).

import type { Clock } from '../clock.ts'
import type { Secrets } from '../partners/secrets.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'

/** The parameter that holds it. */
export const SEALED = 'via'

export interface SealedUrl {
  readonly url: string
  /** The connection that may use it. */
  readonly caller: string
  readonly from: Party
  /** The connection whose URL it is. */
  readonly server: string
  readonly to: Party
}

/** Short names: it travels in a URL. */
interface Inside {
  readonly u: string
  readonly c: string
  readonly f: string
  readonly s: string
  readonly t: string
  /** Milliseconds. */
  readonly d: number
}

export type Opened = SealedUrl | 'forged' | 'foreign' | 'old'

const PURPOSE = 'hub url'
/** A crawl that rests for longer begins again. */
const PAGE_MS = 24 * 3_600_000

export interface SealedUrls {
  seal(url: SealedUrl): string
  /** `isPage`: of a list, which changes; an object may be asked for as long as it exists. */
  open(sealed: string, caller: string, isPage: boolean): Opened
}

export const sealedUrls = (secrets: Pick<Secrets, 'seal' | 'open'>, clock: Clock): SealedUrls => ({
  seal({ url, caller, from, server, to }) {
    const inside: Inside = {
      u: url,
      c: caller,
      f: partyKey(from),
      s: server,
      t: partyKey(to),
      d: clock.now().getTime(),
    }
    return secrets.seal(PURPOSE, JSON.stringify(inside))
  },
  open(sealed, caller, isPage) {
    const text = secrets.open(PURPOSE, sealed)
    if (text === undefined) return 'forged'
    const { u, c, f, s, t, d } = JSON.parse(text) as Inside
    if (c !== caller) return 'foreign'
    if (isPage && clock.now().getTime() - d > PAGE_MS) return 'old'
    return { url: u, caller: c, from: partyFromKey(f), server: s, to: partyFromKey(t) }
  },
})
