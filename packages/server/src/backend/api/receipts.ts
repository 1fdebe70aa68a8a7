import { closed, object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, number, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { auditStates } from '../../inspection/audit-record.ts'
import { type ApiCall, call, one } from '../define.ts'
import { params } from './common.ts'

const { country_code, party_id, id, cdr_id } = params

/** What a driver is shown of a session. */
export const receiptShapes: Chapter = {
  objects: {
    Receipt: object('What a driver is shown of a session. What is not known is absent.', {
      state: field('ReceiptState'),
      country_code: field(country_code.type, { doc: 'CPO.' }),
      party_id: field(party_id.type, { doc: 'CPO.' }),
      session_id: maybe(id.type),
      cdr_id: maybe(cdr_id.type, { doc: 'Absent: no CDR has come yet.' }),
      credit: maybe(boolean, { doc: 'It is a credit CDR: what is taken back, in negative amounts.' }),
      credit_cdr_id: maybe(cdr_id.type, { doc: 'The CDR that took this one back.' }),
      invoice_reference_id: maybe(string(39), { doc: 'Of the CPO.' }),
      audit: maybe('AuditState', { doc: 'What the audit of the CDR came to.' }),
      location: field('ReceiptPlace'),
      start: field('ReceiptTime'),
      end: maybe('ReceiptTime'),
      time_zone: maybe(string(255), { doc: 'IANA name.' }),
      duration_s: maybe(int(), { unit: 's', doc: 'From start to end, parking included.' }),
      energy_kwh: maybe(number(), { unit: 'kWh' }),
      contract_id: maybe(string(36), { doc: "The driver's." }),
      issuer: maybe(string(6), { doc: 'Party of the contract.' }),
      reference: maybe(string(36), { doc: 'The authorization it rests on.' }),
      currency: maybe(string(3)),
      basis: field('ReceiptBasis'),
      lines: many('ReceiptLine', { doc: 'They add up to the total.' }),
      total: maybe('CostAmount', { doc: 'Exact; a retail rule may round.' }),
      stated: maybe('Price', { doc: 'What the CPO states.' }),
      rule: maybe(string(80), { doc: 'The retail rule by which it is priced.' }),
      tariffs: many('ReceiptTariff', { doc: 'By which it is priced, where no retail rule is.' }),
      signed_data: maybe('SignedData', { doc: 'What the meter signed, for transparency software; of a CDR.' }),
      findings: many('Finding', { doc: 'What pricing found.' }),
    }),
    ReceiptPlace: object('Where it was.', {
      id: maybe(id.type, { doc: 'Of the Location.' }),
      name: maybe(string(255)),
      address: maybe(string(45)),
      postal_code: maybe(string(10)),
      city: maybe(string(45)),
      country: maybe(string(3)),
      operator: maybe(string(100)),
      evse_uid: maybe(string(36)),
      evse_id: maybe(string(48), { doc: 'What stands on the charge point.' }),
      physical_reference: maybe(string(16)),
      connector_id: maybe(string(36)),
      standard: maybe('ConnectorType'),
      format: maybe('ConnectorFormat'),
      power_type: maybe('PowerType'),
    }),
    ReceiptTime: object('A time.', {
      utc: field(dateTime),
      local: maybe(string(), { doc: 'At the place, with its offset, such as 2026-07-01T14:00:00+02:00.' }),
    }),
    ReceiptLine: object('What one price came to.', {
      part: field('ReceiptPart'),
      quantity: maybe(string(), { doc: 'In `unit`, decimal text.' }),
      unit: maybe('ReceiptUnit'),
      unit_price: maybe('CostAmount', { doc: 'To six digits; the average where the line has several prices.' }),
      amount: field('CostAmount'),
      tariff_id: maybe(string(36)),
    }),
    ReceiptTariff: object('A tariff.', {
      id: field(string(36)),
      text: maybe(string(512), { doc: '`tariff_alt_text` in a language the driver reads.' }),
      url: maybe(string(255), { doc: '`tariff_alt_url`.' }),
    }),
  },
  enums: {
    ReceiptState: closed(
      `running: what it costs so far. awaited: it has ended, and its CDR has not come yet. review: the CDR has come, and its audit has not accepted it (${auditStates.join(', ')}). final: the CDR is accepted. credited: the CDR was taken back. void: the session is INVALID, and nothing is billed.`,
      ['running', 'awaited', 'review', 'final', 'credited', 'void'],
    ),
    ReceiptBasis: closed(
      "retail: a retail rule. tariff: the CPO's tariffs. stated: what the CPO states, since they do not tell. unknown: nothing tells the price.",
      ['retail', 'tariff', 'stated', 'unknown'],
    ),
    ReceiptPart: closed('adjustment: by what the total differs from the lines: rounding, a least or a most price.', [
      'fixed',
      'energy',
      'time',
      'parking',
      'reservation',
      'adjustment',
    ]),
    ReceiptUnit: closed('What is counted.', ['kWh', 'min', 'session']),
  },
}

const query = {
  language: maybe(string(35), {
    doc: "Of the driver, such as `nl` or `nl-BE`, for texts of tariffs; absent: the header `Accept-Language`'s.",
  }),
}

export const receiptCalls: readonly ApiCall[] = [
  call(
    'prices',
    'getSessionReceipt',
    'GET /sessions/{country_code}/{party_id}/{id}/receipt',
    'What a driver is shown of a session: while it lasts what it costs so far, then its receipt.',
    {
      scope: 'read',
      params: { country_code, party_id, id },
      query,
      answers: { 200: { doc: 'By the CDR, once it has come.', body: one('Receipt') } },
      errors: { 404: 'There is no such session, and no CDR of it.' },
    },
  ),
  call(
    'prices',
    'getCdrReceipt',
    'GET /cdrs/{country_code}/{party_id}/{id}/receipt',
    'What a driver is shown of a CDR.',
    {
      scope: 'read',
      params: { country_code, party_id, id: cdr_id },
      query,
      answers: { 200: { doc: 'The receipt.', body: one('Receipt') } },
      errors: { 404: 'There is no such CDR.' },
    },
  ),
]
