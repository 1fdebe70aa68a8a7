import { encodeAuthorization } from '../wire/authorization.ts'
import type { Answer } from '../wire/envelope.ts'
import { statusOf } from '../wire/status-codes.ts'
import type { Session } from './call.ts'

const LONGEST = 200

/** An answer in words for an operator. What the partner says of itself is cut, and tokens in it are blacked out. */
export function explain(answer: Answer, session: Pick<Session, 'token'>, ...secrets: readonly string[]): string {
  switch (answer.kind) {
    case 'ok':
      return `it answered ${answer.statusCode}`
    case 'refused': {
      const meaning = statusOf(answer.statusCode)?.meaning ?? 'unknown'
      const said = answer.message ? `, and says "${redact(answer.message, [session.token, ...secrets])}"` : ''
      const http = answer.http >= 300 ? `HTTP ${answer.http}${hint(answer.http)} with ` : ''
      return `it answered ${http}${answer.statusCode} (${meaning})${said}`
    }
    case 'http':
      return `it answered HTTP ${answer.http}${hint(answer.http)} without an OCPI status code that explains it`
    case 'broken':
      return `its answer cannot be read: ${answer.why}`
    case 'timeout':
      return 'it did not answer in time'
    case 'unreachable':
      return `it cannot be reached: ${answer.why}`
    case 'unsendable':
      return `nothing was sent: ${answer.why}`
  }
}

const hints: Readonly<Record<number, string>> = {
  401: ' (it does not accept our token; platforms that expect it un-encoded need the setting raw)',
  404: ' (there is nothing at this URL)',
  405: ' (this is not allowed in the state it is in)',
  429: ' (it wants fewer requests)',
}

function hint(http: number): string {
  if (http >= 300 && http <= 399) return ' (a redirect, which is never followed; the URL has to be the final one)'
  return hints[http] ?? ''
}

/** A partner may quote the token that came, plain or as it stood in the header. */
function redact(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret === '') continue
    for (const form of [secret, encodeAuthorization(secret).slice('Token '.length)]) {
      clean = clean.replaceAll(form, '[token]')
    }
  }
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}...` : clean
}
