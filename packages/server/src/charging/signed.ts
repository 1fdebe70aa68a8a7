import type { SignedData, SignedValue } from '@interchange/ocpi/generated/v2.3.0'
import type { Finding } from '@interchange/tariff'
import type { Reading, SignedReading } from './record.ts'

/** More between the first and the last one would make a CDR nobody takes. */
const MOST_BETWEEN = 100

export interface SignedOutcome {
  readonly signed: SignedData | undefined
  readonly findings: readonly Finding[]
}

/** The signed values of readings in order of time, unchanged (R-CDR-24). A CDR has room for one way of encoding. */
export function signedDataOf(readings: readonly Reading[]): SignedOutcome {
  const all = readings.flatMap(({ signed }) => (signed ? [signed] : []))
  const [first] = all
  if (!first) return { signed: undefined, findings: [] }
  const alike = all.filter(
    ({ encoding_method: method }) => method.toUpperCase() === first.encoding_method.toUpperCase(),
  )
  const kept = alike.filter((_, index) => index <= MOST_BETWEEN || index === alike.length - 1)
  const leftOut = all.length - kept.length
  const { encoding_method, encoding_method_version, public_key, url } = together(kept)
  return {
    signed: {
      encoding_method: encoding_method!,
      ...(encoding_method_version === undefined ? {} : { encoding_method_version }),
      ...(public_key === undefined ? {} : { public_key }),
      signed_values: kept.map((one, index) => asValue(one, index, kept.length)),
      ...(url === undefined ? {} : { url }),
    },
    findings: leftOut === 0 ? [] : [tooMany(leftOut)],
  }
}

/** What one of them says counts for all. */
const together = (all: readonly SignedReading[]): Partial<SignedReading> => Object.assign({}, ...all.toReversed())

const asValue = ({ nature, plain_data, signed_data }: SignedReading, index: number, count: number): SignedValue => ({
  nature: nature ?? (index === 0 ? 'Start' : index === count - 1 ? 'End' : 'Intermediate'),
  plain_data,
  signed_data,
})

const tooMany = (count: number): Finding => ({
  code: 'signed-values-left-out',
  severity: 'warning',
  path: '',
  message: `${count} signed values are not in the CDR: it holds one encoding, and ${MOST_BETWEEN} values beside the last`,
  requirement: 'R-CDR-24',
})
