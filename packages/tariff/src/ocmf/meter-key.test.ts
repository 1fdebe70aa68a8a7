import { describe, expect, test } from 'vitest'
import { ocmfMeter } from '../../../../tests/support/ocmf-meter.ts'
import { type CurveName, curves } from './curves.ts'
import { readMeterKey } from './meter-key.ts'

const names = Object.keys(curves) as CurveName[]

describe('a key of a meter', () => {
  test.each(names)('on %s, in every way of writing it', (curve) => {
    const { der, point, publicKey } = ocmfMeter(curve)
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string
    const texts = [
      der.toString('hex'),
      der.toString('base64'),
      pem,
      point.toString('hex'),
      point.subarray(1).toString('hex'),
    ]
    for (const text of texts) expect(readMeterKey(text)).toEqual({ curves: [curve], point: point.toString('hex') })
  })

  test('that is none is refused, and it says why', () => {
    const { der, point } = ocmfMeter()
    const off = Buffer.from(der)
    off[off.length - 1]! ^= 1
    const bare = Buffer.from(point)
    bare[64]! ^= 1
    expect(readMeterKey(off.toString('base64'))).toEqual({ fault: 'it is no point of secp256r1' })
    expect(readMeterKey(bare.toString('hex'))).toEqual({ fault: 'it is no point of any curve that OCMF has' })
    expect(readMeterKey('no key')).toHaveProperty('fault')
    expect(readMeterKey('')).toHaveProperty('fault')
  })

  test('that is compressed may be of several curves', () => {
    const { point } = ocmfMeter('secp256k1')
    const compressed = `0${2 + (point[64]! & 1)}${point.subarray(1, 33).toString('hex')}`
    const key = readMeterKey(compressed)
    expect(key).toMatchObject({ curves: expect.arrayContaining(['secp256k1']) })
  })
})
