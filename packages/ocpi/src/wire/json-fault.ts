// Where a text stops being JSON. Engines say it in different words, some not at all, and quote the text beside it; a
// partner's developer needs the place, and a log must not hold the quote. Asked only after JSON.parse has refused.

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: JSON strings hold none
const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9.eE+-])|(?:true|false|null)(?![a-zA-Z])))/y
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: JSON strings hold none
const SPACE = /[ \t\r\n]*/y

/** What may come next. */
type Expected = 'value' | 'valueOrClose' | 'keyOrClose' | 'key' | 'colon' | 'commaOrClose' | 'end'

/** Position of the first character that cannot stand where it stands; the text's end when something is missing there. */
export function faultPosition(text: string): number {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    const next: Expected | null | undefined = match && step(match, expected, open)
    if (!match || !next) return skipSpace(text, at)
    expected = next
    at = TOKEN.lastIndex
  }
}

function step(
  [, mark, string, scalar]: RegExpExecArray,
  expected: Expected,
  open: ('[' | '{')[],
): Expected | undefined {
  const value = expected === 'value' || expected === 'valueOrClose'
  const inside = open.at(-1)
  const afterValue = (): Expected => (open.length > 0 ? 'commaOrClose' : 'end')
  if (scalar !== undefined) return value ? afterValue() : undefined
  if (string !== undefined) {
    if (expected === 'key' || expected === 'keyOrClose') return 'colon'
    return value ? afterValue() : undefined
  }
  switch (mark) {
    case '[':
    case '{':
      if (!value) return undefined
      open.push(mark)
      return mark === '[' ? 'valueOrClose' : 'keyOrClose'
    case ']':
    case '}':
      if (mark === ']' ? inside !== '[' : inside !== '{') return undefined
      if (expected !== 'commaOrClose' && expected !== 'valueOrClose' && expected !== 'keyOrClose') return undefined
      open.pop()
      return afterValue()
    case ',':
      if (expected !== 'commaOrClose') return undefined
      return inside === '[' ? 'value' : 'key'
    default:
      return expected === 'colon' ? 'value' : undefined
  }
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  SPACE.exec(text)
  return SPACE.lastIndex
}
