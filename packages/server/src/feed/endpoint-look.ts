// A partner whose modules may be elsewhere by now: its version details are read again, and what was refused for want of
// them is sent where they are.

import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { ParkedStore } from './parked-store.ts'
import type { Progress } from './progress.ts'

export interface EndpointLookTools {
  /** Looks where the partner's modules are now; whether they have moved. */
  readonly endpointsMoved: (partnerId: string) => Promise<boolean>
  readonly parked: ParkedStore
  readonly progress: Progress
  readonly events: Events
  readonly clock: Clock
}

/** Between two looks; doubles while nothing has moved. */
const FIRST_MS = 60_000
const MOST_MS = 3_600_000

export class EndpointLook {
  readonly #partner: string
  readonly #tools: EndpointLookTools
  readonly #found: () => void
  #looking: Promise<void> | undefined
  #wait = FIRST_MS
  #notBefore = 0

  /** `found`: they have moved, and what was parked for want of them is due. */
  constructor(partner: string, tools: EndpointLookTools, found: () => void) {
    this.#partner = partner
    this.#tools = tools
    this.#found = found
  }

  /** There is reason to look; not more often than is worth it. */
  suspect(): void {
    if (this.#now() >= this.#notBefore) void this.look()
  }

  /** Never rejects. */
  look(): Promise<void> {
    this.#notBefore = this.#now() + this.#wait
    this.#looking ??= this.#once()
      .catch((error: unknown) => this.#tools.events.failed('endpoints', error))
      .finally(() => {
        this.#looking = undefined
      })
    return this.#looking
  }

  async #once(): Promise<void> {
    const { endpointsMoved, parked, progress, clock } = this.#tools
    const moved = await endpointsMoved(this.#partner)
    this.#wait = moved ? FIRST_MS : Math.min(this.#wait * 2, MOST_MS)
    if (!moved) return
    // What is parked may not be written down yet.
    await progress.flush(true)
    await parked.retryMissing(this.#partner, clock.now())
    this.#found()
  }

  #now(): number {
    return this.#tools.clock.now().getTime()
  }
}
