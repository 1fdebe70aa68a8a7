/** Path parameters that name a driver. */
const hidden = new Set(['token_uid'])

/**
 * What a log line shows of a path below a module: parties and ids, but never a token's uid.
 * @param params path parameters in order, decoded.
 */
export const shownPath = (params: Readonly<Record<string, string>>): string =>
  Object.entries(params)
    .map(([name, value]) => (hidden.has(name) ? '*' : value))
    .join('/')
