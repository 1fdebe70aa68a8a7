// Objects that are not even shaped like OCPI's. A list that is no list cannot be read around: what it would have said is
// unknown, so no price is known either.

import type { Finding } from './finding.ts'

export const MALFORMED = 'malformed'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The entries of a list of objects; of anything else none, with a finding. Absent is empty where `optional` says so. */
export function objects<T extends object>(
  value: readonly T[] | null | undefined,
  path: () => string,
  findings: Finding[],
  optional = false,
): readonly T[] {
  if (Array.isArray(value)) {
    if ((value as unknown[]).every(isObject)) return value as readonly T[]
    findings.push(malformed(path(), 'a list of objects'))
    return []
  }
  if (!optional || (value !== undefined && value !== null)) findings.push(malformed(path(), 'a list'))
  return []
}

export const malformed = (path: string, wanted: string): Finding => ({
  code: MALFORMED,
  severity: 'error',
  path,
  message: `this has to be ${wanted}; no price can be known`,
})
