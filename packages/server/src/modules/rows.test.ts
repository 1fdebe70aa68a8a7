import { describe, expect, it } from 'vitest'
import { version } from '../../../../tests/support/object-store.ts'
import { connector, evse, location, noonPlus, session, tariff, token } from '../../../../tests/support/wire-objects.ts'
import { rowKey } from '../storage/row.ts'
import { bodyFrom, nameOf } from './body.ts'
import { canonicalText, fromRow, rowText } from './rows.ts'

const row = (module: string, number: string, text: string) => ({
  key: rowKey(module, 'NL', 'ABC', 'X'),
  version: number,
  text,
})

describe('rows in versions', () => {
  it('a body in the version asked for is handed on letter by letter', () => {
    const text = ' {"price": 1.10,\n "id":"X"}'
    expect(rowText(row('tariffs', '2.2.1', text), version('2.2.1'))).toEqual({ text, losses: [] })
  })

  it('another version is converted; what the conversion does not touch keeps its spelling', () => {
    const text = JSON.stringify(tariff()).replace('0.25', '0.2500')
    const older = rowText(row('tariffs', '2.3.0', text), version('2.2.1'))
    expect(older.text).toContain('0.2500')
    expect(JSON.parse(older.text!)).not.toHaveProperty('tax_included')
    expect(rowText(row('tariffs', '2.2.1', older.text!), version('2.3.0')).text).toContain('0.2500')
  })

  it('what got lost is said, and what has no form there is undefined', () => {
    const helped = location({ help_phone: '+31 20 1234567' })
    const lost = rowText(row('locations', '2.3.0', JSON.stringify(helped)), version('2.2.1'))
    expect(lost.losses).toMatchObject([{ path: '/help_phone' }])
    const megawatt = evse({ connectors: [connector({ standard: 'MCS' })] })
    const gone = rowText(row('evses', '2.3.0', JSON.stringify(megawatt)), version('2.2.1'))
    expect(gone.text).toBeUndefined()
    expect(gone.losses.length).toBeGreaterThan(0)
  })

  it('every stored version is read as the canonical one', () => {
    const older = session({ total_cost: { excl_vat: 1, incl_vat: 1.21 } })
    const lifted = fromRow(row('sessions', '2.2.1', JSON.stringify(older)))
    expect(lifted.total_cost).toMatchObject({ before_taxes: 1 })
    expect(JSON.parse(canonicalText(row('sessions', '2.2.1', JSON.stringify(older))))).toEqual(lifted)
    const text = ` ${JSON.stringify(token())}`
    expect(canonicalText(row('tokens', '2.3.0', text))).toBe(text)
  })

  it('rows that are no OCPI objects are not read as such', () => {
    expect(() => fromRow(row('partners', '2.3.0', '{}'))).toThrow(/partners/)
    expect(nameOf('evses')).toBe('EVSE')
  })

  it('a byte order mark in front of a body is not stored', () => {
    const text = JSON.stringify(session({ last_updated: noonPlus(1) }))
    expect(bodyFrom('2.3.0', {}, `\ufeff${text}`).text).toBe(text)
  })
})
