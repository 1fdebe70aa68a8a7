import type { DisplayText } from '@interchange/ocpi'

/** Of the first language there is a text in, `nl` for `nl-BE` too; else the English one, else the first. */
export function displayTextIn(texts: readonly DisplayText[], languages: readonly string[]): string | undefined {
  const plain = (language: string) => language.toLowerCase().split('-')[0]!
  for (const wanted of [...languages, 'en']) {
    const found = texts.find(({ language }) => plain(language) === plain(wanted))
    if (found) return found.text
  }
  return texts[0]?.text
}

/** Languages of an `Accept-Language`, the best first (RFC 9110, 12.5.4). */
export function languagesOf(header: string | readonly string[] | undefined): string[] {
  return [header]
    .flat()
    .join(',')
    .split(',')
    .slice(0, 20)
    .flatMap((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const quality = Number(parameters.find((one) => /^q=/i.test(one))?.slice(2) ?? 1)
      return /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(range) && quality > 0 ? [{ range, quality }] : []
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ range }) => range)
}
