import type { Side } from '@interchange/ocpi/define/endpoint'

/** What a hub lets its partners' parties do with each other. Party keys are `NL-ABC`. */
export interface Agreements {
  /** Whether a request of `from` may go to `to`, addressed at that side of the module; the same decides whether `to` may be told an object of `from`. */
  allows(from: string, to: string, module: string, side: Side): boolean
  /** Called after rules changed. */
  onChange(heard: () => void): () => void
}

export const openAgreements: Agreements = { allows: () => true, onChange: () => () => undefined }
