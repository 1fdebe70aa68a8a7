import { generateKeyPairSync, sign } from 'node:crypto'
import type { CurveName } from '@interchange/tariff/ocmf'
import { describe, expect, it } from 'vitest'
import { signatureCheck } from './signature-check.ts'

describe('the check of signatures by Node', () => {
  it.each([
    ['secp192r1', 'prime192v1'],
    ['secp256r1', 'prime256v1'],
    ['secp256k1', 'secp256k1'],
    ['secp384r1', 'secp384r1'],
    ['brainpool256r1', 'brainpoolP256r1'],
    ['brainpool384r1', 'brainpoolP384r1'],
  ] as const)('knows a right signature on %s from a wrong one', (curve: CurveName, namedCurve) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    const message = Buffer.from('{"FV":"1.0"}')
    const question = {
      curve,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      message,
      signature: sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    }
    const { check } = signatureCheck
    expect(check!(question)).toBe(true)
    expect(check!({ ...question, message: Buffer.from('{"FV":"1.1"}') })).toBe(false)
  })
})
