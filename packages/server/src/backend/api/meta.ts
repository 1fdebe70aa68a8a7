import { object } from '@interchange/ocpi/define/object'
import { boolean, dateTime, one as field, int, many, maybe, string } from '@interchange/ocpi/define/type'
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
      prices: many('ConnectorPrices', { doc: '`prices=true`: what charging costs now.' }),
    }),
    Loss: object('Something that got lost when an object was converted.', {
      path: field(string(), { doc: 'JSON pointer.' }),
      why: field(string()),
    }),
    ConnectorPrices: object('What charging costs at a connector now.', {
      evse_uid: field(string()),
      connector_id: field(string()),
      regular: maybe('AnyObject', {
        doc: 'With a contract: `tariff_id`, `currency`, prices per kWh, minute and session. Null: no tariff is known.',
      }),
      ad_hoc: maybe('AnyObject', { doc: 'Without one. Null: no tariff is for that.' }),
    }),
  },
}

export const metaQuery = {
  meta: maybe(boolean, { doc: '`true`: as `{object, meta}`.', default: false }),
}
