import type { Party } from '../party.ts'

/** What is not state and has to arrive by itself: the result of a command, later of a charging profile. */
export interface Message {
  readonly partnerId: string
  readonly kind: MessageKind
  /** The whole URL the partner gave us. */
  readonly url: string
  /** JSON text in the partner's version. */
  readonly bodyText: string
  readonly from: Party
  readonly to: Party
  readonly correlationId: string
  /** Nobody waits for it any longer. Default: seven days from now. */
  readonly until?: Date
}

export type MessageKind = 'command_result'

export interface Messages {
  /** Stored before it resolves; sent at once, and again until the partner took it, or until it is parked or expired. */
  send(message: Message): Promise<{ id: string }>
}
