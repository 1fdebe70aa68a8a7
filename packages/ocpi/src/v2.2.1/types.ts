import { language } from '../define/fields.ts'
import { closed, object } from '../define/object.ts'
import { maybe, number, one, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Types". */
export const types: Chapter = {
  objects: {
    DisplayText: object('A text for people, in one language.', {
      language: one(language, { doc: 'ISO 639-1.' }),
      text: one(string(512), { doc: 'No markup.' }),
    }),
    Price: object('An amount of money; the currency stands in the object that holds it.', {
      excl_vat: one(number(), { doc: 'Before VAT.' }),
      incl_vat: maybe(number(), { doc: 'With VAT.' }),
    }),
  },
  enums: {
    Role: closed('What a party does in the market.', ['CPO', 'EMSP', 'HUB', 'NAP', 'NSP', 'OTHER', 'SCSP']),
  },
}
