import type { Version } from './define/version.ts'
import { v230 } from './v2.3.0/index.ts'

/** The version handlers and the backend API speak; all others exist only at the edges. */
export const canonical: Version = v230
