import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ocmfMeter } from '../../../../tests/support/ocmf-meter.ts'
import { type CurveName, curveNamed, curves, curveWithOid } from './curves.ts'
import { keyOn, readPublicKey, spkiOf } from './public-key.ts'

const names = Object.keys(curves) as CurveName[]
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe.each(names)('a key on %s', (curve) => {
  const { der, point, publicKey } = ocmfMeter(curve)
  const x = point.subarray(1, 1 + curves[curve].bytes)
  const compressed = Buffer.from([2 + ((point.at(-1) as number) & 1), ...x])
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const grouped = (text: string) => (text.match(/.{1,4}/g) as string[]).join(' ')

  test.each([
    ['Base64 of DER', der.toString('base64')],
    ['Base64 of DER for URLs', der.toString('base64url')],
    ['Base64 of DER in lines', der.toString('base64').replace(/(.{64})/g, '$1\n')],
    ['hex of DER', der.toString('hex')],
    ['hex of DER in capitals', der.toString('hex').toUpperCase()],
    ['hex of DER in groups', ` ${grouped(der.toString('hex'))}\n`],
    ['hex of DER with colons', (der.toString('hex').match(/../g) as string[]).join(':')],
    ['PEM', pem],
    ['Base64 of PEM', Buffer.from(pem).toString('base64')],
    ['Base64 of hex of DER', Buffer.from(der.toString('hex')).toString('base64')],
  ])('as %s', (_, text) => {
    expect(readPublicKey(text)).toEqual({ curve, point: new Uint8Array(point) })
  })

  test.each([
    ['hex of the point', point.toString('hex'), point],
    ['Base64 of the point', point.toString('base64'), point],
    ['hex of two coordinates', point.subarray(1).toString('hex'), point.subarray(1)],
    ['hex of the compressed point', compressed.toString('hex'), compressed],
    ['Base64 of the compressed point', compressed.toString('base64'), compressed],
  ])('as %s', (_, text, expected) => {
    const key = readPublicKey(text)
    expect(key).toEqual({ point: new Uint8Array(expected) })
    expect(hex((keyOn(curve, expected) as never as { point: Uint8Array }).point)).toBe(point.toString('hex'))
  })

  test('cut off anywhere, it cannot be read', () => {
    for (let length = 1; length < der.length; length += 1) {
      expect(readPublicKey(der.subarray(0, length).toString('hex'))).toHaveProperty('fault')
    }
  })

  test('its SubjectPublicKeyInfo is that of OpenSSL', () => {
    expect(hex(spkiOf({ curve, point }))).toBe(der.toString('hex'))
    expect(
      createPublicKey({ key: Buffer.from(spkiOf({ curve, point })), format: 'der', type: 'spki' }).asymmetricKeyType,
    ).toBe('ec')
  })

  test('is no key on any other curve', () => {
    for (const other of names.filter((one) => one !== curve)) expect(keyOn(other, point)).toBeUndefined()
  })
})

describe('what is no key', () => {
  const { der } = ocmfMeter()
  const spoiled = (at: number, byte: number) => {
    const bytes = Buffer.from(der)
    bytes[at] = byte
    return bytes.toString('hex')
  }

  // 30 59 | 30 13 | 06 07 2a8648ce3d0201 | 06 08 2a8648ce3d030107 | 03 42 00 04 ...
  test.each([
    ['', 'it is not hex or Base64'],
    ['   ', 'it is not hex or Base64'],
    ['no key!', 'it is not hex or Base64'],
    ['04abc', 'it is not hex or Base64'],
    ['04ab', 'its length or its first byte'],
    ['05'.repeat(65), 'its length or its first byte'],
    ['04'.repeat(33), 'its length or its first byte'],
    ['02'.repeat(65), 'its length or its first byte'],
    [`${der.toString('hex')}00`, 'cut off or has bytes left over'],
    [spoiled(1, 0x58), 'cut off or has bytes left over'],
    [spoiled(1, 0x83), 'cut off or has bytes left over'],
    [spoiled(2, 0x31), 'no SubjectPublicKeyInfo'],
    [spoiled(3, 0x7f), 'no SubjectPublicKeyInfo'],
    [spoiled(23, 0x04), 'no SubjectPublicKeyInfo'],
    [spoiled(25, 0x01), 'no SubjectPublicKeyInfo'],
    [spoiled(12, 0x02), 'no elliptic curve key'],
    [spoiled(22, 0x06), 'on a curve that OCMF does not have'],
    ['3000', 'no SubjectPublicKeyInfo'],
  ])('%s', (text, fault) => {
    expect(readPublicKey(text)).toEqual({ fault: expect.stringContaining(fault) })
  })

  test('two coordinates that begin like DER are a point', () => {
    const bytes = new Uint8Array(64).fill(0x30)
    expect(readPublicKey(hex(bytes))).toEqual({ point: bytes })
  })

  test('lengths in two bytes are read', () => {
    const long = Buffer.from([0x30, 0x82, 0x00, 0x59, ...der.subarray(2)])
    expect(readPublicKey(long.toString('hex'))).toMatchObject({ curve: 'secp256r1' })
    const short = Buffer.from([0x30, 0x81, 0x59, ...der.subarray(2)])
    expect(readPublicKey(short.toString('hex'))).toMatchObject({ curve: 'secp256r1' })
  })
})

describe('names of curves', () => {
  test.each([
    ['secp192r1', 'secp192r1'],
    ['SECP256R1', 'secp256r1'],
    ['prime192v1', 'secp192r1'],
    ['prime256v1', 'secp256r1'],
    ['brainpoolP256r1', 'brainpool256r1'],
    ['brainpoolP384r1', 'brainpool384r1'],
    ['brainpool384r1', 'brainpool384r1'],
    ['secp521r1', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%s is %s', (name, expected) => {
    expect(curveNamed(name)).toBe(expected)
  })

  test('an object identifier nobody knows', () => {
    expect(curveWithOid('2b81040023')).toBeUndefined()
  })
})
