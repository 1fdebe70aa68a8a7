// The `Link` header (RFC 8288), as far as lists need it: where the next page is. Read in one pass from left to right,
// because a pattern that forgives white space everywhere takes hours on a hostile header.

export type NextPage =
  | { readonly kind: 'next'; readonly url: string }
  | { readonly kind: 'last' }
  /** There is a next page, but its URL cannot be read: a crawl must not end here as if it were complete. */
  | { readonly kind: 'broken'; readonly why: string }

/** The header's value for the next page. */
export const nextLink = (url: string): string => `<${url.replace(/[<>\s"]/g, encodeURIComponent)}>; rel="next"`

/**
 * The next page of a header: several links, parameters in any order, relation types in any case and in lists. An
 * absolute URL is returned letter by letter (R-PAGE-14); a relative one is resolved against `base`.
 */
export function readNextLink(header: string | undefined, base: string): NextPage {
  if (header === undefined) return { kind: 'last' }
  const scanner = new Scanner(header)
  while (!scanner.atEnd()) {
    const from = scanner.at
    const link = readLink(scanner)
    if (!link) return /\bnext\b/i.test(header.slice(from)) ? broken('is not of the form <url>; rel="next"') : LAST
    if (link.rel?.toLowerCase().split(/\s+/).includes('next')) return target(link.url, base)
  }
  return LAST
}

const LAST: NextPage = { kind: 'last' }

function target(url: string, base: string): NextPage {
  if (url === '' || !URL.canParse(url, base)) return broken('holds no URL for the next page')
  const resolved = new URL(url, base)
  if (resolved.protocol !== 'https:' && resolved.protocol !== 'http:')
    return broken('leads to something else than HTTP')
  return { kind: 'next', url: URL.canParse(url) ? url : resolved.href }
}

const broken = (why: string): NextPage => ({ kind: 'broken', why: `The Link header ${why}` })

interface Link {
  readonly url: string
  /** Of several `rel` the first counts. */
  readonly rel: string | undefined
}

/** One link and the comma behind it; undefined when the text is no link. */
function readLink(scanner: Scanner): Link | undefined {
  const url = scanner.eat('<') ? scanner.until('>') : undefined
  if (url === undefined) return undefined
  let rel: string | undefined
  while (scanner.eat(';')) {
    const name = scanner.run(/[^=;,"\s]*/y).toLowerCase()
    const value = scanner.eat('=') ? scanner.value() : ''
    if (value === undefined) return undefined
    if (name === 'rel') rel ??= value
  }
  return scanner.atEnd() || scanner.eat(',') ? { url: url.trim(), rel } : undefined
}

class Scanner {
  at = 0
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Passes over white space. */
  atEnd(): boolean {
    this.run(/\s*/y)
    return this.at >= this.text.length
  }

  /** Passes over white space, and before a link over the commas of empty elements. */
  eat(mark: string): boolean {
    this.run(mark === '<' ? /[\s,]*/y : /\s*/y)
    if (this.text[this.at] !== mark) return false
    this.at++
    this.run(/\s*/y)
    return true
  }

  until(mark: string): string | undefined {
    const end = this.text.indexOf(mark, this.at)
    if (end === -1) return undefined
    const found = this.text.slice(this.at, end)
    this.at = end + mark.length
    return found
  }

  /** What a pattern that always matches takes from here. */
  run(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)![0]
    this.at += found.length
    return found
  }

  /** A parameter's value, quoted or not; undefined when a quote is not closed. */
  value(): string | undefined {
    if (this.text[this.at] !== '"') return this.run(/[^;,"]*/y)
    let end = this.at + 1
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1
    if (end >= this.text.length) return undefined
    const found = this.text.slice(this.at + 1, end)
    this.at = end + 1
    return found
  }
}
