import { del, get, list, module, post, put } from '../define/endpoint.ts'
import { id, lastUpdated, owner } from '../define/fields.ts'
import { changeEnum, object } from '../define/object.ts'
import { upTo } from '../define/rules.ts'
import { ciString, key, one, some } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Invoice reconciliation module", new in edition 2. */
export const invoiceReconciliation: Chapter = {
  objects: {
    InvoiceReconciliationRecord: object(
      'Which CDRs are on an invoice.',
      {
        ...owner,
        id: key(id),
        invoice_id: one(ciString(255), { doc: 'The number of the invoice, which itself travels elsewhere.' }),
        // The table says 36, but the id of a credit CDR may have 39.
        cdrs: some(ciString(39), {
          doc: 'Ids of the CDRs. This list alone says what is on the invoice, not dates.',
          whole: true,
        }),
        last_updated: lastUpdated,
      },
      { rules: [upTo('R-INV-13', 'cdrs', 36)] },
    ),
  },
  enums: {
    // The module's chapter gives its name; the table of names forgets it.
    ModuleID: changeEnum({ add: ['invoicereconciliation'] }),
  },
  modules: [
    module('invoicereconciliation', 'functional', 'Which CDRs an invoice covers, from the party that bills.', {
      SENDER: [list('getRecords', 'InvoiceReconciliationRecord', 'Records for the caller.')],
      RECEIVER: [
        post('postRecord', '', 'InvoiceReconciliationRecord', 'A new record.'),
        get(
          'getRecord',
          '{country_code}/{party_id}/{id}',
          'InvoiceReconciliationRecord',
          'The record as the receiver stored it.',
        ),
        put('putRecord', '{country_code}/{party_id}/{id}', 'InvoiceReconciliationRecord', 'The record changed.'),
        del('deleteRecord', '{country_code}/{party_id}/{id}', 'The record was a mistake.'),
      ],
    }),
  ],
}
