import type {
  Audit,
  CDR,
  ChangeModule,
  Command,
  EVSE,
  Lint,
  Location,
  ParkedObject,
  Partner,
  Session,
  Change as StatedChange,
  Tariff,
  Token,
} from './generated/api.ts'

/** What a change of each module is about. */
interface ObjectOf {
  /** An EVSE where the change has an `evse_uid`. */
  locations: Location | EVSE
  tariffs: Tariff
  sessions: Session
  cdrs: CDR
  tokens: Token
  commands: Command
  audits: Audit
  lints: Lint
  parked: ParkedObject
  partners: Partner
}

type Changed<M extends ChangeModule, O> = Omit<StatedChange, 'module' | 'kind' | 'object'> & {
  readonly module: M
  readonly kind: 'put' | 'delete'
  /** As it is now; of something deleted, what it was. */
  readonly object: O
}

type Changes = { [M in keyof ObjectOf]: Changed<M, ObjectOf[M]> }

/** Somebody waits for an answer. */
export type Question = Omit<StatedChange, 'module' | 'kind' | 'object'> & {
  readonly module: 'questions'
  readonly kind: 'question'
  readonly object: {
    /** `command.start_session`, `token.authorize`, ... as at webhooks. */
    readonly type: string
    readonly asked_at: string
    readonly expires_at: string
    readonly data: Readonly<Record<string, unknown>>
  }
  /**
   * Answers with what a webhook would answer. Rejects with a ProblemError: 409 where somebody else has answered, 410 where
   * it came too late.
   */
  answer(reply: Readonly<Record<string, unknown>>): Promise<void>
}

/** One object at its newest state, or a question. `module` says what `object` is. */
export type Change = Changes[keyof ObjectOf] | Question

/** Changes of these modules. */
export type ChangeOf<M extends Change['module']> = Extract<Change, { module: M }>
