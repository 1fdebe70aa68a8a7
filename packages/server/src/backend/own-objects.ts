// Own objects are written and published: by single calls, by batches, by statuses of EVSEs. One way for all of them.

import { canonical } from '@interchange/ocpi/canonical'
import type { Finding } from '@interchange/tariff'
import type { Clock, Ids } from '../clock.ts'
import { type Events, ourselves } from '../events.ts'
import type { OwnWrites, Within } from '../inspection/own-writes.ts'
import { type Body, bodyFrom } from '../modules/body.ts'
import type { Applying } from '../modules/price-groups/applying.ts'
import { type Place, type Removal, type Stored, storePatch, storeRemoval, storeWhole } from '../modules/store.ts'
import { type Incoming, withFields } from '../modules/writing.ts'
import type { GroupWriter } from '../storage/writer.ts'

export interface OwnObjectsNeeds {
  readonly writer: GroupWriter
  readonly own: OwnWrites
  readonly priceGroups: Pick<Applying, 'beforeWrite'>
  readonly events: Pick<Events, 'objectOdd'>
  readonly clock: Clock
  readonly ids: Ids
}

export interface Published {
  readonly stored: Stored
  /** What is odd about a session, a tariff or a CDR. */
  readonly findings: readonly Finding[]
}

/** An own object as it was given. `text`: its spelling. */
export interface Given {
  readonly value: Readonly<Record<string, unknown>>
  readonly text?: string | undefined
}

const RFID = 'RFID'
const unchanged: Within = (write) => write

export function ownObjects({ writer, own, priceGroups, events, clock, ids }: OwnObjectsNeeds) {
  function incoming({ value, text }: Given, added: Readonly<Record<string, string>>): Incoming {
    const missing = Object.fromEntries(Object.entries(added).filter(([name]) => value[name] === undefined))
    const given: Body = bodyFrom(canonical.number, value, text)
    const body = Object.keys(missing).length === 0 ? given : withFields(given, missing)
    return {
      version: canonical,
      object: body.value,
      text: body.text,
      partner: null,
      source: 'own',
      correlationId: ids.uuid(),
      stamp: clock.now().toISOString(),
    }
  }

  const removal = (): Removal => ({
    partner: null,
    source: 'own',
    correlationId: ids.uuid(),
    at: clock.now().toISOString(),
  })

  function told(module: string, published: Published): Published {
    events.objectOdd(ourselves, module, published.stored.findings)
    return published
  }

  return {
    /** All of an object, of an EVSE or of a connector; what `place` says is put in where it is left out. */
    async put(module: string, place: Place, given: Given, within: Within = unchanged): Promise<Published> {
      const object = incoming(given, namedBy(module, place))
      if (module === 'tariffs') return told(module, await own.publishTariff(object, place, within))
      if (module === 'sessions') return told(module, await own.publishSession(object, place, within))
      if (module === 'locations') await priceGroups.beforeWrite(place, object.object)
      const stored = await writer.write(within(storeWhole(module, object, place)))
      return told(module, { stored, findings: [] })
    },

    async patch(module: string, place: Place, given: Given, within: Within = unchanged): Promise<Published> {
      const fields = incoming(given, {})
      if (module === 'locations') await priceGroups.beforeWrite(place, fields.object)
      const stored = await writer.write(within(storePatch(module, place, fields)))
      return told(module, { stored, findings: [] })
    },

    /** See `storeRemoval`: what it means differs. */
    async remove(module: string, place: Place, within: Within = unchanged): Promise<Stored> {
      return writer.write(within(storeRemoval(module, place, removal())))
    },

    /** @throws CdrHasErrors */
    async issueCdr(given: Given, by: string, acceptFindings: boolean, within: Within = unchanged): Promise<Published> {
      return told('cdrs', await own.issueCdr(incoming(given, {}), by, acceptFindings, within))
    },
  }
}

export type OwnObjects = ReturnType<typeof ownObjects>

/** Fields that name an object, or the part of a location. Ids keep their spelling; parties are written in capitals. */
function namedBy(module: string, { countryCode, partyId, id, ...part }: Place): Record<string, string> {
  if (part.connectorId !== undefined) return { id: part.connectorId }
  if (part.evseUid !== undefined) return { uid: part.evseUid }
  const owner = { country_code: countryCode.toUpperCase(), party_id: partyId.toUpperCase() }
  return module === 'tokens' ? { ...owner, uid: id, type: part.tokenType ?? RFID } : { ...owner, id }
}
