import { object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, number, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'

/** `?meta=true`: an object beside what the platform knows about it. */
export const wrappedName = (name: string): string => `${name}WithMeta`

const wrapping = (name: string) =>
  object(`${name} beside what the platform knows about it.`, { object: field(name), meta: field('ObjectMeta') })

export const metaShapes: Chapter = {
  objects: {
    ...Object.fromEntries(
      ['Location', 'EVSE', 'Connector', 'Tariff', 'Session', 'CDR', 'Token'].map((name) => [
        wrappedName(name),
        wrapping(name),
      ]),
    ),
    ObjectMeta: object('What the platform knows about an object.', {
      own: field(boolean),
      partner: maybe(string(), { doc: 'Id of the partner it came from; null: our own.' }),
      version: field(string(), { doc: 'OCPI version it came in.' }),
      received_at: field(dateTime, { doc: 'When its last change was stored.' }),
      state: maybe(string(), {
        doc: 'Status of an EVSE or session, whether a token is valid, state of the audit of a CDR.',
      }),
      losses: many('Loss', { doc: 'What the canonical form lacks of what came.' }),
      findings: many('Finding', { doc: 'Of the audit of a CDR, the lint of a tariff.' }),
      distance: maybe(int(0), { doc: 'From the place that was asked for.', unit: 'm' }),
      availability: many('Availability', { doc: 'Of a Location: by plug and power, the most powerful first.' }),
      prices: many('ConnectorPrices', { doc: '`prices=true`: what charging costs now.' }),
    }),
    Loss: object('Something that got lost when an object was converted.', {
      path: field(string(), { doc: 'JSON pointer.' }),
      why: field(string()),
    }),
    Availability: object('How many cars can plug in at a Location.', {
      standard: field('ConnectorType'),
      power_type: field('PowerType'),
      power_kw: field(number(0), { unit: 'kW' }),
      evses: field(int(0), { doc: 'EVSEs with such a connector; those planned and removed do not count.' }),
      available: field(int(0), { doc: 'Of these, how many are AVAILABLE. An EVSE charges one car at a time.' }),
    }),
    ConnectorPrices: object('What charging costs at a connector now.', {
      evse_uid: field(string()),
      connector_id: field(string()),
      regular: maybe('AnyObject', {
        doc: 'With a contract: `tariff_id`, `currency`, prices per kWh, minute and session. Null: no tariff is known.',
      }),
      ad_hoc: maybe('AnyObject', { doc: 'Without one. Null: no tariff is for that.' }),
      retail: maybe('AnyObject', {
        doc: 'What the driver named by `token`, `contract_id` or `driver_party` pays: `rule`, `currency`, `per_kwh`, `per_minute`, `per_minute_parking`, `per_session`. Null: no retail rule is for them, or it cannot be known.',
      }),
    }),
  },
}

export const metaQuery = {
  meta: maybe(boolean, { doc: '`true`: as `{object, meta}`.', default: false }),
}
