// What says that bodies came whole, all of them and in order, without keeping them: each is hashed onto the one before.

const BASIS = 0x811c9dc5
const PRIME = 0x01000193

/** FNV-1a over the bytes, beginning where the last body of the same object ended. */
export function chained(before: number | undefined, bytes: Uint8Array): number {
  let hash = before ?? BASIS
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, PRIME)
  return hash >>> 0
}

/** Milliseconds of the machine's one steady clock: of several processes they can be compared. */
export const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6
