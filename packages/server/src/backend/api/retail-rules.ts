import { currency } from '@interchange/ocpi/define/fields'
import { closed, object } from '@interchange/ocpi/define/object'
import {
  boolean,
  ciString,
  dateTime,
  one as field,
  int,
  many,
  maybe,
  number,
  pattern,
  some,
  string,
} from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { driverKinds } from '../../retail/rules.ts'
import { type ApiCall, call, one, page } from '../define.ts'
import { pageQuery, params, partyKeyType } from './common.ts'

const ruleName = pattern(/^[A-Za-z0-9._-]{1,36}$/, 'a name of A-Z, a-z, 0-9, `.`, `_` and `-`', 36)
const name = field(ruleName, { doc: 'Name of the rule.' })
const ROUTE = '/retail-rules/{name}'

const extra = number(-1_000_000, 1_000_000)

const body = {
  name: maybe(ruleName, { doc: 'As in the URL.' }),
  parties: some(partyKeyType, { doc: 'Our eMSP parties whose drivers it is for.' }),
  contract_ids: many(ciString(36), { doc: 'Only for these contracts.' }),
  group_ids: many(ciString(36), { doc: 'Only for tokens of these groups.' }),
  token_types: many('TokenType', { doc: 'Only for tokens of these types.' }),
  cpos: many(partyKeyType, { doc: 'Only for sessions of these CPOs.' }),
  start_date_time: maybe(dateTime, { doc: 'Only for sessions that start from then on.' }),
  end_date_time: maybe(dateTime, { doc: 'Only for sessions that start before.' }),
  markup: maybe('RetailMarkup', { doc: 'On top of what the CPO asks. Either this or `tariff`; `{}` adds nothing.' }),
  tariff: maybe('TariffToPrice', { doc: 'Prices the session instead of the tariffs of the CPO.' }),
  taxes: many('RetailTax', {
    doc: 'With `markup`: all taxes of the driver, and needed, `[]` for none. With `tariff`: those of components without `vat`.',
  }),
  rounding: maybe('RetailRounding', { doc: 'Absent: nothing is rounded.' }),
}

const steps = many('AnyObject', { doc: 'How it came about, step by step; `text` is for people.' })
const amount = (doc: string) => maybe('CostAmount', { doc })

/** What our drivers pay. */
export const retailShapes: Chapter = {
  objects: {
    RetailRule: object('What drivers of ours pay. Of several rules that are for a session, the closest counts.', {
      ...body,
      name,
    }),
    RetailRuleToWrite: object(
      'What drivers of ours pay, who of them, and where. Of `contract_ids`, `group_ids` and `token_types` at most one is given.',
      body,
    ),
    RetailMarkup: object('Added to what the CPO asks before taxes. Less than 0 is a discount.', {
      percentage: maybe(number(-100, 10_000), { unit: '%', doc: "Of the CPO's price before taxes." }),
      currency: maybe(currency, { doc: 'Of the amounts below; needed with them.' }),
      per_kwh: maybe(extra, { doc: 'For each kWh.' }),
      per_minute: maybe(extra, { doc: 'For each minute of charging or parking.' }),
      per_session: maybe(extra, { doc: 'Once.' }),
    }),
    RetailTax: object('A tax that drivers pay.', {
      name: field(string(100)),
      percentage: field(number(0, 1000), { unit: '%' }),
    }),
    RetailRounding: object('Where and how amounts are rounded, before taxes and each tax by itself.', {
      per: field('RetailRoundingPer'),
      digits: field(int(0, 10), { doc: 'After the point.' }),
      mode: maybe('RetailRoundingMode', { default: 'half-up' }),
    }),
    RetailCost: object('What the driver pays, and why. What cannot be known is absent, and a finding says why.', {
      rule: field(string(36), { doc: 'Name of the rule.' }),
      rules: many('RetailRuleMatch', {
        doc: 'The rules that are for this driver and CPO: by contract before by group, token type, and all drivers; of these one that names the CPO first, then the later start, then the name. The first one counts.',
      }),
      currency: maybe(string(3)),
      total: amount('What the driver pays; negative for a credit CDR.'),
      fixed: amount('Fees.'),
      energy: amount('For energy.'),
      time: amount('For time of charging.'),
      parking: amount('For time of parking.'),
      reservation: amount('For being reserved.'),
      periods: many('AnyObject', { doc: 'With a tariff: what each charging period costs.' }),
      explanation: steps,
      findings: many('Finding', {
        doc: 'Paths that begin with `/markup`, `/taxes` or `/tariff/` are those of the rule.',
      }),
    }),
    RetailRuleMatch: object('A rule that is for a driver and a CPO.', {
      name,
      driver: field('RetailDriverKind', { doc: 'By what it names the driver.' }),
      cpo: field(boolean, { doc: 'Whether it names the CPO.' }),
    }),
  },
  enums: {
    RetailDriverKind: closed('By what a rule names drivers, the closest first.', [...driverKinds]),
    RetailRoundingPer: closed('`component`: each part, then the total. `total`: the total alone.', [
      'component',
      'total',
    ]),
    RetailRoundingMode: closed('`up` and `half-up` go away from zero.', ['half-up', 'half-even', 'up', 'down']),
  },
}

export const retailCalls: readonly ApiCall[] = [
  call('retail-rules', 'listRetailRules', 'GET /retail-rules', 'All retail rules.', {
    scope: 'read',
    query: pageQuery,
    answers: { 200: { doc: 'In order of their names; `next` is null on the last page.', body: page('RetailRule') } },
  }),
  call('retail-rules', 'getRetailRule', `GET ${ROUTE}`, 'A retail rule.', {
    scope: 'read',
    params: { name },
    answers: { 200: { doc: 'As it was put.', body: one('RetailRule') } },
    errors: { 404: 'There is no such rule.' },
  }),
  call('retail-rules', 'putRetailRule', `PUT ${ROUTE}`, 'Makes a retail rule or changes it; it holds at once.', {
    scope: 'admin',
    params: { name },
    body: one('RetailRuleToWrite'),
    answers: {
      200: { doc: 'Changed, or the same as before.', body: one('RetailRule') },
      201: { doc: 'New.', body: one('RetailRule') },
    },
    errors: { 409: 'There are too many rules.' },
  }),
  call('retail-rules', 'deleteRetailRule', `DELETE ${ROUTE}`, 'Ends a retail rule, for past sessions as well.', {
    scope: 'admin',
    params: { name },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'There is no such rule.' },
  }),
]

/** Who the driver of a planned session is. */
export const driverQuery = {
  party: maybe(partyKeyType, { doc: 'Our eMSP party of the driver; absent: the only one there is.' }),
  token: maybe(params.uid.type, { doc: 'Uid of a token of that party, for its contract and group.' }),
  token_type: maybe('TokenType', { doc: 'Type of the token; absent: `RFID`.' }),
  contract_id: maybe(ciString(36), { doc: 'Instead of a token: rules by group and type are left out.' }),
}
