import { change, changeEnum, object } from '../define/object.ts'
import { many, maybe, number, one, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Types": prices name their taxes, and a hub is no longer a role. */
export const types: Chapter = {
  objects: {
    Price: change({
      remove: ['excl_vat', 'incl_vat'],
      add: {
        before_taxes: one(number(), { doc: 'Before all taxes.' }),
        taxes: many('TaxAmount', { doc: 'Absent says nothing about taxes.', whole: true }),
      },
    }),
    TaxAmount: object('A tax on a price.', {
      name: one(string(), { doc: 'As it stands on the invoice, such as VAT.' }),
      account_number: maybe(string(), { doc: 'Tax account of the business that pays this tax to the state.' }),
      percentage: maybe(number(), { unit: '%' }),
      amount: one(number(), { doc: 'In the currency of the price.' }),
    }),
  },
  enums: {
    Role: changeEnum({ remove: ['HUB'] }),
  },
}
