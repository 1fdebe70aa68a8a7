// Findings beside an answer whose body is the object itself.

import type { Finding } from '@interchange/tariff'
import { CdrHasErrors } from '../inspection/own-writes.ts'
import { Problem } from './problem.ts'

/** A header holds so many; the audit or lint has all of them. */
const MOST_IN_HEADER = 20

/**
 * `Interchange-Findings: code (severity) pointer; ...` where there are findings, and where all about them is. Nothing of
 * the object is quoted but field names and positions: a header holds ASCII alone.
 */
export function findingHeaders(
  findings: readonly Finding[],
  links: { readonly audit?: string; readonly lint?: string } = {},
): Record<string, string> {
  const [about] = Object.entries(links).map(([rel, url]) => `<${url}>; rel="${rel}"`)
  const link = about ? { link: about } : {}
  if (findings.length === 0) return link
  const shown = findings
    .slice(0, MOST_IN_HEADER)
    .map(({ code, severity, path }) => `${code} (${severity}) ${path}`.trim())
  const rest = findings.length - shown.length
  const text = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
  return { ...link, 'interchange-findings': text.replace(/[^\x20-\x7e]/g, '?') }
}

/** In HTTP's words; anything else is passed on as it is. */
export function asFindingsProblem(error: unknown): unknown {
  if (!(error instanceof CdrHasErrors)) return error
  const errors = error.findings.map(({ code, path, message }) => ({ pointer: path, code, detail: message }))
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`
  return new Problem(
    'cdr-has-errors',
    `${count} in the CDR; nothing was stored. Correct it, or send it with ?accept_findings=true`,
    { errors },
  )
}
