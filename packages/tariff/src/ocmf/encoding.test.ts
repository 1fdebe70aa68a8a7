import { expect, test } from 'vitest'
import { fromBase64, fromHex, fromUtf8, toHex, toUtf8 } from './encoding.ts'

const bytes = (...given: number[]) => Uint8Array.from(given)

test.each([
  ['00ff7A', bytes(0, 255, 0x7a)],
  [' 00:ff  7A\n', bytes(0, 255, 0x7a)],
  ['', undefined],
  [' : ', undefined],
  ['0', undefined],
  ['00f', undefined],
  ['x00', undefined],
  ['00fg', undefined],
  ['0x00', undefined],
])('%j as hex', (text, expected) => {
  expect(fromHex(text)).toEqual(expected)
})

test.each([
  ['AP96', bytes(0, 255, 0x7a)],
  ['+/8=', bytes(0xfb, 0xff)],
  ['-_8', bytes(0xfb, 0xff)],
  ['AP\n96', bytes(0, 255, 0x7a)],
  ['', undefined],
  ['  ', undefined],
  ['A', undefined],
  ['AP9*', undefined],
])('%j as Base64', (text, expected) => {
  expect(fromBase64(text)).toEqual(expected)
})

test('text to bytes and back', () => {
  expect(toHex(toUtf8('ä1'))).toBe('c3a431')
  expect(fromUtf8(toUtf8('ä1'))).toBe('ä1')
  expect(fromUtf8(bytes(0xe4))).toBeUndefined()
  expect(toHex(bytes(0, 1, 254))).toBe('0001fe')
})
