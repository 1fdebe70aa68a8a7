import { changeEnum } from '../define/object.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Commands module": unknown commands are answered NOT_SUPPORTED. */
export const commands: Chapter = {
  enums: {
    CommandType: changeEnum({ open: true }),
  },
}
