import { canonical } from '@interchange/ocpi/canonical'
import { type ObjectDefinition, object } from '@interchange/ocpi/define/object'
import {
  boolean,
  ciString,
  dateTime,
  one as field,
  int,
  many,
  maybe,
  number,
  some,
  string,
} from '@interchange/ocpi/define/type'
import { type Chapter, objectOf } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one } from '../define.ts'
import { params } from './common.ts'
import { driverQuery } from './retail-rules.ts'
import { shapeOf } from './shapes.ts'

const { country_code, party_id, id, evse_uid, connector_id } = params

/** An object as far as its price depends on it: everything else may be left out, and no rule speaks of what is not there. */
function toPrice(name: string, needed: readonly string[], replace: ObjectDefinition['fields'] = {}): ObjectDefinition {
  const base = objectOf(canonical, name)
  const optional = Object.keys(base.fields).filter((one) => !needed.includes(one))
  const doc = `${base.doc} As far as there is one: ${needed.map((one) => `\`${one}\``).join(', ')} are needed.`
  return { ...shapeOf(base, { doc, optional, replace }), rules: [] }
}

const amount = (doc: string) => maybe('CostAmount', { doc })

const COST = 'What it costs, and why. A part whose price cannot be known is absent, and a finding says why.'

const cost = {
  currency: maybe(string(3)),
  total: amount('Within `min_price` and `max_price`; negative for a credit CDR.'),
  fixed: amount('Fees.'),
  energy: amount('For energy.'),
  time: amount('For time of charging.'),
  parking: amount('For time of parking.'),
  reservation: amount('For being reserved.'),
  periods: many('AnyObject', { doc: 'What each charging period costs, and by which components.' }),
  explanation: many('AnyObject', { doc: 'How it came about, step by step; `text` is for people.' }),
  findings: many('Finding'),
}

/** What charging costs. Amounts and quantities are decimal texts, exact where they end. */
export const priceShapes: Chapter = {
  objects: {
    PriceQuestion: object(
      'What is to be priced: `cdr`, or `session`, or one that is known here by `country_code`, `party_id` and `session_id`.',
      {
        cdr: maybe('CdrToPrice'),
        session: maybe('SessionToPrice'),
        country_code: maybe(country_code.type, { doc: 'CPO of the session that `session_id` names.' }),
        party_id: maybe(party_id.type, { doc: 'CPO of the session that `session_id` names.' }),
        session_id: maybe(ciString(36), { doc: 'A session that is known here, own or received.' }),
        tariffs: many('TariffToPrice', {
          doc: 'Absent: those of the CDR, then those known here that the charging periods name, then those of the connector.',
        }),
        location: maybe('LocationToPrice', { doc: 'For its time zone. Absent: the one known here.' }),
        cut: maybe(boolean, {
          doc: '`false`: a period in which the price changes is not cut there; the price at its start holds.',
          default: true,
        }),
      },
    ),
    CdrToPrice: toPrice('CDR', ['start_date_time', 'charging_periods'], { tariffs: many('TariffToPrice') }),
    SessionToPrice: toPrice('Session', ['start_date_time', 'charging_periods'], {
      charging_periods: some('ChargingPeriod'),
    }),
    TariffToPrice: toPrice('Tariff', ['id', 'currency', 'tax_included', 'elements']),
    LocationToPrice: toPrice('Location', ['time_zone']),
    CostTax: object('A tax on an amount.', {
      name: field(string()),
      percentage: maybe(string(), { doc: 'Where one rate made all of it.' }),
      amount: field(string()),
    }),
    CostAmount: object('An amount before and after taxes.', {
      before_taxes: field(string()),
      taxes: many('CostTax'),
      after_taxes: maybe(string(), { doc: 'Absent when taxes come on top whose rates are not known.' }),
    }),
    Cost: object(COST, cost),
    UsagePrice: object(`${COST} Of a token of ours also what the driver pays.`, {
      ...cost,
      stated: maybe('Price', { doc: '`total_cost` as the session or CDR states it.' }),
      retail: maybe('RetailCost', {
        doc: 'What the driver pays. Null: no retail rule is for them; absent: the token is not of a party of ours.',
      }),
    }),
    ConnectorPrice: object('What charging at a connector costs.', {
      retail: maybe('RetailCost', {
        doc: 'What the driver named by `token`, `contract_id` or `party` pays for it. Null: no retail rule is for them.',
      }),
      quote: field('Cost', { doc: 'The planned session, by the tariff for `tariff_type` that is valid at its start.' }),
      ad_hoc: maybe('AnyObject', {
        doc: 'What a driver without a contract is shown: prices per kWh, minute and session. Null: no tariff is for that.',
      }),
      curve: maybe('AnyObject', {
        doc: 'Prices over the local day of `start`: steps with `start_time`, `end_time`, prices. Null: no tariff is valid.',
      }),
    }),
  },
}

const unknownTariffs = 'Tariffs that are named are not known here.'

const priced = { 200: { doc: 'The price, as far as it can be known.', body: one('UsagePrice') } }

export const priceCalls: readonly ApiCall[] = [
  call('prices', 'postPrice', 'POST /price', 'What a CDR or a session costs by its tariffs, and why. Stores nothing.', {
    scope: 'read',
    body: one('PriceQuestion'),
    answers: priced,
    errors: { 404: 'There is no such session.', 409: `${unknownTariffs} \`errors\` names each.` },
  }),
  call(
    'prices',
    'getSessionPrice',
    'GET /sessions/{country_code}/{party_id}/{id}/price',
    'What a session costs so far, own or received.',
    {
      scope: 'read',
      params: { country_code, party_id, id },
      answers: priced,
      errors: { 404: 'There is no such session.' },
    },
  ),
  call(
    'prices',
    'getCdrPrice',
    'GET /cdrs/{country_code}/{party_id}/{id}/price',
    'What a CDR costs, own or received.',
    {
      scope: 'read',
      params: { country_code, party_id, id: params.cdr_id },
      answers: priced,
      errors: { 404: 'There is no such CDR.' },
    },
  ),
  call(
    'prices',
    'getConnectorPrice',
    'GET /locations/{country_code}/{party_id}/{id}/{evse_uid}/{connector_id}/price',
    'What a planned session would cost at a connector, what drivers without a contract are shown, and prices over the day.',
    {
      scope: 'read',
      params: { country_code, party_id, id, evse_uid, connector_id },
      query: {
        energy_kwh: maybe(number(0, 100_000), { unit: 'kWh', doc: 'Energy of the planned session.' }),
        power_kw: maybe(number(0, 100_000), { unit: 'kW', doc: 'Constant power; absent: what the connector can do.' }),
        start: maybe(dateTime, { doc: 'When it starts; absent: now.' }),
        idle_minutes: maybe(int(0, 100_000), { unit: 'min', doc: 'Parked after charging.' }),
        tariff_type: maybe('TariffType', { doc: 'How the driver pays or wants to charge; absent: `REGULAR`.' }),
        ...driverQuery,
      },
      answers: { 200: { doc: 'The prices, as far as they can be known.', body: one('ConnectorPrice') } },
      errors: {
        404: 'There is no such connector, or no such token.',
        409: `The connector names no tariffs, or: ${unknownTariffs}`,
      },
    },
  ),
]
