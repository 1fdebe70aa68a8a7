/** What one round sends. Paths and bodies are taken in turn. */
export interface Load {
  readonly origin: string
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST'
  readonly paths: readonly string[]
  /** `@now` in a body becomes the present time. Empty: no body. */
  readonly bodies: readonly string[]
  /** One that is `@id` (`own-ids.ts`) is another one in each request. */
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
  /** Every answer has to contain it; any other answer is an error. */
  readonly expect: string
}

export interface LoadResult {
  readonly answered: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly errors: number
  readonly firstError?: string
}

/** What a question asks; the rest of a `Load` is the same for all. */
export type Asked = Omit<Load, 'connections' | 'seconds'>

/** One question over HTTP. To add one: a file in bench/questions and a line in bench/run.ts. */
export interface Question {
  readonly name: string
  /** Each accepted request has to have moved the feed by one position, or the figure is void. */
  readonly writes: boolean
  prepare(world: World): Promise<Asked>
}

/** A platform on PostgreSQL with its partners. */
export interface World {
  /** A charge point operator that has registered with the platform's eMSP. */
  readonly cpo: Partner
  /** An eMSP that has registered with the platform's CPO, after the platform's own locations were there. */
  readonly emsp: Partner
}

export interface Partner {
  /** Endpoints of the platform by `module.ROLE`. */
  readonly theirs: ReadonlyMap<string, string>
  readonly outbound: string
  send(method: string, url: string, options?: { body?: unknown }): Promise<{ envelope: { status_code?: number } }>
}
