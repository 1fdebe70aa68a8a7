import { describe, expect, it } from 'vitest'
import { tariffsInFile } from './tariffs-in-file.ts'

const tariff = { id: 'T', currency: 'EUR', tax_included: 'NO', elements: [], last_updated: '2026-01-01T00:00:00Z' }
const cdr = { total_energy: 1, charging_periods: [], tariffs: [tariff] }
const pathsIn = (content: unknown) => tariffsInFile('some.json', content, undefined).map(({ path }) => path)

describe('the tariffs that `interchange lint` finds', () => {
  it.each([
    ['one', tariff, ['']],
    ['an array', [tariff, tariff], ['/0', '/1']],
    ['an OCPI answer', { status_code: 1000, data: [tariff] }, ['/data/0']],
    ['an OCPI answer with one', { status_code: 1000, data: tariff }, ['/data']],
    ['{items}', { items: [tariff], next: null }, ['/items/0']],
    ['a CDR', cdr, ['/tariffs/0']],
    ['CDRs, one of them without', [cdr, { charging_periods: [] }], ['/0/tariffs/0']],
    ['what `interchange price` takes', { tariffs: [tariff], cdr }, ['/tariffs/0', '/cdr/tariffs/0']],
    ['a list with something else in it', [{ id: 'X' }, 7], ['/0', '/1']],
  ])('%s', (_, content, paths) => {
    expect(pathsIn(content)).toEqual(paths)
  })

  it.each([[{ name: 'x' }], [[]], [null], [{ charging_periods: [] }]])('%j has none', (content) => {
    expect(() => pathsIn(content)).toThrow('some.json has no tariffs')
  })

  it('one of 2.2.1 becomes one of 2.3.0', () => {
    const { tax_included: _, ...older } = { ...tariff, max_price: { excl_vat: 3 } }
    expect(tariffsInFile('x', older, undefined)[0]!.tariff).toMatchObject({
      tax_included: 'NO',
      max_price: { before_taxes: 3 },
    })
  })
})
