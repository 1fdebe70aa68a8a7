// Partners and own parties of a running platform: read at the start, kept in step with other processes, tidied up.

import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import type { Directory } from './directory.ts'
import { PARTNERS_CHANNEL } from './keeping.ts'
import { memoryDirectory } from './memory-directory.ts'
import type { OwnParty } from './partner.ts'
import { type PartnerStore, partnerStore } from './partner-store.ts'
import { resealTokens } from './reseal.ts'
import type { Secrets } from './secrets.ts'

export interface ConnectionsNeeds {
  readonly database: Database
  readonly secrets: Secrets
  readonly events: Events
  readonly clock: Clock
  /** From the setting PARTIES. */
  readonly parties: readonly OwnParty[]
}

export interface Connections {
  readonly store: PartnerStore
  readonly directory: Directory
  /** A partner called, or answered. Never waits; written down now and then. */
  seen(partnerId: string): void
  close(): Promise<void>
}

const EVERY_MS = 30_000
/** No handshake takes this long; what is older was left behind by a process that died. */
const HANDSHAKE_MS = 10 * 60_000

export async function openConnections(needs: ConnectionsNeeds): Promise<Connections> {
  const { database, secrets, events, clock } = needs
  const store = partnerStore(database)
  const failed = (error: unknown) => events.failed('partners', error)
  const tidy = () => store.tidy(clock.now(), new Date(clock.now().getTime() - HANDSHAKE_MS))

  const resealed = await resealTokens(store, secrets)
  if (resealed > 0) events.warned('secrets', `${resealed} partner tokens are now encrypted with the new SECRET_KEY`)
  await tidy()
  await seed(store, needs.parties)
  const directory = await memoryDirectory({ store, clock, secrets, failed, shared: database.engine === 'postgres' })

  const reload = () => void directory.reload().catch(failed)
  const unlisten = await database.listen(PARTNERS_CHANNEL, reload)
  const noted = new Map<string, Date>()
  async function flush(): Promise<void> {
    const batch = [...noted]
    noted.clear()
    for (const [id, at] of batch) await store.seen(id, at)
  }
  // Wake-ups of other processes may be lost, so the tables are looked at now and then all the same.
  const timer = setInterval(() => {
    flush()
      .then(tidy)
      .then(() => directory.reload())
      .catch(failed)
  }, EVERY_MS)
  timer.unref()

  return {
    store,
    directory,
    seen(partnerId) {
      const at = clock.now()
      noted.set(partnerId, at)
      directory.seen(partnerId, at)
    },
    async close() {
      clearInterval(timer)
      await unlisten()
      await flush()
    },
  }
}

/** PARTIES says which roles a party has; its name and website stay as the API set them, unless the file names them. */
async function seed(store: PartnerStore, parties: readonly OwnParty[]): Promise<void> {
  const known = new Map((await store.ownParties()).map((party) => [partyKey(party), party]))
  for (const party of parties) {
    const named = party.businessDetails.name !== partyKey(party)
    const businessDetails = named
      ? party.businessDetails
      : (known.get(partyKey(party))?.businessDetails ?? party.businessDetails)
    await store.putOwnParty({ ...party, businessDetails })
  }
}
