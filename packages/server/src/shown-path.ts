/** Parameters that name a driver. */
const HIDDEN = new Set(['token_uid'])

/**
 * What a log shows of a path below a module: `NL/ABC/LOC1`, and `NL/ABC/*` for a token. Encoded, so that an id cannot
 * break a line.
 */
export const shownPath = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) =>
    HIDDEN.has(name) ? '*' : params[name] === undefined ? '-' : encodeURIComponent(params[name]),
  )
