// Messages on their way to one partner: the results of commands. Each is sent until the partner took it, refused it for
// good, or nobody waits for it any longer.

import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Judged, judge } from './answers.ts'
import type { DueMessage, MessageStore } from './message-store.ts'
import type { MessageKind } from './messages.ts'
import type { PartnerState } from './object-delivery.ts'
import { betweenTries, parkedUntil } from './retries.ts'

/** Where each kind goes: module and endpoint; the URL is the one the partner gave. To add one: a line here. */
const endpoints: Readonly<Record<MessageKind, readonly [module: string, endpoint: string]>> = {
  command_result: ['commands', 'postResult'],
}

export interface MessageTools {
  readonly directory: Directory
  readonly outbound: Outbound
  readonly messages: MessageStore
  readonly events: Events
  readonly clock: Clock
  readonly random: () => number
}

const MOST_AT_ONCE = 4

export class MessageDelivery {
  readonly #tools: MessageTools
  readonly #state: PartnerState
  readonly #underWay = new Set<string>()
  #looking = false
  #lookAgain = true

  constructor(tools: MessageTools, state: PartnerState) {
    this.#tools = tools
    this.#state = state
  }

  get inFlight(): number {
    return this.#underWay.size
  }

  /** There may be something new, or something whose time has come. */
  wake(): void {
    this.#lookAgain = true
  }

  /** Sends what is due, if there is room. `done` after each; it may ask for more. */
  pump(partner: Partner, room: number, done: () => void): void {
    if (!this.#lookAgain || this.#looking || room <= 0 || this.#underWay.size >= MOST_AT_ONCE) return
    this.#looking = true
    this.#lookAgain = false
    void this.#look(partner, Math.min(room, MOST_AT_ONCE - this.#underWay.size), done).finally(() => {
      this.#looking = false
    })
  }

  async #look(partner: Partner, room: number, done: () => void): Promise<void> {
    const { messages, clock, events } = this.#tools
    try {
      const due = await messages.due(partner.id, clock.now(), MOST_AT_ONCE)
      const next = due.filter(({ id }) => !this.#underWay.has(id)).slice(0, room)
      for (const message of next) {
        this.#underWay.add(message.id)
        void this.#deliver(message, partner)
          .catch((error: unknown) => events.failed('messages', error))
          .finally(() => {
            this.#underWay.delete(message.id)
            this.#lookAgain = true
            done()
          })
      }
    } catch (error) {
      events.failed('messages', error)
    }
  }

  async #deliver(message: DueMessage, partner: Partner): Promise<void> {
    const { outbound, messages, clock, events, directory, random } = this.#tools
    const { health, answered, failed, refusedToken } = this.#state
    if (message.until <= clock.now().getTime()) return await this.#expire(message, partner, undefined)
    const [module, endpoint] = endpoints[message.kind as MessageKind]
    const sentAt = clock.now().getTime()
    const token = directory.outboundToken(partner.id)
    const answer = judge(
      await outbound.call(partner, {
        module,
        side: 'SENDER',
        endpoint,
        url: message.url,
        bodyText: message.body,
        from: message.from,
        to: message.to,
        correlationId: message.correlationId,
      }),
      clock.now(),
    )
    events.delivered(module, answer.verdict)
    const now = clock.now()
    const soon = new Date(now.getTime() + betweenTries(message.attempts + 1, random))
    switch (answer.verdict) {
      case 'settled':
        answered()
        return await messages.conclude(message.id, 'settled', answer, null, now)
      case 'refused':
      case 'party_away':
        answered()
        return await this.#putOff(message, partner, answer, parkedUntil(message.attempts + 1, now))
      case 'slow_down':
        health.slowDown(now.getTime(), answer.retryAfterMs)
        break
      case 'unauthorized':
        if (directory.outboundToken(partner.id) === token) refusedToken()
        break
      case 'troubled':
        if (health.state !== 'up') failed(sentAt, answer.why)
        break
      case 'no_answer':
        failed(sentAt, answer.why)
    }
    await messages.conclude(message.id, 'open', answer, soon, now)
  }

  /** Refused: tried again later, as long as somebody waits for it. */
  async #putOff(message: DueMessage, partner: Partner, answer: Judged, nextAt: Date | null): Promise<void> {
    if (!nextAt || nextAt.getTime() >= message.until) return await this.#expire(message, partner, answer)
    await this.#tools.messages.conclude(message.id, 'parked', answer, nextAt, this.#tools.clock.now())
  }

  async #expire(message: DueMessage, partner: Partner, answer: Judged | undefined): Promise<void> {
    const { messages, clock, events } = this.#tools
    await messages.conclude(message.id, 'expired', answer, null, clock.now())
    events.messageExpired(partner, message.kind)
  }
}
