// Who decides about a token: the CPO's own copy, or the eMSP in real time. Source: 2.2.1 Tokens, "WhitelistType".

import type { AuthorizationInfo, Token } from '@interchange/ocpi/generated/v2.3.0'

export type Decider =
  /** The stored token decides; the eMSP is not asked. */
  | { readonly kind: 'stored'; readonly allowed: AuthorizationInfo['allowed'] }
  /** The eMSP is asked; `fallback` decides when it does not answer. */
  | { readonly kind: 'ask'; readonly fallback: AuthorizationInfo['allowed'] }

/** `undefined`: a token nobody pushed to us; somebody has to be asked (R-TOK-21). */
export function whoDecides(token: Pick<Token, 'valid' | 'whitelist'> | undefined): Decider {
  if (!token) return { kind: 'ask', fallback: 'NOT_ALLOWED' }
  const stored = token.valid ? 'ALLOWED' : 'BLOCKED'
  switch (token.whitelist) {
    case 'ALWAYS':
      // R-TOK-17; an invalidated token is refused all the same (T-16).
      return { kind: 'stored', allowed: stored }
    case 'NEVER':
      // R-TOK-16: a cache never decides.
      return { kind: 'ask', fallback: 'NOT_ALLOWED' }
    default:
      // R-TOK-18, R-TOK-19, R-TOK-20: asked even when the copy says invalid; it may have become valid since.
      return { kind: 'ask', fallback: stored }
  }
}
