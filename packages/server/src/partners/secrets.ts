import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

// Tokens others use towards us are only compared, so their SHA-256 is enough: they are long and random. Tokens we use
// towards others have to be read again, so they are encrypted with AES-256-GCM under a key made from SECRET_KEY.

export const hashToken = (token: string): string => hash('sha256', token)

/** 48 characters of the URL-safe alphabet: 288 random bits, within the 64 characters OCPI allows. */
export function newToken(): string {
  const made = randomBytes(36).toString('base64url')
  // On a command line it would be taken for an option.
  return made.startsWith('-') ? newToken() : made
}

/** Compares without saying by its duration where the difference is. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Purpose of the tokens we send. */
export const PARTNER_TOKEN = 'partner token'

export interface Secrets {
  /** `purpose` keeps what was sealed for one thing from being used for another. */
  seal(purpose: string, text: string): string
  /** Undefined when it was changed, made for another purpose, or with a key that is neither the present nor the old one. */
  open(purpose: string, sealed: string): string | undefined
  /** True when only SECRET_KEY_OLD opens it: it should be sealed again. */
  isOld(purpose: string, sealed: string): boolean
  /** Keyed hashes of a text in hexadecimal: with the present key, then with SECRET_KEY_OLD where there is one. */
  digests(purpose: string, text: string): readonly string[]
}

const IV = 12
const TAG = 16

export function createSecrets(secretKey: string, secretKeyOld?: string): Secrets {
  const keyring = (secret: string) => {
    const made = new Map<string, Buffer>()
    return (purpose: string): Buffer => {
      const known = made.get(purpose)
      if (known) return known
      const key = Buffer.from(hkdfSync('sha256', secret, 'interchange', purpose, 32))
      made.set(purpose, key)
      return key
    }
  }
  const present = keyring(secretKey)
  const old = secretKeyOld === undefined ? undefined : keyring(secretKeyOld)
  return {
    seal(purpose, text) {
      const iv = randomBytes(IV)
      const cipher = createCipheriv('aes-256-gcm', present(purpose), iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open: (purpose, sealed) => unseal(present(purpose), sealed) ?? (old && unseal(old(purpose), sealed)),
    isOld: (purpose, sealed) => unseal(present(purpose), sealed) === undefined,
    digests: (purpose, text) =>
      [present, ...(old ? [old] : [])].map((keys) => createHmac('sha256', keys(purpose)).update(text).digest('hex')),
  }
}

function unseal(key: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV + TAG) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV))
    decipher.setAuthTag(bytes.subarray(IV, IV + TAG))
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

const FILE = 'secret.key'

/** The key beside the embedded database: read, or made at the first start. A database in memory gets one of its own. */
export async function keyBesideData(dataDir: string): Promise<string> {
  const made = randomBytes(32).toString('base64url')
  if (dataDir.startsWith('memory://')) return made
  await mkdir(dataDir, { recursive: true })
  const path = join(dataDir, FILE)
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(`${made}\n`)
    await file.sync()
    await file.close()
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const held = (await readFile(path, 'utf8')).trim()
    if (held.length < 16) throw new Error(`${path} is damaged; without it stored partner tokens cannot be read`)
    return held
  }
}
