import { describe, expect, it } from 'vitest'
import { version } from '../../../../tests/support/object-store.ts'
import { connector, evse, location, tariff } from '../../../../tests/support/wire-objects.ts'
import { bodyTexts } from './body-texts.ts'

const row = (module: string, object: object, number = '2.3.0') => ({
  key: { module },
  version: number,
  text: JSON.stringify(object),
})
const older = version('2.2.1')

describe('bodies in versions', () => {
  it('one that is in the version asked for is handed on letter by letter', () => {
    const stored = { key: { module: 'tariffs' }, version: '2.2.1', text: ' {"price": 1.10,\n "id":"X"}' }
    expect(bodyTexts()(stored, older)).toBe(stored.text)
  })

  it('another version is the same the second time, spelling included', () => {
    const bodies = bodyTexts()
    const stored = { ...row('tariffs', {}), text: JSON.stringify(tariff()).replace('0.25', '0.2500') }
    const first = bodies(stored, older)
    expect(first).toContain('0.2500')
    expect(first).not.toContain('tax_included')
    expect(bodies({ ...stored }, older)).toBe(first)
  })

  it('R-LOC-07 a location whose EVSE changed is another body, wherever it stands in the feed', () => {
    const bodies = bodyTexts()
    const status = (value: string) => {
      const text = bodies(row('locations', location({ help_phone: '1', evses: [evse({ status: value })] })), older)!
      return JSON.parse(text).evses[0].status
    }
    expect(['AVAILABLE', 'CHARGING', 'AVAILABLE'].map(status)).toEqual(['AVAILABLE', 'CHARGING', 'AVAILABLE'])
  })

  it('modules and versions are not mixed up', () => {
    const bodies = bodyTexts()
    const megawatt = evse({ connectors: [connector({ standard: 'MCS' })] })
    expect(bodies(row('evses', megawatt), older)).toBeUndefined()
    expect(bodies(row('evses', megawatt), older)).toBeUndefined()
    expect(bodies(row('tariffs', megawatt), older)).toBeDefined()
    expect(bodies(row('evses', megawatt, '2.2.1'), version('2.3.0'))).toBe(JSON.stringify(megawatt))
  })
})
