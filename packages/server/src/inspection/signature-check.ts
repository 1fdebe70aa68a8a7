import { getCurves, verify } from 'node:crypto'
import type { CurveName, SignatureCheck } from '@interchange/tariff/ocmf'

/** OpenSSL's names of the curves meters sign with. */
const names: Readonly<Record<CurveName, string>> = {
  secp192r1: 'prime192v1',
  secp192k1: 'secp192k1',
  secp256r1: 'prime256v1',
  secp256k1: 'secp256k1',
  secp384r1: 'secp384r1',
  brainpool256r1: 'brainpoolP256r1',
  brainpool384r1: 'brainpoolP384r1',
}

const known = new Set(getCurves())

const check: SignatureCheck = ({ publicKey, message, signature }) =>
  verify(
    'sha256',
    message,
    { key: Buffer.from(publicKey), format: 'der', type: 'spki', dsaEncoding: 'ieee-p1363' },
    signature,
  )

/** Node's own ECDSA, many times as fast as the library's; nothing where this build of OpenSSL lacks one of the curves. */
export const signatureCheck: { readonly check?: SignatureCheck } = Object.values(names).every((name) => known.has(name))
  ? { check }
  : {}
