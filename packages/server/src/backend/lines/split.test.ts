import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cut, type Splitter, splitEither, splitElements, splitLines } from './split.ts'

/** The text in pieces that end at these shares of it. */
function cutAll(splitter: Splitter, text: string, at: readonly number[] = []): Cut[] {
  const bytes = Buffer.from(text)
  const ends = [...at.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b)
  const found = ends.flatMap((end, index) => splitter.push(bytes.subarray(ends[index - 1] ?? 0, end)))
  return [...found, ...splitter.end()]
}
const textsOf = (cuts: readonly Cut[]) => cuts.map((cut) => ('text' in cut ? cut.text : cut.fault))

const pieces = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })
const values = fc.array(
  fc.oneof(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), fc.constant({ 'a"]},[{': '\\"]},\n' })),
)

describe('a body', () => {
  it('in lines is cut at each, whatever pieces it comes in', () => {
    fc.assert(
      fc.property(values, pieces, fc.boolean(), (objects, at, closed) => {
        const lines = objects.map((object) => JSON.stringify(object))
        const text = lines.join('\r\n') + (closed && lines.length > 0 ? '\n' : '')
        expect(textsOf(cutAll(splitLines(10_000_000), text, at))).toEqual(lines)
        expect(textsOf(cutAll(splitEither(10_000_000), text, at))).toEqual(lines)
      }),
    )
  })

  it('that is an array is cut at each element, whatever pieces it comes in', () => {
    fc.assert(
      fc.property(values, pieces, fc.constantFrom(undefined, 2), (objects, at, indent) => {
        const text = ` ${JSON.stringify(objects, null, indent)}\n`
        const cuts = cutAll(splitEither(10_000_000), text, at)
        expect(textsOf(cuts).map((one) => JSON.parse(one))).toEqual(JSON.parse(JSON.stringify(objects)))
        expect(cuts.map(({ number }) => number)).toEqual(objects.map((_, index) => index + 1))
      }),
    )
  })

  it('has numbers of lines that count empty ones', () => {
    expect(cutAll(splitLines(100), '\n{}\n\n{}').map(({ number }) => number)).toEqual([2, 4])
  })

  it('keeps no more of a text than it may have', () => {
    const cuts = cutAll(splitLines(10), `${'x'.repeat(11)}\n{"a":1}\n${'y'.repeat(10)}`, [0.1, 0.2])
    expect(cuts).toEqual([
      { number: 1, fault: 'is larger than 10 bytes' },
      { number: 2, text: '{"a":1}', bytes: 7 },
      { number: 3, text: 'y'.repeat(10), bytes: 10 },
    ])
    expect(textsOf(cutAll(splitElements(10), `[1,"${'x'.repeat(20)}",2]`))).toEqual([
      '1',
      'is larger than 10 bytes',
      '2',
    ])
  })

  it('that is no UTF-8 or no array says so', () => {
    expect(splitLines(10).push(Uint8Array.from([0xff, 10]))).toEqual([{ number: 1, fault: 'is not UTF-8' }])
    expect(textsOf(cutAll(splitElements(10), ''))).toEqual(['is missing: the body is empty'])
    expect(textsOf(cutAll(splitElements(10), '{}'))).toEqual(['is no JSON array'])
    expect(textsOf(cutAll(splitElements(10), '[1,,2]'))).toEqual(['1', 'is missing: there is a comma too many', '2'])
    expect(textsOf(cutAll(splitElements(10), '[1'))).toEqual(['is missing: the array does not end'])
    expect(textsOf(cutAll(splitElements(10), '[1]]'))).toEqual(['1', 'comes behind the end of the array'])
  })
})
