// JSON text and words without a driver.

import { replaceValues } from '../message-log/json-strings.ts'
import { kindOf } from '../message-log/personal.ts'
import { replaceWord } from '../message-log/redaction.ts'

/** Stands where an identifier was. It fits where a CiString(36) does, and is the same for everybody. */
export const ERASED = 'ERASED'

/** Others are replaced where a token stands and nowhere else: `12` or `RFID` may be anything. */
export const isTelling = (identifier: string): boolean => identifier.length >= 4 && /[\d@]/.test(identifier)

/** Words that audits are looked up by. */
const ABOUT_TOKENS = /^(token |awaits tokens\/)/i

/** `module`: of the object. Identifiers are upper case. */
export function withoutDriver(json: string, module: string, identifiers: readonly string[]): string {
  const known = new Set(identifiers)
  const telling = identifiers.filter(isTelling)
  return replaceValues(json, (value, place) => {
    if (kindOf(module, place) === 'driver' && known.has(value.toUpperCase())) return ERASED
    const words = withoutWords(value, ABOUT_TOKENS.test(value) ? identifiers : telling)
    return words === value ? undefined : words
  })
}

export const withoutWords = (text: string, identifiers: readonly string[]): string =>
  identifiers.reduce((told, identifier) => replaceWord(told, identifier, ERASED), text)
