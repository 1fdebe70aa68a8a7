import type { ConversionRules } from '../rules.ts'

export const invoiceReconciliationDown: ConversionRules = {
  gone: { InvoiceReconciliationRecord: 'OCPI 2.2.1 has no invoice reconciliation' },
}
