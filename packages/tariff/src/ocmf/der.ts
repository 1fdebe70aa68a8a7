// As much of DER (X.690) as keys and signatures need: one element after the other.

export interface Element {
  readonly tag: number
  /** Where its content starts and ends. */
  readonly start: number
  readonly end: number
}

/** The element at `at`, if all of it lies before `limit`. Lengths up to two bytes: neither keys nor signatures need more. */
export function element(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (lengthBytes > 2) return undefined
  const start = at + 2 + lengthBytes
  const length =
    lengthBytes === 0 ? first : bytes.subarray(at + 2, start).reduce((value, byte) => value * 256 + byte, 0)
  const end = start + length
  return end <= limit ? { tag, start, end } : undefined
}
