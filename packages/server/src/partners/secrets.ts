// Credentials tokens at rest: those given to us are encrypted, those we gave away are only known by their hash.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const keyOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** AES-256-GCM with SECRET_KEY. Nonce, tag and text in Base64. */
export function encrypt(text: string, secretKey: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secretKey), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @returns undefined when none of the keys opens it. */
export function decrypt(sealed: string, secretKeys: readonly string[]): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return undefined
  for (const secretKey of secretKeys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(secretKey), bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    } catch {
      // Another key, or not ours.
    }
  }
  return undefined
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Printable ASCII of 43 characters, 256 bits (R-AUTH-09 allows 64). */
export const newToken = (): string => randomBytes(32).toString('base64url')
