import { expect, it } from 'vitest'
import { evse, location } from '../../../../../tests/support/wire-objects.ts'
import { rowKey } from '../../storage/row.ts'
import { pricedRow } from './priced.ts'
import { compileGroups } from './rules.ts'

const groupOf = (tariff_ids: string[], location_id = 'LOC1') =>
  compileGroups([
    {
      name: 'gold',
      partners: ['p'],
      rules: [{ connectors: [{ country_code: 'NL', party_id: 'ABC', location_id, evse_uid: 'E1' }], tariff_ids }],
    },
  ]).groupOf('p')!
const row = (text: string, sub = '') => ({
  key: sub === '' ? rowKey('locations', 'NL', 'ABC', 'LOC1') : rowKey('evses', 'NL', 'ABC', 'LOC1', sub),
  version: '2.3.0',
  text,
})

const text = `{"id": "LOC1", "price": 1.10, "evses": [
  {"uid": "E1", "connectors": [{"id": "1", "max": 2.50, "tariff_ids": ["BASE"]}, {"id": "2"}]},
  {"uid": "E2", "connectors": [{"id": "1", "max": 3.00, "tariff_ids": ["BASE"]}]}]}`

it('a location is the same but for the tariffs; numbers keep their spelling', () => {
  const { text: priced } = pricedRow(row(text), groupOf(['GOLD', 'NIGHT']))
  expect(JSON.parse(priced)).toEqual({
    id: 'LOC1',
    price: 1.1,
    evses: [
      {
        uid: 'E1',
        connectors: [
          { id: '1', max: 2.5, tariff_ids: ['GOLD', 'NIGHT'] },
          { id: '2', tariff_ids: ['GOLD', 'NIGHT'] },
        ],
      },
      { uid: 'E2', connectors: [{ id: '1', max: 3, tariff_ids: ['BASE'] }] },
    ],
  })
  for (const spelled of ['1.10', '2.50', '3.00']) expect(priced).toContain(spelled)
})

it('an EVSE by itself is priced as within its location', () => {
  const given = evse({ uid: 'E1' })
  const { text: priced } = pricedRow(row(JSON.stringify(given), 'E1'), groupOf(['GOLD']))
  expect(JSON.parse(priced)).toEqual({ ...given, connectors: [{ ...given.connectors[0], tariff_ids: ['GOLD'] }] })
})

it('a rule without tariffs takes them away', () => {
  const { text: priced } = pricedRow(row(text), groupOf([]))
  expect(JSON.parse(priced).evses[0].connectors).toEqual([{ id: '1', max: 2.5 }, { id: '2' }])
})

it('what no rule names stays what it is, the same text', () => {
  const untouched = [
    [row(text), groupOf(['GOLD'], 'LOC2')],
    [row(JSON.stringify(evse({ uid: 'E2' })), 'E2'), groupOf(['GOLD'])],
    [row(JSON.stringify(location())), groupOf(['GOLD'])],
  ] as const
  for (const [given, group] of untouched) expect(pricedRow(given, group)).toBe(given)
})
