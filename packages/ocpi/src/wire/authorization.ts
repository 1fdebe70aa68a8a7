// The Authorization header: the word `Token`, one space, the credentials token in Base64 of its UTF-8 octets.
// Source: transport, "Authorization header". The chapter's own examples encode a line feed behind the token, so one is
// dropped when reading. Many 2.1.1 and 2.2 platforms send the token as it is: a setting of the partner (`raw`).

export type TokenEncoding = 'base64' | 'raw'

/** What a received header can mean. Which it is depends on the partner, who is known only by its token. */
export interface GivenToken {
  /** The decoded token; undefined when the text is no Base64 of UTF-8. */
  readonly decoded: string | undefined
  /** The text as it stands. Look it up among partners set to `raw` only: it may be the Base64 of another's token. */
  readonly raw: string
}

/** Base64 of a 64 character token is 88 long; this leaves room for partners whose tokens are longer. */
const LONGEST = 1024

/** Printable ASCII without white space, 1 to 64 characters (R-AUTH-09; credentials, "Credentials object"). */
export const isCredentialsToken = (token: unknown): token is string =>
  typeof token === 'string' && /^[\x21-\x7e]{1,64}$/.test(token)

/** The header's value. Throws RangeError when a raw token holds what a header cannot carry. */
export function encodeAuthorization(token: string, encoding: TokenEncoding = 'base64'): string {
  if (encoding === 'base64') return `Token ${toBase64(token)}`
  if (!/^[\x21-\x7e]+$/.test(token)) throw new RangeError('A raw credentials token is printable ASCII without spaces')
  return `Token ${token}`
}

/** Both readings of a header; undefined when it is absent or not of the form `Token`, one space, text (R-AUTH-02). */
export function readAuthorization(value: string | undefined): GivenToken | undefined {
  const match = value === undefined ? null : /^token ([\x21-\x7e]+)$/i.exec(value)
  if (!match || match[1]!.length > LONGEST) return undefined
  return { decoded: fromBase64(match[1]!), raw: match[1]! }
}

/** The token of a header in a known encoding; undefined when there is none. */
export function decodeAuthorization(value: string | undefined, encoding: TokenEncoding = 'base64'): string | undefined {
  const given = readAuthorization(value)
  return encoding === 'raw' ? given?.raw : given?.decoded
}

function toBase64(text: string): string {
  if (ASCII.test(text)) return btoa(text)
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
// biome-ignore lint/suspicious/noControlCharactersInRegex: the line feed that is dropped is one of them
const ASCII = /^[\x00-\x7f]*$/

/** RFC 4648 section 4 to the letter: padded, standard alphabet, one spelling per token. */
function fromBase64(given: string): string | undefined {
  try {
    const bytes = atob(given)
    if (btoa(bytes) !== given) return undefined
    const text = ASCII.test(bytes) ? bytes : utf8.decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
    const token = text.endsWith('\n') ? text.slice(0, -1) : text
    return token === '' ? undefined : token
  } catch {
    return undefined
  }
}
