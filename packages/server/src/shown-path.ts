/**
 * What a log line shows of a path below a module: parties and ids, but never a token's uid, which names a driver.
 * Path parameters in order, decoded.
 */
export function shownPath(module: string, segments: readonly string[]): string {
  if (module !== 'tokens') return segments.join('/')
  return segments.map((segment) => (segment.length <= 3 ? segment : '*')).join('/')
}
