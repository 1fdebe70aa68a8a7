import { changeEnum } from '../define/object.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Tokens module": contracts of plug and charge, which are asked about, not pushed. */
export const tokens: Chapter = {
  enums: {
    TokenType: changeEnum({ open: true, add: ['EMAID'] }),
  },
}
