// Bytes and the ways they travel as text. Only what browsers and Node share.

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Bytes of hexadecimal text; undefined when it is not. Spaces, line breaks and colons between digits are let through. */
export function fromHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:]+/g, '')
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[\da-f]+$/i.test(digits)) return undefined
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}

/** Bytes of Base64 text, also of its URL-safe alphabet and without padding; undefined when it is not. */
export function fromBase64(text: string): Uint8Array | undefined {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  if (standard.trim() === '') return undefined
  try {
    return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The text UTF-8 bytes stand for; undefined when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const toUtf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
