// '@interchange/tariff/ocmf': apart from the package's front door, so that who only wants a price loads no elliptic curves.

export type { CurveName } from './curves.ts'
export type { SignedDataFinding } from './findings.ts'
export { type MeterKey, readMeterKey } from './meter-key.ts'
export type { Unreadable } from './public-key.ts'
export type { MeterReading } from './readings.ts'
export type { Register } from './register.ts'
export type { KeyUsed, SignatureCheck, SignatureQuestion, SignatureStatus } from './signature.ts'
export type { RegisterEnergy } from './transaction.ts'
export { type SignedDataOptions, type SignedDataResult, type VerifiedValue, verifySignedData } from './verify.ts'
