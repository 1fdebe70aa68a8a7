import { defineVersion } from '../define/version.ts'
import { cdrs } from './cdrs.ts'
import { chargingProfiles } from './charging-profiles.ts'
import { commands } from './commands.ts'
import { credentials } from './credentials.ts'
import { hubClientInfo } from './hub-client-info.ts'
import { locations } from './locations.ts'
import { sessions } from './sessions.ts'
import { tariffs } from './tariffs.ts'
import { tokens } from './tokens.ts'
import { types } from './types.ts'
import { versions } from './versions.ts'

/** OCPI 2.2.1-d2, stated in full. */
export const v221 = defineVersion('2.2.1', [
  versions,
  credentials,
  hubClientInfo,
  locations,
  sessions,
  cdrs,
  tariffs,
  tokens,
  commands,
  chargingProfiles,
  types,
])
