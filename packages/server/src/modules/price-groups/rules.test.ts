import { describe, expect, it } from 'vitest'
import { rowKey } from '../../storage/row.ts'
import { type ConnectorSelector, compileGroups, differs, type PriceGroup } from './rules.ts'

const place = (locationId: string, evseUid = 'E1', connectorId = '1', partyId = 'ABC') => ({
  countryCode: 'NL',
  partyId,
  locationId,
  evseUid,
  connectorId,
})
const selector = (location_id?: string, evse_uid?: string, connector_id?: string): ConnectorSelector => ({
  country_code: 'NL',
  party_id: 'ABC',
  ...(location_id === undefined ? {} : { location_id }),
  ...(evse_uid === undefined ? {} : { evse_uid }),
  ...(connector_id === undefined ? {} : { connector_id }),
})
const rule = (tariff: string, ...connectors: ConnectorSelector[]) => ({ connectors, tariff_ids: [tariff] })
const group = (name: string, partners: string[], ...rules: PriceGroup['rules']): PriceGroup => ({
  name,
  partners,
  rules,
})

describe('rules of a price group', () => {
  it('the first rule that names a connector decides, however narrow the others are', () => {
    const [first, second] = [
      [rule('ONE', selector('LOC1', 'E1', '2')), rule('TWO', selector('LOC1'))],
      [rule('TWO', selector('LOC1')), rule('ONE', selector('LOC1', 'E1', '2'))],
    ].map((rules) => compileGroups([group('g', ['p'], ...rules)]).groupOf('p')!)
    expect(first!.tariffIds(place('LOC1', 'E1', '2'))).toEqual(['ONE'])
    expect(first!.tariffIds(place('LOC1', 'E1', '1'))).toEqual(['TWO'])
    expect(second!.tariffIds(place('LOC1', 'E1', '2'))).toEqual(['TWO'])
  })

  it('every width of a selector names what it says and nothing else', () => {
    const found = (named: ConnectorSelector) => {
      const compiled = compileGroups([group('g', ['p'], rule('T', named))]).groupOf('p')!
      return [
        place('LOC1'),
        place('loc1', 'e1', '2'),
        place('LOC1', 'E2'),
        place('LOC2'),
        place('LOC2', 'E9'),
        place('LOC1', 'E1', '1', 'OTH'),
      ].map((at) => (compiled.tariffIds(at) ? 1 : 0))
    }
    expect(found(selector())).toEqual([1, 1, 1, 1, 1, 0])
    expect(found(selector('Loc1'))).toEqual([1, 1, 1, 0, 0, 0])
    expect(found(selector('LOC1', 'E1'))).toEqual([1, 1, 0, 0, 0, 0])
    expect(found(selector('LOC1', 'E1', '2'))).toEqual([0, 1, 0, 0, 0, 0])
    expect(found(selector(undefined, 'E1'))).toEqual([1, 1, 0, 1, 0, 0])
    expect(found(selector(undefined, 'E1', '1'))).toEqual([1, 0, 0, 1, 0, 0])
  })

  it('looks into the locations it may concern only', () => {
    const compiled = compileGroups([group('g', ['p'], rule('T', selector('LOC1')))]).groupOf('p')!
    expect(compiled.concerns(rowKey('locations', 'NL', 'ABC', 'loc1'))).toBe(true)
    expect(compiled.concerns(rowKey('evses', 'NL', 'ABC', 'LOC1', 'E7'))).toBe(true)
    expect(compiled.concerns(rowKey('locations', 'NL', 'ABC', 'LOC2'))).toBe(false)
    const everywhere = compileGroups([group('g', ['p'], rule('T', selector(undefined, 'E1')))]).groupOf('p')!
    expect(everywhere.concerns(rowKey('locations', 'NL', 'ABC', 'LOC2'))).toBe(true)
    expect(everywhere.concerns(rowKey('locations', 'NL', 'OTH', 'LOC2'))).toBe(false)
  })
})

describe('one configuration after another', () => {
  const gold = (partners: string[], tariff = 'GOLD') => group('gold', partners, rule(tariff, selector('LOC1')))
  const moved = (before: PriceGroup[], after: PriceGroup[]) => {
    const isConcerned = differs(compileGroups(before), compileGroups(after))
    return [place('LOC1'), place('LOC2')].map((at) => isConcerned(at, ['BASE']))
  }

  it('concerns the connectors where some partner is shown other tariffs', () => {
    expect(moved([], [gold(['a'])])).toEqual([true, false])
    expect(moved([gold(['a'])], [])).toEqual([true, false])
    expect(moved([gold(['a'])], [gold(['a'], 'OTHER')])).toEqual([true, false])
    expect(moved([gold(['a'])], [gold(['a', 'b'])])).toEqual([true, false])
    expect(moved([gold(['a']), group('none', [])], [gold([]), group('none', ['a'])])).toEqual([true, false])
  })

  it('concerns none where nobody sees a difference', () => {
    expect(moved([], [gold([])])).toEqual([false, false])
    expect(moved([gold(['a'])], [gold(['a'])])).toEqual([false, false])
    expect(moved([gold(['a'])], [gold(['a'], 'gold')])).toEqual([false, false])
    expect(moved([], [gold(['a'], 'BASE')])).toEqual([false, false])
    expect(moved([gold(['a'])], [{ ...gold(['a']), name: 'renamed' }])).toEqual([false, false])
  })
})
