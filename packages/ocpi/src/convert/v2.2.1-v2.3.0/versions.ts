import type { ConversionRules } from '../rules.ts'

export const versionsDown: ConversionRules = {
  enums: {
    ModuleID: { otherwise: null, why: 'OCPI 2.2.1 has no such module' },
    VersionNumber: { otherwise: null, why: 'OCPI 2.2.1 does not know this version' },
  },
}
