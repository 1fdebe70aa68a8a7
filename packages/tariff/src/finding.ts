// What pricing, auditing and checking have to say about an object. Nothing here throws because of data: whatever is odd
// about a tariff, a session or a CDR becomes a finding, and a price that cannot be known is absent, never zero.

/** `error`: the object is wrong, or a price cannot be known. `warning`: probably wrong. `note`: worth knowing. */
export const findingSeverities = ['error', 'warning', 'note'] as const
export type FindingSeverity = (typeof findingSeverities)[number]

export interface Finding {
  /** A stable name in lower case with dashes, the same in code, API, docs and metrics: `period-crosses-boundary`. */
  readonly code: string
  readonly severity: FindingSeverity
  /** JSON pointer into the object that was looked at; '' is the whole of it. */
  readonly path: string
  /** What is wrong and what would be right, for a person. Holds no token and no driver identifier. */
  readonly message: string
  /** The requirement or trap it rests on, such as `R-CDR-11`. */
  readonly requirement?: string
}
