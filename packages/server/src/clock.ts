import { randomUUID } from 'node:crypto'

/** Time and ids are injected, so that tests can freeze the one and number the other. */
export interface Clock {
  now(): Date
}
export interface Ids {
  /** UUID for messages. */
  uuid(): string
}

export const systemClock: Clock = { now: () => new Date() }
export const randomIds: Ids = { uuid: () => randomUUID() }
