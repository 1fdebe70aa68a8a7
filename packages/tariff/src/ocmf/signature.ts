// Is a record signed by a key? OCMF 1.4, "Signature Section" and tables 22 and 23: ECDSA over SHA-256 of the payload
// section, DER in hex unless the section says otherwise.

import { type CurveName, curveNamed, curves, ecdsaOn } from './curves.ts'
import { element } from './der.ts'
import { fromBase64, fromHex, toHex, toUtf8 } from './encoding.ts'
import type { Report } from './findings.ts'
import { keyOn, type PublicKey, spkiOf, type WrittenKey } from './public-key.ts'
import { type OcmfRecord, textIn } from './record.ts'

/** What is asked about a signature; enough for WebCrypto's and Node's own ECDSA. */
export interface SignatureQuestion {
  readonly curve: CurveName
  /** DER of a SubjectPublicKeyInfo with an uncompressed point. */
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  /** r and s, each as long as the curve's coordinates (IEEE P1363). The hash is SHA-256. */
  readonly signature: Uint8Array
}

/** Answers whether the signature is right. */
export type SignatureCheck = (question: SignatureQuestion) => boolean

/** `verified`: signed by the key. `invalid`: not. `unverifiable`: it cannot be told. */
export type SignatureStatus = 'verified' | 'invalid' | 'unverifiable'

export interface KeyUsed {
  /** From the options, and so trusted; or from the data, which shows only that nothing was changed after signing. */
  readonly source: 'pinned' | 'data'
  readonly curve: CurveName
  /** The uncompressed point in hex: the same for every way of writing the key. */
  readonly point: string
}

/** Keys to check against: the pinned one if there is one, and the one that came with the data. */
export interface Keys {
  readonly pinned?: WrittenKey
  readonly stated?: WrittenKey
}

export interface CheckedSignature {
  readonly status: SignatureStatus
  /** The signature algorithm, in OCMF's words. */
  readonly algorithm?: string
  readonly key?: PublicKey
}

const DEFAULT: CurveName = 'secp256r1'

export function checkSignature(
  record: OcmfRecord,
  keys: Keys,
  path: string,
  report: Report,
  check: SignatureCheck = checkByLibrary,
): CheckedSignature {
  const written = keys.pinned ?? keys.stated
  const curve = curveOf(record, written, path, report)
  if (!curve) return { status: 'unverifiable' }
  const algorithm = `ECDSA-${curve}-SHA256`
  const signature = signatureOf(record, curve, path, report)
  if (!signature) return { status: 'invalid', algorithm }
  if (!written) return { status: 'unverifiable', algorithm }
  const fits = written.curve === undefined || written.curve === curve
  const key = fits ? keyOn(curve, written.point) : undefined
  if (!key) {
    const what = fits ? `the key is no point of ${curve}` : `the key is on ${written.curve}`
    report('signed-key-curve', path, `${what}, while the signature says ${algorithm}`)
    return { status: 'invalid', algorithm }
  }
  const message = toUtf8(record.signed)
  const answers = (one: PublicKey) => check({ curve, publicKey: spkiOf(one), message, signature })
  if (answers(key)) return { status: 'verified', algorithm, key }
  const other = keys.pinned && keys.stated && keyOn(curve, keys.stated.point)
  const why =
    other && answers(other)
      ? 'it was made with the key in public_key, which is not the pinned one'
      : 'the payload was changed, or another key signed it'
  report('signature-invalid', path, `the signature is not one of the ${keys.pinned ? 'pinned' : 'stated'} key: ${why}`)
  return { status: 'invalid', algorithm, key }
}

/** The check by the library: runs anywhere, a few milliseconds each. */
const checkByLibrary: SignatureCheck = ({ curve, publicKey, message, signature }) =>
  ecdsaOn(curve).verify(signature, message, publicKey.subarray(-1 - 2 * curves[curve].bytes), { lowS: false })

function curveOf(record: OcmfRecord, key: WrittenKey | undefined, path: string, report: Report): CurveName | undefined {
  const stated = textIn(record.signature, 'SA')?.trim()
  if (stated) {
    const name = /^ECDSA-(\w+)-SHA-?256$/i.exec(stated)?.[1]
    const curve = name === undefined ? undefined : curveNamed(name)
    if (!curve) {
      report('ocmf-algorithm-unknown', path, `SA is none of ECDSA-{${Object.keys(curves).join(', ')}}-SHA256`)
    }
    return curve
  }
  // Without SA it is the default. A key that says another curve is believed: the signature will show.
  if (key?.curve === undefined || key.curve === DEFAULT) return DEFAULT
  report(
    'ocmf-algorithm-missing',
    path,
    `SA is missing, which means ECDSA-${DEFAULT}-SHA256; the key is on ${key.curve}`,
  )
  return key.curve
}

function signatureOf(record: OcmfRecord, curve: CurveName, path: string, report: Report): Uint8Array | undefined {
  const unreadable = (message: string): undefined => {
    report('signature-unreadable', path, message)
    return undefined
  }
  const encoding = textIn(record.signature, 'SE')?.trim().toLowerCase() || 'hex'
  if (encoding !== 'hex' && encoding !== 'base64') return unreadable('SE is neither hex nor base64')
  const kind = textIn(record.signature, 'SM')?.trim().toLowerCase() || 'application/x-der'
  if (kind !== 'application/x-der') return unreadable('SM is not application/x-der')
  const data = textIn(record.signature, 'SD')?.trim()
  if (!data) return unreadable('SD, the signature, is missing')
  const bytes = encoding === 'hex' ? fromHex(data) : fromBase64(data)
  if (!bytes) return unreadable(`SD is not ${encoding}`)
  return compact(bytes, curve) ?? unreadable(`SD is not the DER encoding of two numbers for ${curve}`)
}

/** r and s, each in as many bytes as the curve has. Some meters write just these, without DER. */
function compact(bytes: Uint8Array, curve: CurveName): Uint8Array | undefined {
  const { bytes: size, n } = curves[curve]
  const sequence = element(bytes, 0, bytes.length)
  const r = sequence && element(bytes, sequence.start, sequence.end)
  const s = r && element(bytes, r.end, sequence.end)
  const isDer = s?.end === bytes.length && bytes[0] === 0x30 && r?.tag === 0x02 && s.tag === 0x02
  if (!isDer && bytes.length !== 2 * size) return undefined
  const numbers = isDer
    ? [bytes.subarray(r.start, r.end), bytes.subarray(s.start, s.end)]
    : [bytes.subarray(0, size), bytes.subarray(size)]
  // Meters leave out the zero that DER wants before a high bit, and put zeros where it wants none: r and s are never
  // negative, so there is only one way to read them.
  const values = numbers.map((number) => BigInt(`0x0${toHex(number)}`))
  if (!values.every((value) => value > 0n && value < n)) return undefined
  return fromHex(values.map((value) => value.toString(16).padStart(2 * size, '0')).join(''))
}
