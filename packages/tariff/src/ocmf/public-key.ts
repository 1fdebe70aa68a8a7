// The public key of a signing meter. OCPI says Base64; meters print hex; both of a SubjectPublicKeyInfo (RFC 5480) or of
// the bare point (SEC 1), now and then without the leading 04 of an uncompressed point.

import { type CurveName, curves, curveWithOid, ecdsaOn } from './curves.ts'
import { element } from './der.ts'
import { fromBase64, fromHex, fromUtf8, toHex } from './encoding.ts'

/** A key as it was written: a point, and its curve if that is said. */
export interface WrittenKey {
  readonly point: Uint8Array
  readonly curve?: CurveName
}

/** A key that is known to lie on its curve. */
export interface PublicKey {
  readonly curve: CurveName
  /** The uncompressed point of SEC 1, `04` and two coordinates. */
  readonly point: Uint8Array
}

export type Unreadable = { readonly fault: string }

const ENCODINGS = 'hex or Base64 of a SubjectPublicKeyInfo or of a point'

/** Reads a key from its text. What is wrong with it is a value. */
export function readPublicKey(text: string): WrittenKey | Unreadable {
  const bytes = decoded(text)
  if (!bytes) return { fault: `it is not ${ENCODINGS}` }
  const key = keyOf(bytes)
  if (!('fault' in key)) return key
  // Base64 around what was text already: hex, or PEM.
  const inner = fromUtf8(bytes)
  const innerBytes = inner === undefined ? undefined : decoded(inner)
  return innerBytes ? keyOf(innerBytes) : key
}

/** The key on `curve`; undefined when the point does not lie on it. */
export function keyOn(curve: CurveName, written: Uint8Array): PublicKey | undefined {
  const size = curves[curve].bytes
  const bytes = written.length === 2 * size ? Uint8Array.of(4, ...written) : written
  try {
    return { curve, point: ecdsaOn(curve).Point.fromBytes(bytes).toBytes(false) }
  } catch {
    return undefined
  }
}

const EC_PUBLIC_KEY = '2a8648ce3d0201'

/** The SubjectPublicKeyInfo of a key, DER. Every part is shorter than 128 bytes. */
export function spkiOf({ curve, point }: PublicKey): Uint8Array {
  const part = (tag: number, ...content: readonly number[]) => [tag, content.length, ...content]
  const oid = (hex: string) => part(0x06, ...(fromHex(hex) as Uint8Array))
  return Uint8Array.from(
    part(0x30, ...part(0x30, ...oid(EC_PUBLIC_KEY), ...oid(curves[curve].oid)), ...part(0x03, 0, ...point)),
  )
}

const decoded = (text: string): Uint8Array | undefined => {
  const bare = text.replace(/-----(BEGIN|END) [A-Z ]+-----/g, '')
  return fromHex(bare) ?? fromBase64(bare)
}

const pointSizes = new Set(Object.values(curves).map(({ bytes }) => 2 * bytes))

function keyOf(bytes: Uint8Array): WrittenKey | Unreadable {
  // Two bare coordinates may begin with 30 as well.
  if (bytes[0] === 0x30 && (!isPoint(bytes) || toHex(bytes).includes(EC_PUBLIC_KEY))) return fromSpki(bytes)
  return isPoint(bytes) ? { point: bytes } : { fault: `its length or its first byte fits neither of ${ENCODINGS}` }
}

function isPoint(bytes: Uint8Array): boolean {
  const first = bytes[0] as number
  if (pointSizes.has(bytes.length)) return true
  if (first === 4) return pointSizes.has(bytes.length - 1)
  return (first === 2 || first === 3) && pointSizes.has(2 * (bytes.length - 1))
}

function fromSpki(bytes: Uint8Array): WrittenKey | Unreadable {
  const info = element(bytes, 0, bytes.length)
  if (!info || info.end !== bytes.length) return { fault: 'its DER encoding is cut off or has bytes left over' }
  const algorithm = element(bytes, info.start, info.end)
  const kind = algorithm && element(bytes, algorithm.start, algorithm.end)
  const curve = kind && element(bytes, kind.end, algorithm.end)
  const bits = algorithm && element(bytes, algorithm.end, info.end)
  if (!kind || !curve || !bits || algorithm.tag !== 0x30 || bits.tag !== 0x03 || bytes[bits.start] !== 0) {
    return { fault: 'its DER encoding is no SubjectPublicKeyInfo' }
  }
  if (toHex(bytes.subarray(kind.start, kind.end)) !== EC_PUBLIC_KEY) return { fault: 'it is no elliptic curve key' }
  const name = curveWithOid(toHex(bytes.subarray(curve.start, curve.end)))
  if (!name) return { fault: 'it is on a curve that OCMF does not have' }
  return { curve: name, point: bytes.slice(bits.start + 1, bits.end) }
}
