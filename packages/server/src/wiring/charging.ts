// Chargings that the company's backend tells: sessions and CDRs are made of its meter values.

import { createChargings } from '../charging/chargings.ts'
import { chargingStore } from '../charging/store.ts'
import { tariffVersions } from '../inspection/tariff-versions.ts'
import { createAuthorize } from '../modules/authorization/authorize.ts'
import type { Base } from './base.ts'
import type { Inspecting } from './inspecting.ts'
import type { Inward } from './inward.ts'
import type { Outward } from './outward.ts'

export type Charging = ReturnType<typeof wireCharging>

export function wireCharging(
  { settings, database, connections, writer, events, clock, ids, prices }: Base,
  { outbound }: Pick<Outward, 'outbound'>,
  { commands, decideOwn }: Pick<Inward, 'commands' | 'decideOwn'>,
  { own }: Pick<Inspecting, 'own'>,
) {
  const { directory } = connections
  const authorize = createAuthorize({ database, directory, outbound, decideOwn, commands, writer, clock, ids })
  const chargings = createChargings({
    database,
    directory,
    prices,
    versions: tariffVersions(database),
    store: chargingStore(database),
    authorize,
    own,
    events,
    clock,
    ids,
    updateEvery: settings.chargingUpdateInterval,
    silentDays: settings.chargingSilentDays,
  })
  return { authorize, chargings }
}
