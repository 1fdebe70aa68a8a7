import type { Version } from './define/version.ts'
import { v221 } from './v2.2.1/index.ts'
import { v230 } from './v2.3.0/index.ts'

/** Every version this package knows, oldest first. */
export const versions: readonly Version[] = [v221, v230]

export const versionOf = (number: string): Version | undefined => versions.find((version) => version.number === number)

const segments = (number: string): number[] => number.split('.').map((part) => Number.parseInt(part, 10) || 0)

/** Negative when `a` is older than `b`. By segment, as numbers: 2.10 is newer than 2.9. */
export function compareVersions(a: string, b: string): number {
  const left = segments(a)
  const right = segments(b)
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * The newest version both sides speak, or nothing. Versions unknown to us are passed over (version information,
 * "VersionNumber"; credentials, "Registration").
 */
export function highestCommon(
  theirs: readonly string[],
  ours: readonly string[] = versions.map(({ number }) => number),
): string | undefined {
  return ours
    .filter((number) => theirs.includes(number))
    .sort(compareVersions)
    .at(-1)
}
