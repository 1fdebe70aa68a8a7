import { v221 } from '../../v2.2.1/index.ts'
import { v230 } from '../../v2.3.0/index.ts'
import { defineConversion } from '../define.ts'
import { joinRules } from '../rules.ts'
import { cdrsDown } from './cdrs.ts'
import { commandsDown } from './commands.ts'
import { credentialsDown, credentialsUp } from './credentials.ts'
import { invoiceReconciliationDown } from './invoice-reconciliation.ts'
import { locationsDown } from './locations.ts'
import { tariffsDown, tariffsUp } from './tariffs.ts'
import { tokensDown } from './tokens.ts'
import { typesDown, typesUp } from './types.ts'
import { versionsDown } from './versions.ts'

export const v221ToV230 = defineConversion(v221, v230, joinRules([typesUp, tariffsUp, credentialsUp]))

export const v230ToV221 = defineConversion(
  v230,
  v221,
  joinRules([
    typesDown,
    tariffsDown,
    credentialsDown,
    locationsDown,
    cdrsDown,
    tokensDown,
    commandsDown,
    versionsDown,
    invoiceReconciliationDown,
  ]),
)
