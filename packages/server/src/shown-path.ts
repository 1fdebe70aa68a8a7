/** Parameters that name a driver. */
const HIDDEN = new Set(['token_uid'])

/** Templates come from the tables of endpoints, so there are few: text, the name of a parameter, text, and so on. */
const split = new Map<string, readonly string[]>()

/**
 * What a log shows of a path below a module: `NL/ABC/LOC1`, and `NL/ABC/*` for a token. Encoded, so that an id cannot
 * break a line.
 */
export function shownPath(template: string, params: Readonly<Record<string, string>>): string {
  let parts = split.get(template)
  if (!parts) {
    parts = template.split(/\{(\w+)\}/)
    split.set(template, parts)
  }
  let shown = parts[0]!
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at]!
    const value = params[name]
    shown += (HIDDEN.has(name) ? '*' : value === undefined ? '-' : encodeURIComponent(value)) + parts[at + 1]!
  }
  return shown
}
