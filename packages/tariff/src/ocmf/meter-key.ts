// A key before it is noted for a meter: it has to be one that can verify something.

import { type CurveName, curves } from './curves.ts'
import { toHex } from './encoding.ts'
import { keyOn, readPublicKey, type Unreadable } from './public-key.ts'

export interface MeterKey {
  /** The curves it can be of: the one it names, or all that the bare point lies on. */
  readonly curves: readonly CurveName[]
  /** The uncompressed point in hex, or as it was written where that does not say the curve. */
  readonly point: string
}

/** Reads a key as `pinnedKey` takes it, and looks whether it lies on a curve of OCMF. What is wrong with it is a value. */
export function readMeterKey(text: string): MeterKey | Unreadable {
  const written = readPublicKey(text)
  if ('fault' in written) return written
  const candidates = written.curve ? [written.curve] : (Object.keys(curves) as CurveName[])
  const keys = candidates.flatMap((curve) => keyOn(curve, written.point) ?? [])
  const [first, ...others] = keys
  if (!first) return { fault: `it is no point of ${written.curve ?? 'any curve that OCMF has'}` }
  return { curves: keys.map(({ curve }) => curve), point: toHex(others.length > 0 ? written.point : first.point) }
}
