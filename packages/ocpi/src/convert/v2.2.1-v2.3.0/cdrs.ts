import type { ConversionRules } from '../rules.ts'

/** A CDR is a bill and has to arrive, so the connector it names gets the nearest standard 2.2.1 has. */
export const cdrsDown: ConversionRules = {
  objects: {
    CdrLocation: {
      values: {
        connector_standard: {
          map: { SAE_J3400: 'TESLA_S', MCS: 'IEC_62196_T2_COMBO' },
          otherwise: 'IEC_62196_T2',
          why: 'OCPI 2.2.1 has no such ConnectorType',
        },
      },
    },
  },
}
