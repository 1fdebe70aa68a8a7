// Where a request to a partner goes, and whether it may: what a URL says before its name is looked up.

import { type AddressRules, refusedUrl } from './address-guard.ts'

export type Target = { readonly origin: string; readonly path: string } | { readonly refused: string }

/** A partner has one or two. */
const MOST_KNOWN = 2000

/**
 * Pushes go to the same few hosts all the time: scheme, host and port are judged once. Only where the rest is spelled as
 * a parser would leave it; anything else is parsed as a whole.
 */
export function urlGuard(rules: AddressRules): (url: string) => Target {
  const known = new Map<string, string>()

  function judged(url: string): Target {
    const refused = refusedUrl(url, rules)
    if (refused !== undefined) return { refused }
    const { origin, pathname, search } = new URL(url)
    return { origin, path: pathname + search }
  }

  return (url) => {
    const slash = url.indexOf('/', url.indexOf('://') + 3)
    const host = slash === -1 ? url : url.slice(0, slash)
    const rest = url.slice(host.length)
    if (!isHost(host) || !isPlain(rest)) return judged(url)
    const origin = known.get(host)
    if (origin !== undefined) return { origin, path: rest }
    const target = judged(url)
    if ('refused' in target) return target
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(host, target.origin)
    return target
  }
}

/** A scheme and a host: others are spelled in ways that only a parser sees through. */
const isHost = (text: string): boolean => /^https?:\/\/[\w.\-:[\]]+$/i.test(text)

/** No dot segments, encoded or not, nothing that would be encoded, no fragment, no empty query. */
const isPlain = (rest: string): boolean =>
  /^\/[\w\-.~%!$&()*+,;=:@/?]*$/.test(rest) && !/\/(\.|%2e)/i.test(rest) && !rest.endsWith('?')
