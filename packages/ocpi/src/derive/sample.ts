import type { Random } from './random.ts'

// Text that a regular expression accepts. Knows what the definitions use: literals, escapes, classes, groups,
// alternatives, quantifiers, anchors. Throws for the rest, so that a new pattern is noticed here.

type Draw = (random: Random) => string

const DIGITS = '0123456789'
const WORD = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('')
const ESCAPES: Readonly<Record<string, string>> = { d: DIGITS, w: WORD, s: ' ', t: '\t', n: '\n' }
/** Repeats for quantifiers without an upper end. */
const ENOUGH = 6

const cache = new Map<string, Draw>()

export function sample(pattern: RegExp, random: Random): string {
  let draw = cache.get(pattern.source)
  if (!draw) {
    draw = new Parser(pattern.source).parse()
    cache.set(pattern.source, draw)
  }
  return draw(random)
}

class Parser {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  parse(): Draw {
    const draw = this.alternatives()
    if (this.at < this.source.length) throw this.unknown()
    return draw
  }

  private unknown(): Error {
    return new Error(`cannot make text for /${this.source}/: position ${this.at} is not understood`)
  }

  private accept(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private alternatives(): Draw {
    const choices = [this.sequence()]
    while (this.accept('|')) choices.push(this.sequence())
    return choices.length === 1 ? choices[0]! : (random) => random.pick(choices)(random)
  }

  private sequence(): Draw {
    const parts: Draw[] = []
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) {
      if (this.accept('^') || this.accept('$')) continue
      parts.push(this.repeated(this.single()))
    }
    return (random) => parts.map((part) => part(random)).join('')
  }

  private single(): Draw {
    if (this.accept('(?:') || (!this.source.startsWith('(?', this.at) && this.accept('('))) {
      const inside = this.alternatives()
      if (!this.accept(')')) throw this.unknown()
      return inside
    }
    if (this.accept('[')) return this.oneOf(this.characterClass())
    if (this.accept('.')) return this.oneOf(PRINTABLE)
    if ('(*+?{'.includes(this.source[this.at]!)) throw this.unknown()
    return this.oneOf(this.character())
  }

  private oneOf(characters: string): Draw {
    const choices = [...characters]
    return (random) => random.pick(choices)
  }

  /** One literal character, or the set an escape stands for. */
  private character(): string {
    if (!this.accept('\\')) return this.source[this.at++]!
    const letter = this.source[this.at++]
    if (letter === undefined) throw this.unknown()
    if (letter === 'x' || letter === 'u') {
      const length = letter === 'x' ? 2 : 4
      const code = Number.parseInt(this.source.slice(this.at, this.at + length), 16)
      this.at += length
      return String.fromCharCode(code)
    }
    const set = ESCAPES[letter]
    if (set === undefined && /[A-Za-z0-9]/.test(letter)) throw this.unknown()
    return set ?? letter
  }

  private characterClass(): string {
    const negated = this.accept('^')
    let characters = ''
    while (!this.accept(']')) {
      if (this.at >= this.source.length) throw this.unknown()
      const first = this.character()
      if (first.length === 1 && this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at += 1
        const last = this.character()
        for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) characters += String.fromCharCode(code)
      } else {
        characters += first
      }
    }
    return negated ? [...PRINTABLE].filter((character) => !characters.includes(character)).join('') : characters
  }

  private repeated(draw: Draw): Draw {
    const times = this.quantifier()
    if (!times) return draw
    const [least, most] = times
    return (random) => Array.from({ length: random.int(least, most) }, () => draw(random)).join('')
  }

  private quantifier(): [number, number] | undefined {
    if (this.accept('?')) return [0, 1]
    if (this.accept('*')) return [0, ENOUGH]
    if (this.accept('+')) return [1, ENOUGH]
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.source.slice(this.at))
    if (!counted) return undefined
    this.at += counted[0].length
    const least = Number(counted[1])
    if (counted[2] === undefined) return [least, least]
    return [least, counted[3] ? Number(counted[3]) : least + ENOUGH]
  }
}
