/** An envelope's own fields stand before or behind `data`; a page is not parsed for them once more. */
const EDGE = 300

export const edges = (text: string): string =>
  text.length <= 2 * EDGE ? text : text.slice(0, EDGE) + text.slice(-EDGE)

/** The OCPI status code of an answer's text. */
export function statusIn(text: string): number | undefined {
  const found = /"status_code"\s*:\s*"?(\d{4})/.exec(edges(text))
  return found ? Number(found[1]) : undefined
}
