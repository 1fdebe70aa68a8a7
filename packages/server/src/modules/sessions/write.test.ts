import { describe, expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { objectStore, partner } from '../../../../../tests/support/object-store.ts'
import { cdrToken, noon, noonPlus, period, session } from '../../../../../tests/support/wire-objects.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const at = (id: string) => ({ countryCode: 'NL', partyId: 'ABC', id })

onEachEngine('sessions', (engine) => {
  const store = objectStore(engine, cpo)

  it('R-SES-20 a session is for the party of its token', async () => {
    await store().whole('sessions', session({ id: 'A1' }), { place: at('A1') })
    expect(await store().row('sessions', at('A1'))).toMatchObject({ audience: ['NL-XYZ'], state: 'ACTIVE' })
    const other = { cdr_token: cdrToken({ country_code: 'be', party_id: 'bec' }), last_updated: noonPlus(1) }
    await store().patch('sessions', at('A1'), other)
    expect((await store().row('sessions', at('A1')))!.audience).toEqual(['BE-BEC'])
  })

  it('a session whose token was let through without a party is for nobody', async () => {
    await store().whole('sessions', session({ id: 'A2', cdr_token: undefined }))
    expect((await store().row('sessions', at('A2')))!.audience).toEqual([])
  })

  it('R-SES-03 a PUT replaces the charging periods', async () => {
    await store().whole('sessions', session({ id: 'B1', charging_periods: [period(0), period(5)] }))
    await store().whole('sessions', session({ id: 'B1', last_updated: noonPlus(6) }))
    expect(await store().object('sessions', at('B1'))).not.toHaveProperty('charging_periods')
  })

  it('R-SES-04 a PATCH adds charging periods', async () => {
    await store().whole('sessions', session({ id: 'B2', charging_periods: [period(0)] }))
    await store().patch('sessions', at('B2'), { kwh: 2, charging_periods: [period(5)], last_updated: noonPlus(6) })
    await store().patch('sessions', at('B2'), { charging_periods: [], last_updated: noonPlus(7) })
    const read = await store().object('sessions', at('B2'))
    expect(read.charging_periods).toEqual([period(0), period(5)])
    expect(read.kwh).toBe(2)
  })

  it('T-12 a repeated PATCH adds no period twice', async () => {
    await store().whole('sessions', session({ id: 'B3', charging_periods: [period(0)] }))
    const patch = { kwh: 2, charging_periods: [period(5)], last_updated: noonPlus(6) }
    expect((await store().patch('sessions', at('B3'), patch)).outcome).toBe('updated')
    expect((await store().patch('sessions', at('B3'), patch)).outcome).toBe('unchanged')
    expect((await store().object('sessions', at('B3'))).charging_periods).toEqual([period(0), period(5)])
  })

  it('numbers of stored and of added periods keep their spelling', async () => {
    const text = JSON.stringify(session({ id: 'B4', charging_periods: [period(0, 1)] })).replace(
      '"volume":1',
      '"volume":1.50',
    )
    await store().whole('sessions', JSON.parse(text), { text })
    const more =
      '{"kwh":3.250,"charging_periods":[{"start_date_time":"2026-01-31T12:10:00Z","dimensions":[{"type":"ENERGY","volume":1.70}]}],"last_updated":"2026-01-31T12:10:00Z"}'
    await store().patch('sessions', at('B4'), JSON.parse(more), { text: more })
    const row = await store().row('sessions', at('B4'))
    for (const number of ['1.50', '1.70', '3.250']) expect(row!.text).toContain(number)
  })

  it('R-SES-02 R-UPD-09 a change that a PATCH without lists can tell is marked so, and no other', async () => {
    const isFull = async (fields: object) => {
      const { row } = await store().whole('sessions', session({ id: 'B5', ...fields }))
      return row.fullPosition === row.position
    }
    const periods = { charging_periods: [period(0)] }
    expect(await isFull({ meter_id: 'M1', ...periods })).toBe(true)
    const cost = { total_cost: { before_taxes: 1 } }
    expect(await isFull({ kwh: 1, meter_id: 'M1', ...cost, ...periods, last_updated: noonPlus(1) })).toBe(false)
    expect(await isFull({ kwh: 1, ...cost, ...periods, last_updated: noonPlus(2) })).toBe(true)
    const more = { charging_periods: [period(0), period(5)] }
    expect(await isFull({ kwh: 1, ...cost, ...more, last_updated: noonPlus(3) })).toBe(true)
    expect(await isFull({ kwh: 2, ...cost, ...more, last_updated: noonPlus(4) })).toBe(false)
    const token = { cdr_token: cdrToken({ uid: 'OTHER' }) }
    expect(await isFull({ kwh: 2, ...cost, ...more, ...token, last_updated: noonPlus(5) })).toBe(true)
    const { row } = await store().patch('sessions', at('B5'), { kwh: 3, last_updated: noonPlus(6) })
    expect(row.fullPosition).toBeLessThan(row.position)
  })

  describe('that have ended', () => {
    it.each(['COMPLETED', 'INVALID'])('R-SES-08 %s is final', async (status) => {
      const id = `C-${status}`
      await store().whole('sessions', session({ id, status, kwh: 9, last_updated: noonPlus(10) }))
      const final = { reason: 'final', faults: [{ path: '/status' }] }
      const patch = { kwh: 10, last_updated: noonPlus(11) }
      await expect(store().patch('sessions', at(id), patch)).rejects.toMatchObject(final)
      const put = session({ id, status: 'ACTIVE', last_updated: noonPlus(11) })
      await expect(store().whole('sessions', put)).rejects.toMatchObject(final)
      await expect(store().whole('sessions', put, { source: 'crawl' })).rejects.toMatchObject(final)
      expect((await store().object('sessions', at(id))).kwh).toBe(9)
    })

    it('R-SES-08 the same again is a success and moves nothing', async () => {
      const done = session({ id: 'C3', status: 'COMPLETED', charging_periods: [period(0)], last_updated: noonPlus(10) })
      await store().whole('sessions', done)
      const position = await store().position()
      expect((await store().whole('sessions', done)).outcome).toBe('unchanged')
      expect((await store().whole('sessions', { ...done, last_updated: noonPlus(12) })).outcome).toBe('unchanged')
      const again = { status: 'COMPLETED', charging_periods: [period(0)], last_updated: noonPlus(13) }
      expect((await store().patch('sessions', at('C3'), again)).outcome).toBe('unchanged')
      expect((await store().patch('sessions', at('C3'), { kwh: 1, last_updated: noon })).outcome).toBe('stale')
      expect(await store().position()).toBe(position)
    })

    it('a session that is pending, reserved or active goes on', async () => {
      for (const status of ['RESERVATION', 'PENDING', 'ACTIVE', 'COMPLETED']) {
        const minute = ['RESERVATION', 'PENDING', 'ACTIVE', 'COMPLETED'].indexOf(status)
        await store().whole('sessions', session({ id: 'C4', status, last_updated: noonPlus(minute) }))
        expect((await store().row('sessions', at('C4')))!.state).toBe(status)
      }
    })
  })

  it('R-UPD-07 R-UPD-10 a PATCH makes no session and renames none', async () => {
    const patch = { kwh: 1, last_updated: noonPlus(1) }
    await expect(store().patch('sessions', at('NONE'), patch)).rejects.toMatchObject({ reason: 'unknown' })
    await store().whole('sessions', session({ id: 'D1' }))
    const renamed = store().patch('sessions', at('D1'), { ...patch, id: 'D2' })
    await expect(renamed).rejects.toMatchObject({ reason: 'identity', faults: [{ path: '/id' }] })
    expect((await store().patch('sessions', at('D1'), { ...patch, id: 'd1' })).outcome).toBe('updated')
    expect((await store().object('sessions', at('D1'))).id).toBe('D1')
  })

  it('a PATCH in another version than the stored session brings it into that version', async () => {
    const cost = { before_taxes: 1.5, taxes: [{ name: 'VAT', amount: 0.3 }] }
    await store().whole('sessions', session({ id: 'E1', total_cost: cost }))
    await store().patch('sessions', at('E1'), { kwh: 4, last_updated: noonPlus(1) }, { version: '2.2.1' })
    const row = await store().row('sessions', at('E1'))
    expect(row!.version).toBe('2.2.1')
    expect(JSON.parse(row!.text)).toMatchObject({ kwh: 4, total_cost: { excl_vat: 1.5, incl_vat: 1.8 } })
  })

  it('sessions are never removed', async () => {
    await store().whole('sessions', session({ id: 'F1' }))
    await expect(store().remove('sessions', at('F1'))).rejects.toMatchObject({ reason: 'kept' })
  })
})
