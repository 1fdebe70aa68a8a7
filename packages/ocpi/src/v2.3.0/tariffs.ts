import { change, closed, object } from '../define/object.ts'
import { maybe, number, one } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Tariffs module": a tariff says whether its prices include taxes. */
export const tariffs: Chapter = {
  objects: {
    Tariff: change({
      add: { tax_included: one('TaxIncluded', { doc: 'Whether the prices of the elements include taxes.' }) },
      replace: {
        min_price: maybe('PriceLimit', {
          doc: 'A session costs at least this; each amount is a limit of its own.',
          whole: true,
        }),
        max_price: maybe('PriceLimit', {
          doc: 'A session costs at most this; each amount is a limit of its own.',
          whole: true,
        }),
      },
    }),
    // The same types, another meaning.
    PriceComponent: change({
      replace: {
        price: one(number(), {
          doc: 'Per kWh for ENERGY, per hour for times. Before or with taxes, as `tax_included` says.',
        }),
        vat: maybe(number(), { unit: '%', doc: 'Absent when no VAT applies or its rate is not known.' }),
      },
    }),
    PriceLimit: object('The least or most a session costs.', {
      before_taxes: one(number(), { doc: "In the tariff's currency." }),
      after_taxes: maybe(number(), { doc: 'A limit of its own, not derived from the other.' }),
    }),
  },
  enums: {
    TaxIncluded: closed('Whether prices include taxes; N/A: there are none.', ['YES', 'NO', 'N/A']),
  },
}
