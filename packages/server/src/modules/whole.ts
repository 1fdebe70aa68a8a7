import type { Appends } from '@interchange/ocpi/wire/merge-patch'
import type { Row, RowKey } from '../storage/row.ts'
import type { Change, View, Write } from '../storage/writer.ts'
import { type Body, bodyFrom, bodyOf, nameOf } from './body.ts'
import {
  alive,
  assertSource,
  type Incoming,
  isStale,
  lastUpdatedOf,
  later,
  nothingThere,
  outcomeOf,
  patched,
  type Removal,
  type Stored,
  stamped,
  storedTime,
} from './writing.ts'

// Objects that are one row: tariffs, sessions, tokens. (A location has rows for its EVSEs, a CDR never changes.)

/** What a module wants to be known of a body beside its key. */
export type Facts = Pick<Change, 'audience' | 'state' | 'statusOnly'>

export interface RowModule {
  readonly module: string
  /** As a message calls it. */
  readonly what: string
  readonly facts: (body: Body) => Facts
  readonly appends?: Appends
  /** Throws when the stored object must not become the new one; true when there is nothing to store. */
  readonly settled?: (before: Body, after: Body) => boolean
  /** A change that a PATCH can tell, so that partners who have the rest are not sent all of it again. */
  readonly small?: (before: Body, after: Body) => boolean
}

/** PUT, or an object of a crawl, or an own write: all of it takes the place of what was there. */
export function writeWhole(kind: RowModule, key: RowKey, incoming: Incoming): Write<Stored> {
  return {
    load: [key],
    apply(view) {
      const before = alive(view.get(key))
      const body = stamped(
        bodyFrom(incoming.version.number, incoming.object, incoming.text),
        before && bodyOf(before).value,
        incoming.stamp,
      )
      return save(kind, view, key, incoming, body)
    },
  }
}

/** PATCH: the fields given take the place of those stored. */
export function writePatch(kind: RowModule, key: RowKey, incoming: Incoming): Write<Stored> {
  return {
    load: [key],
    apply(view) {
      const before = alive(view.get(key))
      if (!before) throw nothingThere(kind.module, kind.what)
      const patch = bodyFrom(incoming.version.number, incoming.object, incoming.text)
      const body = patched(kind.module, nameOf(kind.module), bodyOf(before), patch, {
        appends: kind.appends,
        stamp: incoming.stamp,
      })
      return save(kind, view, key, incoming, body)
    },
  }
}

function save(kind: RowModule, view: View, key: RowKey, incoming: Incoming, body: Body): Stored {
  const stored = view.get(key)
  assertSource(kind.module, key, incoming, stored)
  const before = alive(stored)
  let small = false
  if (before) {
    const kept = (outcome: Stored['outcome']): Stored => ({ outcome, row: before, findings: [] })
    if (isStale(kind.module, incoming, lastUpdatedOf(body.value), before, before.lastUpdated)) return kept('stale')
    if (kind.settled?.(bodyOf(before), body)) return kept('unchanged')
    small = kind.small?.(bodyOf(before), body) ?? false
  }
  return put(view, key, incoming, body, { ...kind.facts(body), statusOnly: small })
}

/** Stores a body and says what became of it. */
export function put(
  view: View,
  key: RowKey,
  by: Pick<Incoming, 'partner' | 'correlationId'>,
  body: Body,
  facts: Facts = {},
): Stored {
  const before = view.get(key)
  const moved = view.put({
    key,
    version: body.version,
    text: body.text,
    lastUpdated: storedTime(body.value),
    partner: by.partner?.id ?? null,
    correlationId: by.correlationId,
    audience: facts.audience ?? null,
    state: facts.state ?? null,
    statusOnly: facts.statusOnly ?? false,
  })
  return { outcome: outcomeOf(before, moved), row: view.get(key)!, findings: [] }
}

/** A row of kind delete: it keeps its last body for those who ask what was there. */
export function remove(view: View, before: Row, removal: Removal): Stored {
  const { key, version, text, partner } = before
  const lastUpdated = later(removal.at, before.lastUpdated)
  view.put({ key, version, text, lastUpdated, partner, correlationId: removal.correlationId, deleted: true })
  return { outcome: 'updated', row: view.get(key)!, findings: [] }
}
