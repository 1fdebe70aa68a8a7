import type { ConversionRules } from '../rules.ts'

/** EMAID and values of the sender's own. Two tokens of one uid that differ in type only look the same in 2.2.1. */
export const tokensDown: ConversionRules = {
  enums: { TokenType: { otherwise: 'OTHER', why: 'OCPI 2.2.1 has no such TokenType' } },
}
