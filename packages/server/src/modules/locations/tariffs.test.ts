import { expect, it } from 'vitest'
import { engines } from '../../../../../tests/support/databases.ts'
import { freshLocation, objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { connector, evse, location, noon, noonPlus, tariff } from '../../../../../tests/support/wire-objects.ts'
import { isValidAt } from './tariffs.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const store = objectStore(engines[0]!, cpo)

const tariffs = {
  ANY: {},
  ALL: {},
  REG: { type: 'REGULAR' },
  OLD: { type: 'AD_HOC_PAYMENT', end_date_time: noon },
  NEW: { type: 'AD_HOC_PAYMENT', start_date_time: noon },
  LATER: { type: 'AD_HOC_PAYMENT', start_date_time: noonPlus(5) },
}

it('R-LOC-20 two tariffs of a type that are valid at once are reported, wherever the connector is written', async () => {
  for (const [id, more] of Object.entries(tariffs)) await store().whole('tariffs', tariff({ id, ...more }))
  const { id, place, at } = freshLocation()
  const plug = (...tariff_ids: string[]) => connector({ tariff_ids, last_updated: noonPlus(++minutes) })
  let minutes = 0
  const whole = (...tariff_ids: string[]) =>
    location({ id, evses: [evse(), evse({ uid: '2', connectors: [plug(...tariff_ids)] })], last_updated: noonPlus(90) })
  const place2 = at('2')
  const plug2 = at('2', '1')
  const found = async (written: Promise<{ findings: readonly { rule: string; path: string }[] }>) =>
    (await written).findings.map(({ rule, path }) => `${rule} ${path}`)

  expect(await found(store().whole('locations', whole('ANY', 'REG', 'OLD', 'NEW', 'UNHEARD')))).toEqual([])
  const twice = store().whole('locations', { ...whole('ANY', 'ALL'), last_updated: noonPlus(91) })
  expect(await found(twice)).toEqual(['R-LOC-20 /evses/1/connectors/0/tariff_ids'])
  const asEvse = evse({ uid: '2', connectors: [plug('NEW', 'LATER')], last_updated: noonPlus(92) })
  expect(await found(store().whole('locations', asEvse, { place: place2 }))).toEqual([
    'R-LOC-20 /connectors/0/tariff_ids',
  ])
  const asPlug = { ...plug('LATER', 'OLD'), last_updated: noonPlus(93) }
  expect(await found(store().whole('locations', asPlug, { place: plug2 }))).toEqual([])
  const patch = { tariff_ids: ['all', 'ANY'], last_updated: noonPlus(94) }
  expect(await found(store().patch('locations', plug2, patch))).toEqual(['R-LOC-20 /tariff_ids'])
  expect((await store().object('locations', place)).evses[1].connectors[0].tariff_ids).toEqual(['all', 'ANY'])
})

it('a tariff is valid from its start on, before its end', () => {
  const between = { start_date_time: '2026-01-31T12:00:00', end_date_time: noonPlus(1) }
  expect(isValidAt(between, noon)).toBe(true)
  expect(isValidAt(between, '2026-01-31T11:59:59.999Z')).toBe(false)
  expect(isValidAt(between, '2026-01-31T12:00:59.999Z')).toBe(true)
  expect(isValidAt(between, noonPlus(1))).toBe(false)
  expect(isValidAt({ start_date_time: null }, noon)).toBe(true)
})
