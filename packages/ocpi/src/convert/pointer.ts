/** A place in the object being converted; written out as a JSON pointer (RFC 6901) only when something is lost. */
export interface At {
  readonly above: At | undefined
  readonly key: string | number
}

export const segment = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`

export function pointer(at: At | undefined): string {
  let text = ''
  for (let place = at; place; place = place.above) text = segment(place.key) + text
  return text
}
