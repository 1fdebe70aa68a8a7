import { changeEnum } from '../define/object.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Version information endpoint": unknown versions and modules are no fault any more. */
export const versions: Chapter = {
  enums: {
    ModuleID: changeEnum({ open: true }),
    VersionNumber: changeEnum({ open: true, add: ['2.3.0'] }),
  },
}
