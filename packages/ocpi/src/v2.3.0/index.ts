import { defineVersion } from '../define/version.ts'
import { v221 } from '../v2.2.1/index.ts'
import { commands } from './commands.ts'
import { credentials } from './credentials.ts'
import { invoiceReconciliation } from './invoice-reconciliation.ts'
import { locations } from './locations.ts'
import { tariffs } from './tariffs.ts'
import { tokens } from './tokens.ts'
import { types } from './types.ts'
import { versions } from './versions.ts'

/** OCPI 2.3.0 edition 2: only what changed since 2.2.1. */
export const v230 = defineVersion(
  '2.3.0',
  [versions, credentials, locations, tariffs, tokens, commands, types, invoiceReconciliation],
  v221,
)
