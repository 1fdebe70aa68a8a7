import { expect, it } from 'vitest'
import { availabilityOf } from './availability.ts'

const plug = (standard: string, amperes: number) => ({
  id: standard,
  standard,
  format: 'CABLE',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: amperes,
})
const evse = (status: string, ...connectors: object[]) => ({ uid: status, status, connectors })

it('counts EVSEs by plug and power, the strongest first, and those in service alone', () => {
  const evses = [
    evse('AVAILABLE', plug('IEC_62196_T2', 16), plug('DOMESTIC_F', 16)),
    evse('CHARGING', plug('IEC_62196_T2', 16)),
    evse('AVAILABLE', plug('IEC_62196_T2', 32), { ...plug('IEC_62196_T2', 32), id: 'the other side' }),
    evse('OUTOFORDER', plug('IEC_62196_T2', 32)),
    evse('REMOVED', plug('IEC_62196_T2', 32)),
    evse('PLANNED', plug('IEC_62196_T2', 32)),
  ]
  const found = availabilityOf({ evses } as never)
  expect(found.map(({ standard, power_kw, evses: all, available }) => [standard, power_kw, all, available])).toEqual([
    ['IEC_62196_T2', 22.08, 2, 1],
    ['DOMESTIC_F', 11.04, 1, 1],
    ['IEC_62196_T2', 11.04, 2, 1],
  ])
  expect(availabilityOf({})).toEqual([])
})
