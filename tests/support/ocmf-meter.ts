// A meter that signs as OCMF says, with OpenSSL: signer and verifier have nothing in common.

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { CurveName } from '../../packages/tariff/src/ocmf/curves.ts'

const OPENSSL: Readonly<Record<CurveName, string>> = {
  secp192r1: 'prime192v1',
  secp192k1: 'secp192k1',
  secp256r1: 'prime256v1',
  secp256k1: 'secp256k1',
  secp384r1: 'secp384r1',
  brainpool256r1: 'brainpoolP256r1',
  brainpool384r1: 'brainpoolP384r1',
}

export interface SignOptions {
  /** Fields of the signature section besides SD; SA is that of the curve unless given. */
  readonly section?: Readonly<Record<string, string>>
  readonly sa?: boolean
  readonly encoding?: 'hex' | 'base64'
  readonly form?: 'der' | 'ieee-p1363'
}

export interface OcmfMeter {
  readonly curve: CurveName
  readonly publicKey: KeyObject
  /** SubjectPublicKeyInfo. */
  readonly der: Buffer
  /** The uncompressed point. */
  readonly point: Buffer
  /** A whole record; a payload that is a text is signed as it is. */
  sign(payload: unknown, options?: SignOptions): string
}

export function ocmfMeter(curve: CurveName = 'secp256r1'): OcmfMeter {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: OPENSSL[curve] })
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const size = Number(/\d+/.exec(curve)?.[0]) / 8
  return {
    curve,
    publicKey,
    der,
    point: der.subarray(-1 - 2 * size),
    sign(payload, { section = {}, sa = true, encoding = 'hex', form = 'der' } = {}) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
      const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: form })
      const fields = { ...(sa && { SA: `ECDSA-${curve}-SHA256` }), ...section, SD: signature.toString(encoding) }
      return `OCMF|${text}|${JSON.stringify(fields)}`
    },
  }
}

/** A payload with the fields every record has; `readings` become RD. */
export const ocmfPayload = (readings: readonly object[], fields: object = {}) => ({
  FV: '1.0',
  GI: 'Gateway 1',
  GS: '123',
  PG: 'T12',
  MV: 'Meter maker',
  MS: '456',
  IS: true,
  IL: 'VERIFIED',
  IF: ['RFID_PLAIN'],
  IT: 'ISO14443',
  ID: 'C0FFEE11AB04D2',
  RD: readings,
  ...fields,
})

/** A reading of 2 May 2026 at `minute` past ten, UTC. */
export const ocmfReading = (reason: string, value: number | string, minute: number, fields: object = {}) => ({
  TM: `2026-05-02T12:${String(minute).padStart(2, '0')}:00,000+0200 S`,
  TX: reason,
  RV: value,
  RI: '01-00:01.08.00*FF',
  RU: 'kWh',
  RT: 'AC',
  EF: '',
  ST: 'G',
  ...fields,
})
