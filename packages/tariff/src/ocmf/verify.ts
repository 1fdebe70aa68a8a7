// Signed meter values of CDRs (OCPI 2.3.0 CDRs, "SignedData class"; R-CDR-24): what the meter signed, whether
// it did, and how much energy that was. An import path of its own, since it brings a library for elliptic curves with it.

import type { SignedData } from '@interchange/ocpi'
import type { Decimal } from '@interchange/ocpi/define/decimal'
import type { Finding } from '../finding.ts'
import { toHex } from './encoding.ts'
import { collector, type Report } from './findings.ts'
import { keyOn, readPublicKey, type WrittenKey } from './public-key.ts'
import { type MeterReading, readReadings } from './readings.ts'
import { type Fields, type OcmfRecord, readRecord, textIn } from './record.ts'
import { checkSignature, type Keys, type KeyUsed, type SignatureCheck, type SignatureStatus } from './signature.ts'
import { billedOf, type ReadRecord, type RegisterEnergy, readTransaction } from './transaction.ts'

export interface SignedDataOptions {
  /** The key the meter is known to have, from elsewhere than the data: hex or Base64 of DER or point. It alone counts. */
  readonly pinnedKey?: string
  /** Replaces the library's check, for instance by node:crypto, seven to forty times as fast. */
  readonly check?: SignatureCheck
}

export interface VerifiedValue {
  /** As stated: Start, End, Intermediate. */
  readonly nature: string
  readonly status: SignatureStatus
  /** In OCMF's words: `ECDSA-secp256r1-SHA256`. */
  readonly algorithm?: string
  readonly key?: KeyUsed
  /** In the order of the record. */
  readonly readings: readonly MeterReading[]
}

export interface SignedDataResult {
  /**
   * About the signatures alone: the worst of the values, `invalid` before `unverifiable` before `verified`; `unsupported`
   * when the encoding is not OCMF. Whether the readings are good, the findings tell.
   */
  readonly status: SignatureStatus | 'unsupported'
  /** One for each signed value, in its order. */
  readonly values: readonly VerifiedValue[]
  /** Begin and end of each register of energy, that of the bill first. Values whose signature is wrong do not count. */
  readonly registers: readonly RegisterEnergy[]
  /** What was drawn from begin to end by the register of the bill, kWh; absent when that cannot be said. */
  readonly energy?: Decimal
  readonly findings: readonly Finding[]
}

/**
 * Verifies the `signed_data` of a canonical CDR. Never throws because of data: what is wrong is a finding, its
 * path a JSON pointer into `signed_data`. Neither findings nor result hold the identification of the driver.
 */
export function verifySignedData(signedData: SignedData, options: SignedDataOptions = {}): SignedDataResult {
  const { findings, report } = collector()
  const { encoding_method, public_key, signed_values } = loose(signedData)
  if (typeof encoding_method !== 'string' || !Array.isArray(signed_values) || signed_values.length === 0) {
    report('signed-data-malformed', '', 'signed_data has an encoding_method and one or more signed_values')
    return { status: 'unverifiable', values: [], registers: [], findings }
  }
  if (!/^\s*OCMF(?![a-z])/i.test(encoding_method)) {
    report(
      'signed-encoding-unsupported',
      '/encoding_method',
      'kept, but not verified: of the encodings only OCMF is known',
    )
    return { status: 'unsupported', values: [], registers: [], findings }
  }
  if (signed_values.length > MOST_VALUES) {
    report('signed-data-malformed', '/signed_values', `more than ${MOST_VALUES} values; they are not looked at`)
    return { status: 'unverifiable', values: [], registers: [], findings }
  }
  const keys = readKeys(public_key, options.pinnedKey, report)
  const read = signed_values.map((value, index) => readValue(value, `/signed_values/${index}`, keys, options, report))
  const values = read.map(({ value }) => value)
  compareKeys(values, keys, report)
  const counting = read.flatMap(({ value, record }) => (record && value.status !== 'invalid' ? [record] : []))
  const registers = readTransaction(counting, report)
  const energy = billedOf(registers)?.energy
  return { status: worstOf(values), values, registers, ...(energy && { energy }), findings }
}

/** Two days of a value each quarter of an hour, and some: a signature takes milliseconds, and nobody may ask for minutes. */
const MOST_VALUES = 250

const loose = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

const worstOf = (values: readonly VerifiedValue[]): SignatureStatus =>
  (['invalid', 'unverifiable'] as const).find((one) => values.some(({ status }) => status === one)) ?? 'verified'

function readKeys(stated: unknown, pinned: string | undefined, report: Report): Keys {
  const read = (text: unknown, path: string, name: string): WrittenKey | undefined => {
    if (text === undefined || text === null || text === '') return undefined
    const key = readPublicKey(String(text))
    if (!('fault' in key)) return key
    report('signed-key-unreadable', path, `${name} cannot be read: ${key.fault}`)
    return undefined
  }
  const pinnedKey = read(pinned, '', 'the pinned key')
  const statedKey = read(stated, '/public_key', 'public_key')
  // A pinned key that cannot be read does not make the key of the data trustworthy.
  if (pinned) return { ...(pinnedKey && { pinned: pinnedKey, ...(statedKey && { stated: statedKey }) }) }
  if (!stated) report('signed-key-missing', '/public_key', 'no key: neither public_key nor a pinned one')
  return { ...(statedKey && { stated: statedKey }) }
}

/** The pinned key has signed, yet the data names another one. */
function compareKeys(values: readonly VerifiedValue[], keys: Keys, report: Report): void {
  const key = values.find(({ status }) => status === 'verified')?.key
  if (key?.source !== 'pinned' || !keys.stated) return
  const stated = keyOn(key.curve, keys.stated.point)
  if (stated && toHex(stated.point) === key.point) return
  report('signed-key-differs', '/public_key', 'public_key is not the pinned key, which has signed')
}

function readValue(
  given: unknown,
  path: string,
  keys: Keys,
  options: SignedDataOptions,
  report: Report,
): { readonly value: VerifiedValue; readonly record?: ReadRecord } {
  const { nature, plain_data, signed_data } = loose(given)
  const named = typeof nature === 'string' ? nature : ''
  if (typeof signed_data !== 'string') {
    report('signed-data-malformed', `${path}/signed_data`, 'signed_data is a text')
    return { value: { nature: named, status: 'invalid', readings: [] } }
  }
  const record = readRecord(typeof plain_data === 'string' ? plain_data : '', signed_data, path, report)
  if (!record) return { value: { nature: named, status: 'invalid', readings: [] } }
  const place = `${path}/signed_data`
  const { status, algorithm, key } = checkSignature(record, keys, place, report, options.check)
  const readings = readReadings(record.payload, place, report)
  const used: KeyUsed | undefined = key && {
    source: keys.pinned ? 'pinned' : 'data',
    curve: key.curve,
    point: toHex(key.point),
  }
  return {
    value: { nature: named, status, ...(algorithm && { algorithm }), ...(used && { key: used }), readings },
    record: { path: place, nature: named, readings, signed: record.signed, ...aboutRecord(record, place, report) },
  }
}

const FAILED = ['MISMATCH', 'INVALID', 'OUTDATED', 'UNKNOWN']

function aboutRecord({ payload }: OcmfRecord, path: string, report: Report) {
  const version = textIn(payload, 'FV')
  if (version !== undefined && !/^[01](\.\d+)*$/.test(version.trim())) {
    report('ocmf-version-unknown', path, 'FV is not a version of OCMF up to 1')
  }
  const level = textIn(payload, 'IL')?.trim()
  if (level && FAILED.includes(level)) {
    report('ocmf-identification-failed', path, `the driver was not identified (IL is ${level})`)
  }
  const [, context, number] = /^\s*([TF])(\d{1,40})\s*$/.exec(textIn(payload, 'PG') ?? '') ?? []
  if (!context || !number) report('ocmf-pagination-unreadable', path, 'PG, the pagination, is not like T12')
  const meter = textIn(payload, 'MS')
  const gateway = textIn(payload, 'GS')
  const identification = textIn(payload, 'ID')
  return {
    ...(context && number && { page: { context, number: BigInt(number) } }),
    ...(meter && { meter }),
    ...(gateway && { gateway }),
    ...(identification && { identification }),
  }
}
