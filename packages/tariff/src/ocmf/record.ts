// One OCMF record: `OCMF|{payload}|{signature}` (OCMF 1.4, "Sections"). The payload is signed as it stands, byte for byte.
//
// OCPI has two fields for it and does not say which holds what (ocpi/ocpi issue 550). Seen are: the whole record in
// `signed_data`, Base64 or plain or, as in OCPP, hex; the payload in `plain_data` and the signature section in
// `signed_data`; the whole record in `plain_data`.

import { fromBase64, fromHex, fromUtf8 } from './encoding.ts'
import type { Report } from './findings.ts'

/** A JSON object whose numbers stand as their text, so that no digit is lost. */
export type Fields = Readonly<Record<string, unknown>>

export interface OcmfRecord {
  /** The payload section as it was signed. */
  readonly signed: string
  readonly payload: Fields
  readonly signature: Fields
}

/** OCPI allows 5000 characters; what is far beyond is not looked at. */
const LONGEST = 100_000

/** Reads the record of a signed value. What is wrong is reported; undefined when there is no record to be had. */
export function readRecord(plain: string, signed: string, path: string, report: Report): OcmfRecord | undefined {
  const place = `${path}/signed_data`
  if (plain.length > LONGEST || signed.length > LONGEST) {
    report('ocmf-text-unreadable', place, `longer than ${LONGEST} characters; OCPI allows 5000`)
    return undefined
  }
  const text = recordText(readable(plain), readable(signed))
  if (text === undefined) {
    report('ocmf-text-unreadable', place, 'no OCMF record: expected Base64 of, or plain, OCMF|{payload}|{signature}')
    return undefined
  }
  const [, payloadText = '', signatureText = '', ...surplus] = text.split('|')
  if (surplus.length > 0) report('ocmf-section-surplus', place, 'more than three sections; only the first three count')
  const payload = objectIn(payloadText)
  if (!payload) report('ocmf-section-unreadable', place, 'the payload section is not a JSON object')
  const signature = objectIn(signatureText)
  if (!signature) report('ocmf-section-unreadable', place, 'the signature section is not a JSON object')
  if (!payload || !signature) return undefined
  comparePlain(readable(plain), payload, path, report)
  return { signed: payloadText, payload, signature }
}

/** A field that is a text or, since numbers stand as their text, a number. */
export function textIn(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'string' ? value : undefined
}

const isRecord = (text: string) => /^OCMF\s*\|/.test(text)
const isObject = (text: string) => text.startsWith('{')

/** The OCMF record or the JSON object that a text is or encodes. */
function readable(text: string): string | undefined {
  const bytes = fromHex(text) ?? fromBase64(text)
  return [text, bytes && fromUtf8(bytes)]
    .map((one) => one?.trim())
    .find((one) => one && (isRecord(one) || isObject(one)))
}

function recordText(plain: string | undefined, signed: string | undefined): string | undefined {
  if (signed !== undefined && isRecord(signed)) return signed
  if (plain === undefined) return undefined
  if (signed !== undefined) return `OCMF|${payloadOf(plain)}|${signed}`
  return isRecord(plain) ? plain : undefined
}

const payloadOf = (plain: string): string => (isRecord(plain) ? (plain.split('|')[1] as string) : plain)

/** What a person reads in `plain_data` must be what was signed; spaces do not matter. */
function comparePlain(plain: string | undefined, payload: Fields, path: string, report: Report): void {
  if (plain === undefined) return
  const shown = objectIn(payloadOf(plain))
  if (JSON.stringify(shown) === JSON.stringify(payload)) return
  report('signed-plain-data-differs', `${path}/plain_data`, 'the readable text is not the text that was signed')
}

// A string, or a number outside of one.
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g

function objectIn(text: string): Fields | undefined {
  try {
    // The first look is for errors only: quoted, a number that JSON does not allow would pass.
    JSON.parse(text)
    const value: unknown = JSON.parse(text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}
